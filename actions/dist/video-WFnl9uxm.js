import { n as videoComparator, t as overview } from "./video-CXDf8jaO.js";

export { videoComparator };