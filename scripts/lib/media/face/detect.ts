import type { Picture } from '../picture.ts';
import type { Nets } from './nets.ts';
import { ranged, sampled, type Square } from './sample.ts';

/** A face as the detector sees it, in pixels of the picture. */
export interface Sighting extends Square {
  /** 0 to 1. */
  readonly confidence: number;
}

const INPUT = 256;
/** Of the detector's answers below it about none is a face; those above are asked again by the mesh network. */
const CONFIDENT = 0.4;
/** Two boxes that share more of their area than this are one face. */
const SAME = 0.3;

/** The cells of the two grids on which the detector answers: 16 × 16 and 8 × 8, two answers each (centres in pixels of its input). */
const CELLS: readonly (readonly [number, number])[] = [16, 32].flatMap((stride) => {
  const across = INPUT / stride;
  const answers = stride === 16 ? 2 : 6;
  return Array.from({ length: across * across * answers }, (_, index) => {
    const cell = Math.floor(index / answers);
    return [((cell % across) + 0.5) * stride, (Math.floor(cell / across) + 0.5) * stride] as const;
  });
});

/**
 * Faces of a picture, the most confident first. A picture without one is searched again in five tiles of 0.6 of its
 * size, so that a small face in a wide frame is found too.
 */
export function sightings(picture: Picture, nets: Nets): Sighting[] {
  const side = Math.max(picture.width, picture.height);
  const whole: Square = { x: picture.width / 2, y: picture.height / 2, side, angle: 0 };
  const found = within(picture, whole, nets);
  if (found.length > 0) return found;
  const tile = side * 0.6;
  const reach = (length: number) => (length > tile ? [tile / 2, length - tile / 2] : [length / 2]);
  const tiles = reach(picture.height).flatMap((y) =>
    reach(picture.width).map((x): Square => ({ x, y, side: tile, angle: 0 })),
  );
  return distinct([...tiles, { ...whole, side: tile }].flatMap((square) => within(picture, square, nets)));
}

function within(picture: Picture, square: Square, nets: Nets): Sighting[] {
  const { scores, offsets } = nets.detect(ranged(sampled(picture, square, INPUT), -1, 1));
  const scale = square.side / INPUT;
  const left = square.x - square.side / 2;
  const top = square.y - square.side / 2;
  const found: Sighting[] = [];
  for (const [index, [cx, cy]] of CELLS.entries()) {
    const confidence = 1 / (1 + Math.exp(-(scores[index] ?? -100)));
    if (confidence < CONFIDENT) continue;
    const offset = (at: number) => offsets[index * 16 + at] ?? 0;
    // Offsets: centre, size, then right eye, left eye, nose, mouth, right ear, left ear (the person's right).
    const angle = Math.atan2(offset(7) - offset(5), offset(6) - offset(4));
    found.push({
      x: left + (cx + offset(0)) * scale,
      y: top + (cy + offset(1)) * scale,
      side: Math.max(offset(2), offset(3)) * scale,
      angle,
      confidence,
    });
  }
  return distinct(found);
}

function distinct(found: readonly Sighting[]): Sighting[] {
  const kept: Sighting[] = [];
  for (const one of found.toSorted((a, b) => b.confidence - a.confidence || a.x - b.x || a.y - b.y)) {
    if (kept.every((other) => overlap(one, other) < SAME)) kept.push(one);
  }
  return kept;
}

/** Shared area of two squares (their turn left out) as a share of the area that they cover together. */
function overlap(a: Square, b: Square): number {
  const shared = (at: 'x' | 'y') =>
    Math.max(
      0,
      Math.min(a[at] + a.side / 2, b[at] + b.side / 2) - Math.max(a[at] - a.side / 2, b[at] - b.side / 2),
    );
  const both = shared('x') * shared('y');
  return both / (a.side ** 2 + b.side ** 2 - both);
}
