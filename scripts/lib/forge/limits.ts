/** A larger LFS source is refused before it is downloaded: the reference has about 1 MB. */
export const MAX_SOURCE_BYTES = 256 * 2 ** 20;

/** A larger artifact is refused before it is downloaded: GitHub takes release assets below 2 GiB. */
export const MAX_ARTIFACT_BYTES = 2 * 2 ** 30 - 1;
