import { n as videoComparator, t as overview } from "./video-D6fUXOy_.js";

export { videoComparator };