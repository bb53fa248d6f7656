import { n as sceneComparator, t as previewScene } from "./scene-CQNn2PIy.js";

export { sceneComparator };