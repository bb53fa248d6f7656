import { n as sceneComparator, t as previewScene } from "./scene-ePaguDcO.js";

export { sceneComparator };