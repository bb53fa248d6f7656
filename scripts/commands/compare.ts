import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import pLimit from 'p-limit';
import { messageOf, UserError } from '#core/errors.ts';
import { byCodeUnit } from '#core/json.ts';
import { LOCK_PATH, parseLock } from '#core/lock.ts';
import type { Lock, Output } from '#core/lock.ts';
import { ArtifactName } from '#core/names.ts';
import type { Medium } from '#core/names.ts';
import { short } from '#core/oid.ts';
import type { CommitId, Oid } from '#core/oid.ts';
import type { FileVerdict, Measure } from '#core/verdict.ts';
import { ask } from '#engine/repository/git.ts';
import { commitOf } from '#engine/repository/history.ts';
import { readFiles, treeFiles } from '#engine/repository/tree.ts';
import { contentsOf, ifThere } from '#engine/store/durable-file.ts';
import { compareFiles } from '#media/compare/compare.ts';
import { groupVerdicts } from '#media/compare/group.ts';
import type { VerdictGroup } from '#media/compare/group.ts';
import { writeReport } from '#media/report/write-report.ts';
import { isKnown, mediumOf } from './medium.ts';
import { openStore } from './places.ts';
import { EXIT, table } from './terminal.ts';
import type { Answer } from './terminal.ts';
import { openWorkspace } from './workspace.ts';

const MAX_LOCK_BYTES = 64_000_000;

/** One side of something that is compared. */
interface Side {
  readonly path: string;
  readonly digest: Oid;
}

interface Pair {
  readonly name: string;
  /** Of what the lock of a commit holds: the declaration that it comes from. */
  readonly family?: string;
  readonly medium: Medium;
  readonly before: Side | undefined;
  readonly after: Side | undefined;
}

/** Bytes that cannot be had, so that nothing is said of them. */
interface Missing {
  readonly name: string;
  readonly digest: Oid;
  readonly why: string;
}

interface Pairs {
  readonly pairs: readonly Pair[];
  readonly missing: readonly Missing[];
  /** Of commits: outputs with one digest on both sides, which nobody fetches. */
  readonly untouched: number;
}

interface Compared extends Pair {
  readonly verdict: FileVerdict;
  readonly panels: string;
}

export interface CompareOptions {
  /** Folder of the report; none is written when left out. */
  readonly report: string | undefined;
  /** How many pairs are compared at once. */
  readonly jobs: number;
}

/**
 * Compares two files, two folders, or what the locks of two commits hold.
 *
 * @throws {UserError} `argument-missing`; `file-missing` when one is a path and the other nothing; `no-such-commit`
 */
export async function compare(
  first: string,
  second: string | undefined,
  { report: reportTo, jobs }: CompareOptions,
): Promise<Answer> {
  if (second === undefined)
    throw new UserError('argument-missing', 'Two files, folders or commits are needed', {
      hint: 'As in `alpha compare before.png after.png`; with --to-canon one is enough.',
    });
  const scratch = await mkdtemp(join(tmpdir(), 'alpha-compare-'));
  try {
    const there = await Promise.all([first, second].map((path) => ifThere(stat(path))));
    const { pairs, missing, untouched } = there.every((one) => one === undefined)
      ? await ofCommits(first, second, join(scratch, 'files'))
      : { pairs: await ofPaths(first, second), missing: [], untouched: 0 };
    const limit = pLimit(jobs);
    const all = await Promise.all(
      pairs.map((pair, index) => limit(() => compared(pair, join(scratch, 'panels', String(index))))),
    );
    const report = reportTo === undefined ? undefined : await reportOf(all, first, second, reportTo);
    return told({ all, missing, untouched, report });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function compared(pair: Pair, panels: string): Promise<Compared> {
  const { medium, before, after } = pair;
  const verdict = await compareFiles({ medium, before: before?.path, after: after?.path, outDir: panels });
  return { ...pair, panels, verdict };
}

/** Six digits and the unit. */
export const sayMeasure = ({ value, unit }: Measure): string => `${Number(value.toPrecision(6))} ${unit}`;

function told(of: {
  all: readonly Compared[];
  missing: readonly Missing[];
  untouched: number;
  report: string | undefined;
}): Answer {
  const { all, missing, untouched, report } = of;
  const differ = all.filter(({ verdict }) => verdict.kind !== 'equal');
  const groups = groupVerdicts(differ);
  const count = all.length + untouched;
  const text = [
    ...table(groups.map(({ first, members }) => [first.verdict.kind, named(members), first.verdict.finding])),
    ...figuresOf(groups[0]?.first.verdict),
    ...table(missing.map(({ name, digest, why }) => ['not compared', name, short(digest), why])),
    differ.length > 0
      ? `${differ.length} of ${count} differ.`
      : `Nothing${missing.length > 0 ? ' else' : ''} differs (${count} compared).`,
    ...(missing.length === 0 ? [] : [`${missing.length} could not be compared: their bytes are not here.`]),
    ...(report === undefined ? [] : [`The report: ${report}`]),
  ];
  const equal = differ.length === 0 && missing.length === 0;
  return {
    json: {
      equal,
      report: report ?? null,
      untouched,
      files: all.map(({ name, medium, verdict }) => ({ name, medium, verdict })),
      groups: groups.map(({ members }) => members.map(({ name }) => name)),
      missing,
    },
    text,
    exit: equal ? EXIT.ok : EXIT.no,
  };
}

/** Who drew it and its measures, a line each. */
const figuresOf = (verdict: FileVerdict | undefined): string[] =>
  (verdict?.renderer === undefined ? [] : [`  drawn by: ${verdict.renderer}`]).concat(
    (verdict?.measures ?? []).map((measure) => `  ${measure.label}: ${sayMeasure(measure)}`),
  );

/** `stills/1.png`, or `stills/1.png and 39 alike`. */
const named = ([first, ...alike]: VerdictGroup['members']): string =>
  alike.length === 0 ? (first?.name ?? '') : `${first?.name ?? ''} and ${alike.length} alike`;

async function ofPaths(first: string, second: string): Promise<Pair[]> {
  const [was, is] = [await filesBelow(first), await filesBelow(second)];
  const pairs: Pair[] = [];
  for (const name of [...new Set([...was.keys(), ...is.keys()])].toSorted(byCodeUnit)) {
    const [before, after] = [was.get(name), is.get(name)];
    pairs.push({
      name: name === 'file' ? second : name,
      medium: mediumOf(after ?? before ?? ''),
      before: await sideOf(before),
      after: await sideOf(after),
    });
  }
  return pairs;
}

const sideOf = async (path: string | undefined): Promise<Side | undefined> =>
  path === undefined ? undefined : { path, digest: (await contentsOf(path)).digest };

/** Files by their path below a folder; a single file stands under its kind alone, so that two names may differ. */
async function filesBelow(path: string): Promise<Map<string, string>> {
  const there = await ifThere(stat(path));
  if (there === undefined)
    throw new UserError('file-missing', `${path} is not there`, {
      hint: 'Name a file or folder that exists.',
    });
  if (there.isFile()) return new Map([['file', resolve(path)]]);
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const known = files.filter((file) => isKnown(file));
  return new Map(known.map((file) => [relative(path, file), resolve(file)]));
}

/** What the locks of two commits hold and is not the same: its bytes from this user's store, or from the remote. */
async function ofCommits(first: string, second: string, folder: string): Promise<Pairs> {
  const { root } = await openWorkspace();
  const [was, is] = [
    outputsOf(await lockAt(root, await commitOf(root, first))),
    outputsOf(await lockAt(root, await commitOf(root, second))),
  ];
  const store = await openStore(root);
  await mkdir(folder, { recursive: true });
  const missing: Missing[] = [];
  const fetched = async (name: string, output: Output | undefined): Promise<Side | undefined> => {
    if (output === undefined) return undefined;
    const path = join(folder, output.digest);
    try {
      await store.get(output, path);
      return { path, digest: output.digest };
    } catch (cause) {
      if (!(cause instanceof UserError)) throw cause;
      missing.push({ name, digest: output.digest, why: messageOf(cause) });
      return undefined;
    }
  };
  const pairs: Pair[] = [];
  let untouched = 0;
  for (const name of [...new Set([...was.keys(), ...is.keys()])].toSorted(byCodeUnit)) {
    const [before, after] = [was.get(name), is.get(name)];
    const medium = (after ?? before)?.medium;
    if (before?.digest === after?.digest || medium === undefined) {
      untouched += 1;
      continue;
    }
    const so = missing.length;
    const sides = { before: await fetched(name, before), after: await fetched(name, after) };
    if (missing.length === so) pairs.push({ name, family: name.split('/', 1)[0] ?? name, medium, ...sides });
  }
  return { pairs, missing, untouched };
}

async function lockAt(root: string, commit: CommitId): Promise<Lock> {
  const files = await readFiles(root, await ask(root, treeFiles(commit, [LOCK_PATH])), MAX_LOCK_BYTES);
  return parseLock(files.get(LOCK_PATH)?.toString('utf8') ?? '');
}

/** Outputs by `<artifact>/<role>`. */
const outputsOf = (lock: Lock): Map<string, Output> =>
  new Map(
    [...lock.values()].flatMap(({ name, outputs }) => outputs.map((one) => [`${name}/${one.role}`, one])),
  );

async function reportOf(
  all: readonly Compared[],
  first: string,
  second: string,
  outDir: string,
): Promise<string> {
  await mkdir(outDir, { recursive: true });
  const { index } = await writeReport(
    {
      title: 'Visual report',
      subject: `${first} → ${second}`,
      summary: `${all.filter(({ verdict }) => verdict.kind !== 'equal').length} of ${all.length} files differ.`,
      artifacts: all
        .toSorted((a, b) => b.verdict.visibility - a.verdict.visibility)
        .map(({ name, medium, before, after, verdict, panels }, index) => ({
          name,
          cause: '',
          panels,
          files: [{ role: 'file', medium, before: before?.path, after: after?.path }],
          verdict: {
            artifact: ArtifactName.parse(`file/${index}`),
            visibility: verdict.visibility,
            finding: verdict.finding,
            files: [{ role: 'file', before: before?.digest ?? null, after: after?.digest ?? null, verdict }],
          },
        })),
    },
    outDir,
  );
  return index;
}
