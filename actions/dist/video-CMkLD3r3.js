import { n as videoComparator, t as overview } from "./video-BGxFTQIw.js";

export { videoComparator };