import { i as soundPanels, n as soundComparator, r as soundDifference, t as heard } from "./sound-CLbF0JeK.js";

export { soundComparator };