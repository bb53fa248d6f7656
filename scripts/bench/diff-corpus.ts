import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { unreachable } from '#core/errors.ts';
import { randomly } from '#media/compare/random.ts';

/** What happened between the two pictures of a pair. */
export type Change = 'same-bytes' | 'same-pixels' | 'local' | 'global' | 'smoothed';

export interface CorpusPair {
  readonly name: string;
  readonly change: Change;
}

export interface Corpus {
  /** Holds `before/NAME` and `after/NAME`. */
  readonly folder: string;
  readonly pairs: readonly CorpusPair[];
}

/** Of twenty pairs: four with the same bytes, four with the same pixels, six local, three global, three of lines. */
const MIX: readonly Change[] = [
  'same-bytes',
  'same-pixels',
  'local',
  'smoothed',
  'global',
  'local',
  'same-pixels',
  'same-bytes',
  'local',
  'global',
  'smoothed',
  'same-pixels',
  'local',
  'same-bytes',
  'global',
  'local',
  'smoothed',
  'same-pixels',
  'local',
  'same-bytes',
];

/**
 * Pictures as cameras make them (soft noise, soft shapes, sensor noise) or of thin smoothed lines, in pairs; made once
 * and kept in the temporary folder, the same for everyone.
 */
export async function corpus(count: number, side: number, mix: readonly Change[] = MIX): Promise<Corpus> {
  const folder = join(tmpdir(), `alpha-diff-corpus-2-${count}x${side}`);
  const pairs = Array.from({ length: count }, (_, i) => ({
    name: `${String(i).padStart(3, '0')}.png`,
    change: mix[i % mix.length] ?? 'local',
  }));
  const ready = await access(folder).then(
    () => true,
    () => false,
  );
  if (ready) return { folder, pairs };
  const partial = `${folder}.${process.pid}`;
  await mkdir(join(partial, 'before'), { recursive: true });
  await mkdir(join(partial, 'after'), { recursive: true });
  for (const [index, { name, change }] of pairs.entries()) {
    const { before, after } = await pairOf(index, change, side);
    await writeFile(join(partial, 'before', name), before);
    await writeFile(join(partial, 'after', name), after);
  }
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
  return { folder, pairs };
}

async function pairOf(
  index: number,
  change: Change,
  side: number,
): Promise<{ before: Buffer; after: Buffer }> {
  if (change === 'smoothed') {
    return {
      before: await encode(await lines(index, side, 0), side),
      after: await encode(await lines(index, side, 0.3), side),
    };
  }
  const rgb = photo(index, side);
  const before = await encode(rgb, side);
  switch (change) {
    case 'same-bytes':
      return { before, after: before };
    case 'same-pixels':
      return { before, after: await encode(rgb, side, { compressionLevel: 9, adaptiveFiltering: false }) };
    case 'local':
      return { before, after: await encode(patched(rgb, index, side), side) };
    case 'global':
      return { before, after: await encode(shifted(rgb, [60, 40, -40]), side) };
    default:
      return unreachable(change);
  }
}

const encode = (
  rgb: Uint8Array,
  side: number,
  options: { compressionLevel: number; adaptiveFiltering: boolean } = {
    compressionLevel: 6,
    adaptiveFiltering: true,
  },
) =>
  sharp(rgb, { raw: { width: side, height: side, channels: 3 } })
    .png(options)
    .toBuffer();

/** Two octaves of value noise, some soft discs, and grain. */
function photo(index: number, side: number): Uint8Array {
  const next = randomly(1000 + index);
  const cells = 17;
  const knots = Float32Array.from({ length: cells * cells * 3 }, () => next(200) + 20);
  const discs = Array.from({ length: 6 }, () => ({
    x: next(side),
    y: next(side),
    r: side / 12 + next(side / 6),
    c: [next(120) - 60, next(120) - 60, next(120) - 60] as const,
  }));
  const grain = Uint8Array.from({ length: 65_536 }, () => (next(8) + next(8)) >> 1);
  const rgb = new Uint8Array(side * side * 3);
  const scale = (cells - 1) / side;
  const offset = next(65_536);
  for (let y = 0, i = 0; y < side; y += 1) {
    const [cy, fy] = [Math.floor(y * scale), (y * scale) % 1];
    for (let x = 0; x < side; x += 1) {
      const [cx, fx] = [Math.floor(x * scale), (x * scale) % 1];
      let near = 0;
      let tint: readonly number[] = [0, 0, 0];
      for (const { x: dx, y: dy, r, c } of discs) {
        const closeness = 1 - ((x - dx) ** 2 + (y - dy) ** 2) / (r * r);
        if (closeness > near) [near, tint] = [closeness, c];
      }
      const knot = (cy * cells + cx) * 3;
      for (let c = 0; c < 3; c += 1, i += 1) {
        const at = (k: number) => knots[knot + k + c] ?? 0;
        const above = at(0) + (at(3) - at(0)) * fx;
        const below = at(cells * 3) + (at(cells * 3 + 3) - at(cells * 3)) * fx;
        const value =
          above + (below - above) * fy + near * (tint[c] ?? 0) + (grain[(i + offset) & 65_535] ?? 0);
        rgb[i] = Math.min(255, Math.max(0, value));
      }
    }
  }
  return rgb;
}

/** Half a per cent of the picture, painted over. */
function patched(rgb: Uint8Array, index: number, side: number): Uint8Array {
  const out = rgb.slice();
  const patch = Math.round(side * Math.sqrt(0.005));
  const next = randomly(7 + index);
  const [left, top] = [next(side - patch), next(side - patch)];
  for (let y = top; y < top + patch; y += 1) {
    for (let i = (y * side + left) * 3; i < (y * side + left + patch) * 3; i += 1)
      out[i] = (out[i] ?? 0) ^ 0xa0;
  }
  return out;
}

/** Every pixel moved by one step a channel, all of it inside the range. */
function shifted(rgb: Uint8Array, by: readonly [number, number, number]): Uint8Array {
  return rgb.map((value, i) => Math.min(255, Math.max(0, value + (by[i % 3] ?? 0))));
}

/** Smoothed lines and rings on plain ground; `shift` moves half of them by a part of a pixel, and adds a few. */
async function lines(index: number, side: number, shift: number): Promise<Uint8Array> {
  const next = randomly(500 + index);
  const shapes: string[] = [];
  const count = Math.round((side * side) / 4000);
  for (let i = 0; i < count; i += 1) {
    const move = i % 2 === 0 ? shift : 0;
    const [x, y] = [next(side) + move, next(side) + move];
    const ink = `#${(next(0x60_60_60) + 0x10_10_10).toString(16).padStart(6, '0')}`;
    if (i % 3 === 0)
      shapes.push(`<circle cx="${x}" cy="${y}" r="${3 + next(12)}" fill="none" stroke="${ink}"/>`);
    else
      shapes.push(
        `<path d="M${x} ${y}l${next(40) - 20} ${next(30) - 15}" stroke="${ink}" stroke-width="1.5"/>`,
      );
    const [left, top] = [next(side), next(side)];
    if (shift > 0 && i % 40 === 0)
      shapes.push(`<rect x="${left}" y="${top}" width="9" height="7" fill="${ink}"/>`);
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="100%" height="100%" fill="#f4f1ea"/>${shapes.join('')}</svg>`;
  return sharp(Buffer.from(svg), { unlimited: true }).removeAlpha().raw().toBuffer();
}
