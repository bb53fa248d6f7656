import { n as videoComparator, t as overview } from "./video-CDWHh5Yn.js";

export { videoComparator };