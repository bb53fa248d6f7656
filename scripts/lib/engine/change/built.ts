import { lstat, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import { Cost } from '#core/ledger-record.ts';
import { LockLine } from '#core/lock.ts';
import { ArtifactName } from '#core/names.ts';
import { CommitId, short } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import { contentsOf, ifThere, writeDurably } from '../store/durable-file.ts';

/** What became of one artifact that was to be built. */
export const Built = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('built'), line: LockLine, cost: Cost }),
  /** Taken from the store: an earlier run of the same key made it, and its cost is what that took. */
  z.strictObject({ kind: z.literal('reused'), line: LockLine, cost: Cost.exactOptional() }),
  /** Its own build failed, or something that it reads could not be built. */
  z.strictObject({ kind: z.literal('failed'), name: ArtifactName, reason: z.string().max(4000) }),
]);
export type Built = z.infer<typeof Built>;

const BuiltResults = z.strictObject({
  schema: z.literal('alpha-built/1'),
  commit: CommitId,
  runner: z.string().max(200),
  results: z.array(Built).max(10_000),
});
export type BuiltResults = z.infer<typeof BuiltResults>;

const RESULTS = 'results.json';
const MAX_RESULTS_BYTES = 64_000_000;

export const nameOfBuilt = (built: Built): ArtifactName =>
  built.kind === 'failed' ? built.name : built.line.name;

/** Leaves results for the job that compares them; the bytes go to `<folder>/files/<digest>` beside it. */
export async function writeBuilt(folder: string, results: Omit<BuiltResults, 'schema'>): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeDurably(join(folder, RESULTS), `${JSON.stringify({ schema: 'alpha-built/1', ...results })}\n`);
}

/** Where the bytes of a digest lie in a folder of results. */
export const builtFile = (folder: string, digest: Oid): string => join(folder, 'files', digest);

/**
 * Reads what build jobs left: one folder a lane, or the folder itself. It is data from a job that ran a pull request's code:
 * its form is checked, each file must be a plain file that hashes to its name, and what nobody named is not looked at.
 *
 * @returns each result once (lanes may share canon), and where each digest lies
 * @throws {UserError} `built-invalid` when the form or a digest does not fit
 */
export async function readBuilt(
  folder: string,
): Promise<{ results: BuiltResults[]; files: ReadonlyMap<Oid, string> }> {
  const lanes = (await ifThere(readdir(folder, { withFileTypes: true }))) ?? [];
  const folders = [
    folder,
    ...lanes.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name)),
  ];
  const results: BuiltResults[] = [];
  const files = new Map<Oid, string>();
  for (const lane of folders) {
    const text = await plainText(join(lane, RESULTS));
    if (text === undefined) continue;
    const parsed = BuiltResults.safeParse(jsonOf(text));
    if (!parsed.success)
      throw invalid(`${lane}/${RESULTS} does not have its form: ${z.prettifyError(parsed.error)}`);
    results.push(parsed.data);
    for (const built of parsed.data.results) {
      if (built.kind === 'failed') continue;
      const wanted = built.line.outputs.map(({ digest, size }) => ({ digest, size }));
      for (const { digest, size } of [
        ...wanted,
        ...(built.line.preview === null ? [] : [{ digest: built.line.preview, size: undefined }]),
      ]) {
        if (!files.has(digest)) files.set(digest, await checkedFile(lane, digest, size, built.line.name));
      }
    }
  }
  return { results, files };
}

async function plainText(path: string): Promise<string | undefined> {
  const there = await ifThere(lstat(path));
  if (there === undefined) return undefined;
  if (!there.isFile() || there.size > MAX_RESULTS_BYTES)
    throw invalid(`${path} is not a plain file of at most ${MAX_RESULTS_BYTES} bytes`);
  return readFile(path, 'utf8');
}

async function checkedFile(
  lane: string,
  digest: Oid,
  size: number | undefined,
  name: ArtifactName,
): Promise<string> {
  const path = builtFile(lane, digest);
  const there = await ifThere(lstat(path));
  if (there === undefined) throw invalid(`the bytes ${short(digest)} of ${name} are missing in ${lane}`);
  if (!there.isFile() || (size !== undefined && there.size !== size))
    throw invalid(`the bytes ${short(digest)} of ${name} are not a plain file of ${size ?? 'some'} bytes`);
  if ((await contentsOf(path)).digest !== digest)
    throw invalid(`a file of ${name} does not hash to its name ${short(digest)}`);
  return path;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told as a form that does not fit
  }
}

const invalid = (message: string) =>
  new UserError('built-invalid', `What the build left cannot be taken: ${message}`, {
    hint: 'Run the build job again. If it comes back so, look at what that job ran: nothing of it was kept.',
  });
