import { n as videoComparator, t as overview } from "./video-BxZtGRQa.js";

export { videoComparator };