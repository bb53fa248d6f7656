import { i as soundPanels, n as soundComparator, r as soundDifference, t as heard } from "./sound-sxS-MISn.js";

export { soundComparator };