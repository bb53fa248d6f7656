import { n as sceneComparator, t as previewScene } from "./scene-D5fATrrR.js";

export { sceneComparator };