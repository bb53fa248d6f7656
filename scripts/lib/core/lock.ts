import { z } from 'zod';
import { UserError } from './errors.ts';
import { byCodeUnit, canonicalJson, readJson } from './json.ts';
import { ContentKey, contentKey, Recipe } from './key.ts';
import { ArtifactName, Medium, Word } from './names.ts';
import { Oid } from './oid.ts';
import { RepoPath } from './repo-path.ts';
import { listed } from './yaml-document.ts';

/** One file of an artifact. */
export const Output = z.strictObject({
  role: Word,
  /** Its name in the artifact's folder. */
  file: RepoPath,
  medium: Medium,
  digest: Oid,
  /** Bytes. */
  size: z.int().positive(),
});
export type Output = z.infer<typeof Output>;

/** What exists of one artifact. */
export const LockLine = z.strictObject({
  name: ArtifactName,
  key: ContentKey,
  recipe: Recipe,
  outputs: z.array(Output).min(1),
  /** Digest of the picture that shows it, made from `outputs` alone. */
  preview: Oid.nullable(),
  /** Pixel digest of the reference it descends from; `null` when it does not. */
  reference: Oid.nullable(),
});
export type LockLine = z.infer<typeof LockLine>;

/** The lock, by artifact. */
export type Lock = ReadonlyMap<ArtifactName, LockLine>;

export const LOCK_PATH = RepoPath.parse('assets/alpha.lock.jsonl');

/** One line an artifact, sorted by name: two pull requests that touch one artifact conflict, others do not. */
export function formatLock(lines: Iterable<LockLine>): string {
  return [...lines]
    .toSorted((a, b) => byCodeUnit(a.name, b.name))
    .map((line) => `${canonicalJson(line)}\n`)
    .join('');
}

/**
 * Reads a lock, and holds each line to its own recipe (I3): a key or an input edited by hand does not fit.
 *
 * @throws {UserError} `lock-invalid`, naming every wrong line at once
 */
export function parseLock(text: string, file: RepoPath = LOCK_PATH): Lock {
  const faults: string[] = [];
  const lock = new Map<ArtifactName, LockLine>();
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  else if (text !== '') faults.push(`${file}:${lines.length}: the last line has no line end: it was cut off`);
  let previous = '';
  for (const [index, line] of lines.entries()) {
    const where = `${file}:${index + 1}`;
    const parsed = LockLine.safeParse(readJson(line));
    if (!parsed.success) {
      faults.push(`${where}: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
      continue;
    }
    const { name, key, recipe } = parsed.data;
    if (lock.has(name)) faults.push(`${where}: ${name} has a line already`);
    else if (byCodeUnit(previous, name) > 0) faults.push(`${where}: ${name} must come before ${previous}`);
    if (contentKey(recipe) !== key)
      faults.push(`${where}: the key of ${name} is not that of its recipe: the line was edited by hand`);
    else if (canonicalJson(parsed.data) !== line)
      faults.push(
        `${where}: the line of ${name} is not in the form that builds write: it was edited by hand`,
      );
    const { outputs } = parsed.data;
    if (new Set(outputs.map(({ role }) => role)).size < outputs.length)
      faults.push(`${where}: two outputs of ${name} have one role`);
    if (new Set(outputs.map(({ file }) => file)).size < outputs.length)
      faults.push(`${where}: two outputs of ${name} have one file`);
    previous = name;
    lock.set(name, parsed.data);
  }
  if (faults.length === 0) return lock;
  throw new UserError('lock-invalid', listed(faults).join('\n'), {
    hint: `The lock is written by builds only: \`git checkout main -- ${file}\` restores it, then \`npm run alpha -- build\`.`,
  });
}
