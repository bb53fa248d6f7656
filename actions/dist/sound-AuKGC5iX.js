import { i as soundPanels, n as soundComparator, r as soundDifference, t as heard } from "./sound-ChhB-8BW.js";

export { soundComparator };