/**
 * The process time of detection: the bundle that a hosted runner starts, and every git that it starts, on this repository's own
 * assets and episodes with another picture at the head. User and system time of the whole process tree, median of the runs.
 *
 *   npm run bench:detect [-- --json FILE]     FILE: { "medianMs", "runsMs", "goalMs" }
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { writeDurably } from '#engine/store/durable-file.ts';
import { lfsRepo } from '#test/lfs-repo.ts';

const RUNS = 11;
const GOAL_MS = 300;
const PROJECT = join(import.meta.dirname, '..', '..');

const { values } = parseArgs({ options: { json: { type: 'string' } } });
await using repo = await lfsRepo();
const base = await repo.commit('as it is', await filesBelow('assets', 'episodes'));
const picture = await readFile(join(PROJECT, 'scripts/test/fixtures/variants/hair_hue_m60.png'));
const head = await repo.commit('another picture', { 'assets/alpha-ref.png': picture });

const temp = await mkdtemp(join(tmpdir(), 'alpha-detect-'));
try {
  const event = join(temp, 'event.json');
  const own = { full_name: 'alpha/alpha-ref' };
  const pull = { base: { sha: base }, head: { sha: head, ref: 'redraw', repo: own } };
  await writeFile(event, JSON.stringify({ number: 1, pull_request: pull }));
  const env = {
    GITHUB_REPOSITORY: own.full_name,
    GITHUB_SERVER_URL: 'http://127.0.0.1:1',
    GITHUB_API_URL: 'http://127.0.0.1:1',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: event,
    GITHUB_SHA: head,
    GITHUB_REF: 'refs/pull/1/merge',
    GITHUB_WORKSPACE: repo.root,
    GITHUB_RUN_ID: '1',
    GITHUB_OUTPUT: join(temp, 'output'),
    GITHUB_STEP_SUMMARY: join(temp, 'summary.md'),
    RUNNER_TEMP: temp,
    INPUT_TOKEN: 'none',
    INPUT_RUNNERS: '1',
  };
  const runsMs: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    await writeFile(env.GITHUB_OUTPUT, '');
    await writeFile(env.GITHUB_STEP_SUMMARY, '');
    runsMs.push(await processTime(join(PROJECT, 'actions/dist/detect-changes.js'), env));
    const told = await readFile(env.GITHUB_STEP_SUMMARY, 'utf8');
    if (!told.includes('artifacts are stale')) throw new Error(`it did not detect the change:\n${told}`);
  }
  const medianMs = runsMs.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN;
  console.log(`detection: ${medianMs} ms of process time (${runsMs.join(', ')}); the goal is ${GOAL_MS}`);
  if (values.json !== undefined)
    await writeDurably(values.json, JSON.stringify({ medianMs, runsMs, goalMs: GOAL_MS }));
} finally {
  await rm(temp, { recursive: true, force: true });
}

/** Milliseconds of user and system time of one start and all its children, as the shell's `time` counts them. */
async function processTime(script: string, env: Readonly<Record<string, string>>): Promise<number> {
  const timed = 'TIMEFORMAT="%U %S"; time "$0" "$1" >/dev/null';
  const { stderr } = await execa('bash', ['-c', timed, process.execPath, script], { env });
  const [user = Number.NaN, system = Number.NaN] = (stderr.trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number);
  return Math.round((user + system) * 1000);
}

async function filesBelow(...folders: readonly string[]): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const folder of folders) {
    const entries = await readdir(join(PROJECT, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile() && !one.parentPath.endsWith('/seed'))) {
      const path = join(entry.parentPath, entry.name);
      files[path.slice(PROJECT.length + 1)] = await readFile(path);
    }
  }
  return files;
}
