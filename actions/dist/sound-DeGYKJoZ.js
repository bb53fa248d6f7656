import { i as soundPanels, n as soundComparator, r as soundDifference, t as heard } from "./sound-DJm2J7lr.js";

export { soundComparator };