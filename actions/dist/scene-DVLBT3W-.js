import { n as sceneComparator, t as previewScene } from "./scene-BRYUEqP6.js";

export { sceneComparator };