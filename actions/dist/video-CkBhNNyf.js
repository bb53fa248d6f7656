import { n as videoComparator, t as overview } from "./video-B09BOLu2.js";

export { videoComparator };