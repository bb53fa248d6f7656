import { n as sceneComparator, t as previewScene } from "./scene-cWbyar_0.js";

export { sceneComparator };