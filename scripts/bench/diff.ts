/**
 * Measures the picture comparator against @blazediff/bin, @blazediff/core, reg-cli and pixelmatch with sharp, all in
 * one run, interleaved, medians: `npm run bench:diff [-- --json FILE] [--quick]`. Times depend on the machine and on
 * what else it does; the ratios of one run hold. Quick: 40 pairs once instead of 200 three times, nothing of 4096².
 *
 * Last on two shared cores (AMD EPYC, Node 24.21): 57 pairs/s, 2.6 × @blazediff/bin and 6.7 × reg-cli, 2.8 MB written,
 * 257 MB at the most; the comparison alone 75 × pixelmatch where every pixel moved and 5 × on a local change; 204 of 204
 * counts equal (@blazediff/bin: 169 of 200); an unchanged file in 0.17 ms.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { diff as blazediffCore } from '@blazediff/core';
import { execa } from 'execa';
import pixelmatch from 'pixelmatch';
import { z } from 'zod';
import { compareFiles } from '#media/compare/compare.ts';
import { workspace } from '#media/compare/kernel/workspace.ts';
import { readPicture } from '#media/picture-file.ts';
import type { Picture } from '#media/picture.ts';
import { type Change, type Corpus, corpus } from './diff-corpus.ts';
import { bytesBelow, type Tool } from './diff-tools.ts';

const { values } = parseArgs({
  options: { json: { type: 'string' }, quick: { type: 'boolean', default: false } },
});

const say = (line: string) => process.stdout.write(`${line}\n`);
const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
const round = (value: number, digits = 2) => Number(value.toFixed(digits));

const Once = z.object({
  counts: z.record(z.string(), z.number()),
  peakMb: z.number(),
  cpuSeconds: z.number(),
});

interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly megabytes: number;
  readonly counts: Readonly<Record<string, number>>;
}

async function runOnce(tool: Tool, folder: string): Promise<Run> {
  const out = await mkdtemp(join(tmpdir(), 'alpha-diff-out-'));
  try {
    const script = join(import.meta.dirname, 'diff-once.ts');
    const start = performance.now();
    const { stdout } = await execa(process.execPath, [script, tool, folder, out]);
    const seconds = (performance.now() - start) / 1000;
    return { ...Once.parse(JSON.parse(stdout)), seconds, megabytes: (await bytesBelow(out)) / 1e6 };
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

const TOOLS: readonly Tool[] = ['alpha', 'blazediff-bin', 'reg-cli', 'pixelmatch-sharp'];

/** Every tool in turn, `rounds` times. */
async function folderRuns({ folder, pairs }: Corpus, rounds: number): Promise<Map<Tool, Run[]>> {
  const runs = new Map<Tool, Run[]>(TOOLS.map((tool) => [tool, []]));
  for (let i = 0; i < rounds; i += 1) {
    for (const tool of TOOLS) runs.get(tool)?.push(await runOnce(tool, folder));
  }
  for (const [tool, list] of runs) {
    const seconds = median(list.map((run) => run.seconds));
    const spread = list.map((run) => run.seconds.toFixed(1)).join(' ');
    const last = list.at(-1);
    say(
      `${tool.padEnd(17)} ${seconds.toFixed(2).padStart(6)} s [${spread}]  ${(pairs.length / seconds).toFixed(1)} pairs/s  cpu ${last?.cpuSeconds.toFixed(1)} s  peak ${last?.peakMb.toFixed(0)} MB  wrote ${last?.megabytes.toFixed(1)} MB`,
    );
  }
  return runs;
}

/** `slight`: every pixel of a picture moved, none past the threshold. */
type Moved = Change | 'slight';

interface Step {
  readonly change: Moved;
  /** Times of pixelmatch and @blazediff/core by ours. */
  readonly toPixelmatch: number;
  readonly equal: boolean;
}

/** The comparison alone, pictures decoded, nothing drawn. */
function compareStep(change: Moved, before: Picture, after: Picture, repeats: number): Step {
  const { width, height } = before;
  const room = workspace(before);
  room.rgba('before').set(before.rgba);
  room.rgba('after').set(after.rgba);
  const times: Record<'ours' | 'pixelmatch' | 'core', number[]> = { ours: [], pixelmatch: [], core: [] };
  const timed = (name: keyof typeof times, work: () => number) => {
    const start = performance.now();
    const count = work();
    times[name].push(performance.now() - start);
    return count;
  };
  let counts: readonly number[] = [];
  for (let i = 0; i < repeats; i += 1) {
    counts = [
      timed('ours', () => room.count().counted),
      timed('pixelmatch', () =>
        pixelmatch(before.rgba, after.rgba, undefined, width, height, { threshold: 0.1 }),
      ),
      timed('core', () =>
        blazediffCore(before.rgba, after.rgba, undefined, width, height, { threshold: 0.1 }),
      ),
    ];
  }
  const [ours, theirs, core] = [median(times.ours), median(times.pixelmatch), median(times.core)];
  say(
    `${`${change} ${width}²`.padEnd(18)} ours ${ours.toFixed(2).padStart(7)} ms  pixelmatch ${theirs.toFixed(1).padStart(7)} ms (${(theirs / ours).toFixed(1)} ×)  @blazediff/core ${core.toFixed(1).padStart(7)} ms (${(core / ours).toFixed(1)} ×)  counts ${counts.join(' ')}`,
  );
  return { change, toPixelmatch: theirs / ours, equal: counts[0] === counts[1] };
}

async function compareSteps(
  { folder, pairs }: Corpus,
  changes: readonly Moved[],
  repeats: number,
): Promise<Step[]> {
  const steps: Step[] = [];
  for (const change of changes) {
    const pair = pairs.find((one) => one.change === (change === 'slight' ? 'global' : change));
    if (pair === undefined) continue;
    const read = (side: string) => readPicture(join(folder, side, pair.name));
    const before = await read('before');
    steps.push(
      compareStep(change, before, change === 'slight' ? slightly(before) : await read('after'), repeats),
    );
  }
  return steps;
}

const slightly = (picture: Picture): Picture => ({
  ...picture,
  rgba: picture.rgba.map((value, i) => value + ([7, 2, -7, 0][i % 4] ?? 0)),
});

/** Milliseconds for a file whose bytes did not change. */
async function unchanged({ folder, pairs }: Corpus): Promise<number> {
  const name = pairs.find(({ change }) => change === 'same-bytes')?.name ?? '';
  const [before, after] = [join(folder, 'before', name), join(folder, 'after', name)];
  const times: number[] = [];
  for (let i = 0; i < 41; i += 1) {
    const start = performance.now();
    await compareFiles({ medium: 'picture', before, after, outDir: join(folder, 'none') });
    times.push(performance.now() - start);
  }
  return median(times);
}

const CHANGES: readonly Moved[] = ['global', 'slight', 'local', 'smoothed'];
say('making the pictures (kept in the temporary folder) …');
const small = await corpus(values.quick ? 40 : 200, 1024);
const runs = await folderRuns(small, values.quick ? 1 : 3);
const steps = await compareSteps(small, CHANGES, values.quick ? 7 : 15);
const ours = runs.get('alpha')?.at(-1)?.counts ?? {};
const theirs = runs.get('pixelmatch-sharp')?.at(-1)?.counts ?? {};
let equal = small.pairs.filter(({ name }) => ours[name] === theirs[name]).length;
let of = small.pairs.length;
if (!values.quick) {
  const large = await corpus(3, 4096, ['global', 'local', 'smoothed']);
  const more = await compareSteps(large, CHANGES, 3);
  equal += more.filter((step) => step.equal).length;
  of += more.length;
}
const peer = runs.get('blazediff-bin')?.at(-1)?.counts ?? {};
say(
  `@blazediff/bin counts as pixelmatch does on ${small.pairs.filter(({ name }) => peer[name] === theirs[name]).length} of ${small.pairs.length} pairs`,
);

const secondsOf = (tool: Tool) => median((runs.get(tool) ?? []).map(({ seconds }) => seconds));
const stepOf = (change: Moved) => steps.find((step) => step.change === change)?.toPixelmatch ?? Number.NaN;
const result = {
  ratios: {
    folderToBlazediffBin: round(secondsOf('blazediff-bin') / secondsOf('alpha')),
    folderToRegCli: round(secondsOf('reg-cli') / secondsOf('alpha')),
    compareEveryPixel: round(stepOf('global')),
    compareLocal: round(stepOf('local')),
  },
  counts: { equal, of },
  peakMb: round(median((runs.get('alpha') ?? []).map(({ peakMb }) => peakMb)), 0),
  unchangedMs: round(await unchanged(small), 3),
};
say(JSON.stringify(result, undefined, 2));
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify(result, undefined, 2)}\n`);
}
process.exit(0);
