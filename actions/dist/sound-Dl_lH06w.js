import { i as soundPanels, n as soundComparator, r as soundDifference, t as heard } from "./sound-fg_LTKD7.js";

export { soundComparator };