import { n as sceneComparator, t as previewScene } from "./scene-Jbg4K598.js";

export { sceneComparator };