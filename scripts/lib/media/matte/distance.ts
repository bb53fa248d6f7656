import type { Size } from '../picture.ts';

/** Farther than any picture is wide. */
const FAR = 1e6;
/** Whole pixels of a limit at most: two steps farther have room in 16 bits. */
const MOST = 65_533;

/**
 * How far each pixel's centre lies from the nearest marked one, in pixels, exactly: 0 on it, very far (`> limit`) where none lies
 * within the limit. Up and down by counting, then along each row by looking aside while it can still be nearer; whatever is out
 * of reach of all marks is not looked at.
 *
 * @param marked not 0 where marked, `width × height`
 * @param limit pixels, below 65 534; the time it takes grows with it
 * @throws {RangeError} when the limit is larger
 */
export function distanceWithin(marked: Uint8Array, { width, height }: Size, limit: number): Float32Array {
  const reach = Math.floor(limit);
  if (!(reach <= MOST)) throw new RangeError(`a distance of ${limit} pixels is too far to be looked for`);
  const none = reach + 1;
  const downs = new Uint16Array(width * height);
  for (let at = 0; at < downs.length; at += 1)
    downs[at] = marked[at] !== 0 ? 0 : at < width ? none : Math.min((downs[at - width] ?? none) + 1, none);
  for (let at = downs.length - width - 1; at >= 0; at -= 1) {
    const below = (downs[at + width] ?? none) + 1;
    if (below < (downs[at] ?? none)) downs[at] = below;
  }
  const distances = new Float32Array(downs.length).fill(FAR);
  const farthest = limit * limit;
  for (let start = 0; start < downs.length; start += width) {
    const end = start + width;
    /** Up to which place of the row something in reach was seen, and how far that reaches on. */
    let covered = start;
    for (let ahead = start; ahead < end; ahead += 1) {
      if (downs[ahead] === none) continue;
      const last = Math.min(ahead + reach, end - 1);
      for (let at = Math.max(covered, ahead - reach); at <= last; at += 1) {
        const own = downs[at] ?? none;
        let least = own === none ? Infinity : own * own;
        for (let aside = 1; aside <= reach && aside * aside < least; aside += 1) {
          const before = at - aside >= start ? (downs[at - aside] ?? none) : none;
          const after = at + aside < end ? (downs[at + aside] ?? none) : none;
          const nearer = before < after ? before : after;
          if (nearer === none) continue;
          const square = aside * aside + nearer * nearer;
          if (square < least) least = square;
        }
        if (least <= farthest) distances[at] = Math.sqrt(least);
      }
      covered = Math.max(covered, last + 1);
    }
  }
  return distances;
}
