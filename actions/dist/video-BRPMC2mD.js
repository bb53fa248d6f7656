import { n as videoComparator, t as overview } from "./video-DJYL1Kzl.js";

export { videoComparator };