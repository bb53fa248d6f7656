import type { Picture } from '../../picture.ts';

export interface PicturePair {
  readonly before: Picture;
  readonly after: Picture;
}

/**
 * Two small pictures of the kind that finds mistakes in a counter: few colours (so that neighbours are equal), blocks,
 * noise, opaque or with alpha, one pixel wide at times; the second differs here and there, a little or much.
 */
export function randomPair(next: (limit: number) => number): PicturePair {
  const shape = next(24);
  const width = 1 + next(shape === 0 ? 400 : shape < 3 ? 45 : 14);
  const height = 1 + next(shape > 0 && shape < 3 ? 37 : 12);
  const style = next(5);
  const opaque = next(2) === 0;
  const palette = Array.from({ length: 2 + next(6) }, () => colour(next, opaque));
  const pick = () => palette[next(palette.length)] ?? [0, 0, 0, 255];
  const block = (i: number) =>
    palette[(Math.floor(i / width / 3) + Math.floor((i % width) / 3)) % palette.length];
  const often = 1 + next(next(4) === 0 ? 80 : 6);
  const [before, after] = [
    new Uint8ClampedArray(width * height * 4),
    new Uint8ClampedArray(width * height * 4),
  ];
  for (let i = 0; i < width * height; i += 1) {
    const first = style < 2 ? pick() : style === 2 ? (block(i) ?? pick()) : colour(next, opaque);
    before.set(first, i * 4);
    after.set(next(often) === 0 ? moved(first, next, opaque, pick) : first, i * 4);
  }
  return { before: { width, height, rgba: before }, after: { width, height, rgba: after } };
}

type Colour = readonly number[];

const colour = (next: (limit: number) => number, opaque: boolean): Colour => [
  next(256),
  next(256),
  next(256),
  opaque || next(3) > 0 ? 255 : next(4) === 0 ? 0 : next(256),
];

function moved(from: Colour, next: (limit: number) => number, opaque: boolean, pick: () => Colour): Colour {
  if (next(2) === 0) return pick();
  const reach = next(3) === 0 ? 160 : 40;
  return from.map((value, channel) =>
    channel === 3 && (opaque || next(2) === 0)
      ? value
      : Math.min(255, Math.max(0, value + next(2 * reach) - reach)),
  );
}
