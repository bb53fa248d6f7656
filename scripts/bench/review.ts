/**
 * Measures what the review of a change takes, medium by medium and as a whole: `node scripts/bench/review.ts [--json FILE] [--quick]`.
 * The change is blue hair; its artifacts are those that the preview backends make of both references. Each comparison runs in a
 * process of its own; its processor time and memory are those of its whole tree, Chromium and ffmpeg among them, and are held
 * to what the comparators promise (`scripts/lib/media/compare/bounds.ts`). Peers run on the same pair in the same round: ffmpeg's
 * ssim filter for film, sharp with pixelmatch for pictures; there is none for the others. Quick: one round, not three.
 *
 * Last on two shared cores (AMD EPYC, Node 24.21), processor seconds and 10⁶ bytes at the most: picture 0.7 and 165 (sharp with
 * pixelmatch 0.6), mesh 5.6 and 953, splat 2.3 and 316, sequence 1.3 and 270, training set 1.1 and 281, talk of 32 s 2.6 and 330
 * (ffmpeg's ssim 0.9), episode of 34 s 1.8 and 301 (1.3), voice 1.3 and 223, text and tokens 0.5; the whole change with its report
 * 19 and 1170, 92 MB as a folder. Four views of the splat: our rasteriser 0.8, Spark on SwiftShader 19.
 *
 * Exit codes: 0 every bound holds, 1 one does not.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { boundOf } from '#media/compare/bounds.ts';
import { probe } from '#media/compare/media-tool.ts';
import { readPicture } from '#media/picture-file.ts';
import { measured, type Taken } from './process-tree.ts';
import { asMade, type Made, type Variant, variants } from './review-variants.ts';

const { values } = parseArgs({
  options: { json: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
const ROUNDS = values.quick ? 1 : 3;
const PROJECT = join(import.meta.dirname, '..', '..');
const ONCE = join(import.meta.dirname, 'review-once.ts');

const say = (line: string) => process.stdout.write(`${line}\n`);
const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
const round = (value: number, digits = 2) => Number(value.toFixed(digits));

interface Pair {
  readonly name: string;
  readonly before: Made;
  readonly after: Made;
}

/** Of each medium one; of film the long talk and the episode. Voices do not follow the picture: two episodes are compared, and their texts; one
 * corner of the voice's tokens is another. */
async function pairsOf(before: Variant, after: Variant, folder: string): Promise<Pair[]> {
  const pair = (name: string, was = before.get(name), is = after.get(name)): Pair => {
    if (was === undefined || is === undefined) throw new Error(`${name} was not built`);
    return { name, before: was, after: is };
  };
  const narration = (episode: string) =>
    asMade(join(PROJECT, `episodes/alpha_d13_${episode}/narration.txt`), 'text');
  const [tokens, spoilt] = [join(PROJECT, 'assets/ref_alpha.npy'), join(folder, 'other.npy')];
  const bytes = await readFile(tokens);
  await writeFile(spoilt, bytes.fill(1, bytes.length - 64));
  const voice = (episode: string) => before.get(`voice/alpha_d13_${episode}/voice`);
  return [
    pair('stills/still-1'),
    pair('mesh/mesh'),
    pair('splat/splat'),
    pair('scene/sequence'),
    pair('scene/dataset'),
    pair('talk/alpha_d13_episode72/talk'),
    pair('video/alpha_d13_episode72/video'),
    pair('voice', voice('episode72'), voice('episode73')),
    pair('narration', await narration('episode72'), await narration('episode73')),
    pair('tokens', await asMade(tokens, 'tokens'), await asMade(spoilt, 'tokens')),
  ];
}

const asked = ({ name, before, after }: Pair) => ({
  name,
  medium: before.medium,
  before: before.path,
  after: after.path,
  digests: { before: before.digest, after: after.digest },
});

const once = (job: unknown): Promise<Taken> =>
  measured(process.execPath, ['--disable-warning=ExperimentalWarning', ONCE, JSON.stringify(job)]);

/** Millions: of pixels of both pictures, of bytes of both files, of pixels of all frames of the longer film; seconds of the longer sound. */
async function amountOf({ before, after }: Pair): Promise<number> {
  if (before.medium === 'picture') {
    const { width, height } = await readPicture(before.path);
    return (2 * width * height) / 1e6;
  }
  if (before.medium !== 'video' && before.medium !== 'sound') return (before.size + after.size) / 1e6;
  const facts = [await probe(before.path), await probe(after.path)];
  const amounts = facts.map(({ seconds, video }) =>
    before.medium === 'sound' || video === undefined
      ? seconds
      : (seconds * video.fps * video.width * video.height) / 1e6,
  );
  return Math.max(...amounts);
}

async function peerOf({ before, after }: Pair): Promise<{ name: string; taken: Taken } | undefined> {
  const sides = { before: before.path, after: after.path };
  if (before.medium === 'picture') {
    return { name: 'sharp + pixelmatch', taken: await once({ job: 'pixelmatch', ...sides }) };
  }
  if (before.medium !== 'video') return undefined;
  const graph = '[0:v][1:v]ssim=stats_file=-';
  const options = ['-v', 'error', '-i', sides.before, '-i', sides.after, '-lavfi', graph, '-f', 'null', '-'];
  return { name: 'ffmpeg ssim', taken: await measured('ffmpeg', options) };
}

interface Row {
  readonly name: string;
  readonly medium: string;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMb: number;
  readonly bound: { readonly cpuSeconds: number; readonly peakMb: number };
  readonly holds: boolean;
  readonly peer: { readonly name: string; readonly cpuSeconds: number } | null;
}

async function rowOf(pair: Pair, canonical: string, folder: string): Promise<Row> {
  const own: Taken[] = [];
  const peers: { name: string; taken: Taken }[] = [];
  for (let at = 0; at < ROUNDS; at += 1) {
    const out = join(folder, `${pair.name.replaceAll('/', '-')}-${at}`);
    own.push(await once({ job: 'compare', pairs: [asked(pair)], canonical, out }));
    const peer = await peerOf(pair);
    if (peer !== undefined) peers.push(peer);
  }
  const of = (key: 'cpuSeconds' | 'wallSeconds' | 'peakMb') => median(own.map((taken) => taken[key]));
  const bound = boundOf(pair.before.medium, await amountOf(pair));
  const row: Row = {
    name: pair.name,
    medium: pair.before.medium,
    cpuSeconds: round(of('cpuSeconds')),
    wallSeconds: round(of('wallSeconds')),
    peakMb: round(of('peakMb'), 0),
    bound: { cpuSeconds: round(bound.cpuSeconds), peakMb: round(bound.peakMb, 0) },
    holds: of('cpuSeconds') <= bound.cpuSeconds && of('peakMb') <= bound.peakMb,
    peer:
      peers[0] === undefined
        ? null
        : {
            name: peers[0].name,
            cpuSeconds: round(median(peers.map(({ taken }) => taken.cpuSeconds))),
          },
  };
  const peer = row.peer === null ? '' : `  ${row.peer.name} ${row.peer.cpuSeconds.toFixed(2)} s`;
  say(
    `${row.name.padEnd(32)} cpu ${row.cpuSeconds.toFixed(2).padStart(6)} s (bound ${row.bound.cpuSeconds.toFixed(1)})  wall ${row.wallSeconds.toFixed(2).padStart(6)} s  peak ${String(row.peakMb).padStart(5)} MB (bound ${row.bound.peakMb})  ${row.holds ? 'holds' : 'DOES NOT HOLD'}${peer}`,
  );
  return row;
}

const Written = z.object({ bytes: z.number(), form: z.string() });

say('building both variants (kept in .alpha/bench-review) …');
const { before, after } = await variants();
const canonical = after.get('canon/picture')?.path ?? '';
const folder = await mkdtemp(join(tmpdir(), 'alpha-bench-review-'));
try {
  const rows: Row[] = [];
  for (const pair of await pairsOf(before, after, folder)) rows.push(await rowOf(pair, canonical, folder));
  const moved = [...before].flatMap(([name, was]) => {
    const is = after.get(name);
    return is === undefined || is.digest === was.digest ? [] : [asked({ name, before: was, after: is })];
  });
  const whole = await once({ job: 'report', pairs: moved, canonical, out: join(folder, 'whole') });
  const report = Written.parse(JSON.parse(whole.stdout));
  say(
    `the whole change, ${moved.length} files, with its report: cpu ${whole.cpuSeconds.toFixed(1)} s  wall ${whole.wallSeconds.toFixed(1)} s  peak ${whole.peakMb.toFixed(0)} MB  report ${(report.bytes / 1e6).toFixed(1)} MB (${report.form})`,
  );
  const splat = after.get('splat/splat')?.path ?? '';
  const own = await once({ job: 'draw', file: splat, drawer: 'processor' });
  const spark = await once({ job: 'draw', file: splat, drawer: 'software' });
  say(
    `four views of the splat: own rasteriser cpu ${own.cpuSeconds.toFixed(2)} s  Spark on SwiftShader cpu ${spark.cpuSeconds.toFixed(2)} s`,
  );
  const result = {
    media: rows,
    whole: {
      files: moved.length,
      cpuSeconds: round(whole.cpuSeconds),
      wallSeconds: round(whole.wallSeconds),
      peakMb: round(whole.peakMb, 0),
      reportMb: round(report.bytes / 1e6, 1),
    },
    splatViews: { ownCpuSeconds: round(own.cpuSeconds), sparkCpuSeconds: round(spark.cpuSeconds) },
  };
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(result, undefined, 2)}\n`);
  process.exitCode = rows.every(({ holds }) => holds) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
