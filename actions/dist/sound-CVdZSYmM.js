import { i as soundPanels, n as soundComparator, r as soundDifference, t as heard } from "./sound-BKTMpAQ1.js";

export { soundComparator };