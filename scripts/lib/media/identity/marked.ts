import sharp from 'sharp';
import type { Point } from '../face/landmarks.ts';
import { sampled } from '../face/sample.ts';
import { isPortrait } from './measure.ts';
import { LABEL, placer } from './regions.ts';
import type { Sight } from './sight.ts';
import { SIDE } from './view.ts';

/** Colours of the outlines that mark regions. */
export const MARKS = { hair: '#ff5cf4', skin: '#ffc24a', garment: '#35e0d4', other: '#ff2d55' } as const;

const RGB: ReadonlyMap<number, readonly [number, number, number]> = new Map([
  [LABEL.hair, [0xff, 0x5c, 0xf4]],
  [LABEL.skin, [0xff, 0xc2, 0x4a]],
  [LABEL.garment, [0x35, 0xe0, 0xd4]],
]);

/** What of a view is another than on the canonical picture. */
export interface Differences {
  /** The way of each point of the mesh that no pose explains, drawn `stretch` times as long, in pixels of the view. */
  readonly ways: readonly Point[];
  readonly stretch: number;
  /** Pixels of the view whose cloth has another colour. */
  readonly cloth: readonly number[];
  /** Pixels of the view where hair is gone, or has come. */
  readonly hair: readonly number[];
}

/** A view at `side × side` pixels with its regions outlined, the 68 landmarks dotted and its differences marked, as PNG. */
export async function markedView(sight: Sight, side: number, differences?: Differences): Promise<Buffer> {
  const { rgb } = sampled(sight.picture, sight.view.square, side);
  const pixels = Uint8Array.from(rgb, (value) => Math.round(value));
  const base = sharp(pixels, { raw: { width: side, height: side, channels: 3 } });
  if (!isPortrait(sight)) return base.png({ compressionLevel: 9 }).toBuffer();
  const { labels } = sight.head.regions;
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const at = (u: number, v: number) =>
        labels[
          Math.min(Math.max(Math.floor((v * SIDE) / side), 0), SIDE - 1) * SIDE +
            Math.min(Math.max(Math.floor((u * SIDE) / side), 0), SIDE - 1)
        ];
      const here = at(x, y);
      const colour = RGB.get(here ?? LABEL.background);
      if (colour === undefined) continue;
      const edge = [at(x - 2, y), at(x + 2, y), at(x, y - 2), at(x, y + 2)].some((other) => other !== here);
      if (edge) pixels.set(colour, (y * side + x) * 3);
    }
  }
  const place = placer(sight.view);
  const scale = side / SIDE;
  const dots = sight.head.face.landmarks
    .map(place)
    .map(({ x, y }) => `<circle cx="${(x * scale).toFixed(1)}" cy="${(y * scale).toFixed(1)}" r="2"/>`);
  const lines = (differences?.ways ?? []).flatMap(({ x, y }, index) => {
    const from = sight.head.mesh[index];
    if (from === undefined || index % 3 !== 0) return [];
    const [dx, dy] = [x * (differences?.stretch ?? 1), y * (differences?.stretch ?? 1)];
    return [
      `M${((from.x - dx) * scale).toFixed(1)} ${((from.y - dy) * scale).toFixed(1)}L${(from.x * scale).toFixed(1)} ${(from.y * scale).toFixed(1)}`,
    ];
  });
  const spots = [...(differences?.cloth ?? []), ...(differences?.hair ?? [])].map((index) => {
    const [x, y] = [((index % SIDE) + 0.5) * scale, (Math.floor(index / SIDE) + 0.5) * scale];
    return `M${(x - 2).toFixed(1)} ${(y + 2).toFixed(1)}l4 -4`;
  });
  const overlay = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><path d="${spots.join('')}" stroke="${MARKS.other}" stroke-width="1.6" stroke-opacity=".85"/><path d="${lines.join('')}" stroke="${MARKS.other}" stroke-width="1.5" fill="none"/><g fill="#fff" stroke="#000" stroke-width=".6">${dots.join('')}</g></svg>`;
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .composite([{ input: Buffer.from(overlay) }])
    .png({ compressionLevel: 9 })
    .toBuffer();
}
