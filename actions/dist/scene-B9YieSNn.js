import { n as sceneComparator, t as previewScene } from "./scene-Bo3B7Zpr.js";

export { sceneComparator };