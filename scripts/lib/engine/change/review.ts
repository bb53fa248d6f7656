import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { LimitFunction } from 'p-limit';
import type { Cause } from '#core/cause.ts';
import type { Graph, Node } from '#core/graph.ts';
import type { IdentityReport } from '#core/identity.ts';
import { byCodeUnit } from '#core/json.ts';
import type { Lock, LockLine, Output } from '#core/lock.ts';
import type { ArtifactName, Medium } from '#core/names.ts';
import type { Oid } from '#core/oid.ts';
import { whyRebuilt } from '#core/plan.ts';
import type { Facts } from '#core/plan.ts';
import type { Catalog } from '#core/system.ts';
import type { FileVerdict, Verdict } from '#core/verdict.ts';
import type { CompareRequest } from '#media/compare/compare.ts';
import { identifyLine } from './identify-line.ts';
import type { Identifying } from './identify-line.ts';
import { isArtifactVerdict, lookKey } from './looked.ts';
import type { Looked } from './looked.ts';

/** An artifact whose bytes are others than on the base branch. */
export interface ReviewedArtifact {
  readonly name: ArtifactName;
  /** `undefined` when it is no longer in the manifest. */
  readonly node: Node | undefined;
  readonly before: LockLine | undefined;
  readonly after: LockLine | undefined;
  readonly causes: readonly Cause[];
  readonly verdict: Verdict;
  /** Where the panels of the verdict lie. */
  readonly folder: string;
  /** For gated artifacts that show her. */
  readonly identity: IdentityReport | undefined;
  /** By what this look is known, and the one that was remembered, if it was. */
  readonly key: Oid;
  readonly remembered: Looked | undefined;
}

export interface ReviewOptions extends Identifying {
  readonly before: Lock;
  readonly after: Lock;
  /** As the head has it. */
  readonly graph: Graph;
  readonly facts: Facts;
  readonly catalog: Catalog;
  readonly compare: (request: CompareRequest) => Promise<FileVerdict>;
  /** Pixels of the picture that artifacts are held against. */
  readonly against: Oid | undefined;
  /** An earlier look with this key: nothing is compared again. */
  readonly recall: (key: Oid) => Looked | undefined;
  /** Panels go to `<outDir>/<artifact>/<role>/`. */
  readonly outDir: string;
  /** How many artifacts are compared at once. */
  readonly jobs: number;
  readonly onDone?: (name: ArtifactName) => void;
}

/** Compares every artifact whose outputs differ between two locks; what moved most stands first. */
export async function reviewChange(options: ReviewOptions): Promise<ReviewedArtifact[]> {
  const { before, after } = options;
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted(byCodeUnit);
  const moved = names.filter((name) => digestsOf(before.get(name)) !== digestsOf(after.get(name)));
  const limit = pLimit(options.jobs);
  // What takes longest begins first, so that no core waits for it alone in the end.
  const order = moved.toSorted((a, b) => effortOf(after.get(b)) - effortOf(after.get(a)) || byCodeUnit(a, b));
  const reviewed = await Promise.all(
    order.map(async (name) => {
      const result = await reviewArtifact(name, options, limit);
      options.onDone?.(name);
      return result;
    }),
  );
  return reviewed.toSorted(
    (a, b) => b.verdict.visibility - a.verdict.visibility || byCodeUnit(a.name, b.name),
  );
}

/** How long a comparison of a medium's megabyte takes, and how long one of any size, about, in tenths of a second. */
const EFFORT: Readonly<Record<Medium, readonly [number, number]>> = {
  mesh: [2, 40],
  video: [6, 8],
  splat: [0.5, 6],
  scene: [0.5, 4],
  sound: [1, 6],
  picture: [0.3, 1],
  text: [0, 0],
  tokens: [0, 0],
};

const effortOf = (line: LockLine | undefined): number =>
  (line?.outputs ?? []).reduce((sum, { medium, size }) => {
    const [each, least] = EFFORT[medium];
    return sum + least + (each * size) / 1e6;
  }, 0);

const rolesOf = (line: LockLine | undefined): string[] =>
  (line?.outputs ?? []).map(({ role, digest }) => `${role} ${digest}`).toSorted(byCodeUnit);

const digestsOf = (line: LockLine | undefined): string => rolesOf(line).join('\n');

/** Who it shows is asked at once, of others than compare: `limit` holds for comparisons alone. */
async function reviewArtifact(
  name: ArtifactName,
  options: ReviewOptions,
  limit: LimitFunction,
): Promise<ReviewedArtifact> {
  const [before, after] = [options.before.get(name), options.after.get(name)];
  const node = options.graph.get(name);
  const roles = [
    ...new Set([...(before?.outputs ?? []), ...(after?.outputs ?? [])].map(({ role }) => role)),
  ].toSorted(byCodeUnit);
  const folder = join(options.outDir, name);
  const causes =
    node === undefined ? [] : whyRebuilt(node, before, options.facts, options.after, options.catalog);
  const key = lookKey(name, rolesOf(before), rolesOf(after), options.against);
  const remembered = options.recall(key);
  if (remembered !== undefined && isArtifactVerdict(remembered.verdict)) {
    return {
      name,
      node,
      before,
      after,
      causes,
      verdict: remembered.verdict,
      folder,
      identity: remembered.identity ?? undefined,
      key,
      remembered,
    };
  }
  const looking = node?.gate === 'identity' && after !== undefined ? identifyLine(after, options) : undefined;
  looking?.catch(() => undefined); // awaited below; a comparison that fails first must not leave it unheard
  const files: Verdict['files'] = [];
  for (const role of roles) {
    const [was, is] = [before, after].map((line) => line?.outputs.find((output) => output.role === role));
    const outDir = join(folder, role);
    await mkdir(outDir, { recursive: true });
    const verdict = await limit(() => compareOutputs(was, is, outDir, options));
    const panels = verdict.panels.map((panel) => ({ ...panel, file: `${role}/${panel.file}` }));
    files.push({
      role,
      before: was?.digest ?? null,
      after: is?.digest ?? null,
      verdict: { ...verdict, panels },
    });
  }
  const most = files.toSorted((a, b) => b.verdict.visibility - a.verdict.visibility)[0];
  const verdict = {
    artifact: name,
    visibility: most?.verdict.visibility ?? 0,
    finding: most?.verdict.finding ?? 'It is empty.',
    files,
  };
  const identity = await looking;
  return { name, node, before, after, causes, verdict, folder, identity, key, remembered: undefined };
}

async function compareOutputs(
  was: Output | undefined,
  is: Output | undefined,
  outDir: string,
  { fileOf, compare }: ReviewOptions,
): Promise<FileVerdict> {
  const medium = (is ?? was)?.medium;
  if (medium === undefined) throw new RangeError('neither side has this role');
  return compare({
    medium,
    outDir,
    ...(was === undefined ? {} : { before: await fileOf(was) }),
    ...(is === undefined ? {} : { after: await fileOf(is) }),
  });
}

/** By digest, each panel that a review has made: where it lies and how its name ends. Those of remembered looks are kept already. */
export function panelsOf(
  reviewed: readonly ReviewedArtifact[],
): Map<Oid, { path: string; extension: string }> {
  const panels = new Map<Oid, { path: string; extension: string }>();
  for (const { verdict, folder, remembered } of reviewed) {
    if (remembered !== undefined) continue;
    for (const { verdict: file } of verdict.files) {
      for (const panel of file.panels)
        panels.set(panel.digest, {
          path: join(folder, panel.file),
          extension: panel.type.split('/')[1] ?? 'bin',
        });
    }
  }
  return panels;
}
