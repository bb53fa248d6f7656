import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { byCodeUnit } from '#core/json.ts';
import { writeWhole } from '../picture-file.ts';
import { type Carrier, page } from './document.ts';
import { gather, type Gathered, type Still } from './gather.ts';
import { pack, type Payload } from './payload.ts';
import { type Report, REPORT_LIMITS, type ReportLimits } from './report.ts';
import { pageScript, pageStyle, spaceScript } from './script.ts';

/** So many files are packed at once: each is held in memory whole. */
const AT_ONCE = 4;

/** Where a report lies. */
export interface WrittenReport {
  readonly form: 'page' | 'folder';
  /** Path of its `index.html`. */
  readonly index: string;
  /** All files, relative to the report's folder, `index.html` first. */
  readonly files: readonly string[];
  /** Of all files together. */
  readonly bytes: number;
}

/**
 * Writes a report that opens from a file, offline, in any browser of the last two years: one page with everything inside, or, above
 * `singleFileBytes`, a folder with a page and the files that it loads when they are looked at. The same report gives the same bytes.
 *
 * @param outDir made when it is missing; files of an earlier report in it are replaced, others are left alone
 */
export async function writeReport(
  report: Report,
  outDir: string,
  limits: ReportLimits = REPORT_LIMITS,
): Promise<WrittenReport> {
  const [style, script, gathered] = await Promise.all([pageStyle(), pageScript(), gather(report, limits)]);
  const space = await spaceFor(gathered);
  const writer = new Writer(outDir);
  const single = embeddedBytes(gathered) + (space?.length ?? 0) <= limits.singleFileBytes;
  const parts = single ? await inPage(gathered, space) : await inFolder(gathered, space, writer);
  await writer.write('index.html', page(report, gathered, { style, script, ...parts }));
  return {
    form: single ? 'page' : 'folder',
    index: join(outDir, 'index.html'),
    files: ['index.html', ...writer.files.filter((file) => file !== 'index.html').toSorted(byCodeUnit)],
    bytes: writer.bytes,
  };
}

interface Parts {
  readonly carriers: readonly Carrier[];
  readonly address: (still: Still) => string;
}

async function inPage({ payloads }: Gathered, space: string | null): Promise<Parts> {
  const carriers = await Promise.all(
    [...payloads.values()].map(async ({ id, type, path }): Promise<Carrier> => {
      const { packing, base64 } = await pack(await readFile(path));
      return { id, type, packing, text: base64, source: null };
    }),
  );
  if (space !== null) {
    const { packing, base64 } = await pack(Buffer.from(space));
    carriers.push({ id: 'space', type: 'text/javascript', packing, text: base64, source: null });
  }
  return {
    carriers,
    address: ({ type, bytes }) => `data:${type};base64,${Buffer.from(bytes).toString('base64')}`,
  };
}

/** A page that was opened from a file may not read its neighbours, but it may run them: so each file is a script that hands it over. */
async function inFolder({ cards, payloads }: Gathered, space: string | null, writer: Writer): Promise<Parts> {
  const carriers: Carrier[] = [];
  const limit = pLimit(AT_ONCE);
  carriers.push(
    ...(await Promise.all(
      [...payloads.values()].map((payload) => limit(() => carrierFile(payload, writer))),
    )),
  );
  if (space !== null) {
    await writer.write('files/space.js', space);
    carriers.push({
      id: 'space',
      type: 'text/javascript',
      packing: 'script',
      text: null,
      source: 'files/space.js',
    });
  }
  for (const still of stillsOf(cards)) await writer.write(stillFile(still), still.bytes);
  return { carriers, address: stillFile };
}

async function carrierFile({ id, type, path }: Payload, writer: Writer): Promise<Carrier> {
  const { packing, base64 } = await pack(await readFile(path));
  const source = `files/${id}.js`;
  await writer.write(source, `alphaFile(${JSON.stringify(id)},${JSON.stringify(base64)})\n`);
  return { id, type, packing, text: null, source };
}

const stillFile = ({ id, type }: Still): string => `files/${id}.${type.split('/')[1] ?? 'bin'}`;

function stillsOf(cards: Gathered['cards']): Still[] {
  const stills: Still[] = [];
  for (const { before, after, sheets } of cards.flatMap(({ files }) => files)) {
    if (before?.still) stills.push(before.still);
    if (after?.still) stills.push(after.still);
    stills.push(...sheets);
  }
  return stills;
}

/** Base64 takes four bytes for three. */
function embeddedBytes({ cards, payloads }: Gathered): number {
  const files = [...payloads.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  return (4 / 3) * (files + stillsOf(cards).reduce((sum, { bytes }) => sum + bytes.byteLength, 0));
}

async function spaceFor({ cards }: Gathered): Promise<string | null> {
  const viewers = new Set(cards.flatMap(({ files }) => files.map(({ viewer }) => viewer)));
  const splats = viewers.has('splat') || viewers.has('scene');
  return splats || viewers.has('mesh') ? spaceScript(splats) : null;
}

class Writer {
  readonly files: string[] = [];
  bytes = 0;
  readonly #folder: string;
  readonly #written = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async write(file: string, content: Uint8Array | string): Promise<void> {
    if (this.#written.has(file)) return;
    this.#written.add(file);
    const path = join(this.#folder, file);
    await mkdir(join(path, '..'), { recursive: true });
    await writeWhole(path, content);
    this.files.push(file);
    this.bytes += Buffer.byteLength(content);
  }
}
