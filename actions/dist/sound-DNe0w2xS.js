import { i as soundPanels, n as soundComparator, r as soundDifference, t as heard } from "./sound-BlJTn63C.js";

export { soundComparator };