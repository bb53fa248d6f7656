import { i as soundPanels, n as soundComparator, r as soundDifference, t as heard } from "./sound-ie1_-xCn.js";

export { soundComparator };