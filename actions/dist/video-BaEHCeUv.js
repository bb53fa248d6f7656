import { n as videoComparator, t as overview } from "./video-DLY-k97P.js";

export { videoComparator };