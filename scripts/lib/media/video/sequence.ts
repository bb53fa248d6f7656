import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import type { Standpoint } from '../mesh/splats.ts';
import type { SplatCloud } from '../splat/cloud.ts';
import { readSplat, writeSplat } from '../splat/ply.ts';
import { decodeZip, encodeZip } from '../zip/zip.ts';

/** A splat that moves: one cloud for each of some times that are spread evenly over a round. */
export interface SplatSequence {
  readonly periodSeconds: number;
  /**
   * All of one size when they come from one training; then one can be mixed into the next. A cloud that comes again is
   * the same object.
   */
  readonly clouds: readonly SplatCloud[];
  /** From where it is meant to be seen; y-up, the front faces +z. */
  readonly standpoint: Standpoint;
}

const Finite = z.number().min(-1e6).max(1e6);
const Index = z.strictObject({
  schema: z.literal('alpha-sequence/1'),
  periodSeconds: z.number().gt(0).max(3600),
  standpoint: z.strictObject({
    target: z.tuple([Finite, Finite, Finite]),
    distance: z.number().gt(0).max(1e6),
    focal: z.number().gt(0).max(1000),
  }),
  frames: z
    .array(z.strictObject({ file: z.string(), time: z.number().min(0).max(1) }))
    .min(1)
    .max(4096),
});

/** As 4DGaussians exports them: one file a time. */
const FOLDER = 'gaussian_pertimestamp';
const INDEX = 'sequence.json';
const LIMITS = { entries: 4200, bytes: 4 * 2 ** 30 };

/**
 * The bytes of a sequence: `gaussian_pertimestamp/time_00000.ply` and so on, each a 3D Gaussian splat, with
 * `sequence.json` beside it. Positions keep 15 bits of their fraction (a thirty-thousandth of the figure), colours
 * 9, shapes 6 or 7: what is cut off is below what can be seen, and the rest packs well.
 */
export function encodeSequence({ periodSeconds, clouds, standpoint }: SplatSequence): Uint8Array {
  // A motion that runs there and back has the same cloud twice, which is written once.
  const files = new Map<SplatCloud, string>();
  const frames = clouds.map((cloud, index) => {
    const file = files.get(cloud) ?? `${FOLDER}/time_${String(files.size).padStart(5, '0')}.ply`;
    files.set(cloud, file);
    return { file, time: Math.round((index / clouds.length) * 1e6) / 1e6 };
  });
  const { target, distance, lens } = standpoint;
  const index: z.input<typeof Index> = {
    schema: 'alpha-sequence/1',
    periodSeconds,
    standpoint: { target: [...target], distance, focal: lens.focal },
    frames,
  };
  const entries = new Map<string, Uint8Array>([
    [INDEX, new TextEncoder().encode(`${JSON.stringify(index, undefined, 1)}\n`)],
  ]);
  for (const [cloud, file] of files) entries.set(file, coarsened(writeSplat(cloud)));
  return encodeZip(entries, (path) => (path === INDEX ? 6 : 'runs'));
}

/** How many of the 23 bits of a fraction are cut off: position, normal, colour, opacity, scale, rotation. */
const CUT = [8, 8, 8, 8, 8, 8, 14, 14, 14, 14, 17, 17, 17, 16, 16, 16, 16] as const;

/** Sets the last bits of all numbers to 0, rounded to nearest. */
function coarsened(ply: Buffer): Buffer {
  const start = ply.indexOf('end_header\n') + 'end_header\n'.length;
  // Numbers of four bytes, wherever the header ends.
  const numbers = new Uint32Array((ply.byteLength - start) >> 2);
  const bytes = new Uint8Array(numbers.buffer);
  bytes.set(ply.subarray(start, start + bytes.byteLength));
  for (let at = 0; at < numbers.length; at += CUT.length)
    for (const [property, cut] of CUT.entries()) {
      const bits = numbers[at + property] ?? 0;
      numbers[at + property] = ((bits + (1 << (cut - 1))) >>> cut) << cut;
    }
  ply.set(bytes, start);
  return ply;
}

/**
 * Reads a sequence.
 *
 * @throws {UserError} `sequence-invalid`, `zip-invalid` or `splat-unreadable`, saying what is wrong
 */
export function decodeSequence(bytes: Uint8Array, name = 'the sequence'): SplatSequence {
  const { periodSeconds, standpoint, frames } = indexIn(bytes, name);
  const files = decodeZip(bytes, name, LIMITS);
  const read = new Map<string, SplatCloud>();
  const clouds = frames.map(({ file }) => {
    const cloud = read.get(file) ?? cloudIn(files, file, name);
    read.set(file, cloud);
    return cloud;
  });
  return { periodSeconds, clouds, standpoint };
}

/**
 * What a sequence begins with; the rest of it is not unpacked.
 *
 * @throws {UserError} as of `decodeSequence`
 */
export function beginningOf(
  bytes: Uint8Array,
  name = 'the sequence',
): Pick<SplatSequence, 'standpoint'> & { readonly cloud: SplatCloud } {
  const { standpoint, frames } = indexIn(bytes, name);
  const file = frames[0]?.file ?? '';
  const files = decodeZip(bytes, name, LIMITS, (path) => path === file);
  return { standpoint, cloud: cloudIn(files, file, name) };
}

function cloudIn(files: ReadonlyMap<string, Uint8Array>, file: string, name: string): SplatCloud {
  const ply = files.get(file);
  if (ply === undefined) throw invalid(name, `${file} is missing`);
  return readSplat(ply, `${name}: ${file}`);
}

function indexIn(bytes: Uint8Array, name: string) {
  const files = decodeZip(bytes, name, LIMITS, (path) => path === INDEX);
  const parsed = Index.safeParse(jsonOf(files.get(INDEX)));
  if (!parsed.success) throw invalid(name, `${INDEX}: ${z.prettifyError(parsed.error)}`, parsed.error);
  const { periodSeconds, frames, standpoint } = parsed.data;
  const { target, distance, focal } = standpoint;
  const lens = { focal, centre: { x: 0.5, y: 0.5 }, near: 0.01 };
  return { periodSeconds, frames, standpoint: { target, distance, lens } };
}

const invalid = (name: string, why: string, cause?: unknown) =>
  new UserError('sequence-invalid', `${name}: ${why}`, {
    hint: `It must hold ${INDEX} and the splats that it names.`,
    cause,
  });

function jsonOf(bytes: Uint8Array | undefined): unknown {
  try {
    return bytes && JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined; // the schema says that it is none
  }
}
