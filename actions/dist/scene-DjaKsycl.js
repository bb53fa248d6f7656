import { n as sceneComparator, t as previewScene } from "./scene-BHAuuCNc.js";

export { sceneComparator };