import { n as sceneComparator, t as previewScene } from "./scene-DrBsFYPs.js";

export { sceneComparator };