import { UserError } from './errors.ts';
import { Oid } from './oid.ts';
import type { RepoPath } from './repo-path.ts';

/** What a Git LFS pointer says: which object, and how many bytes it has. */
export interface LfsPointer {
  readonly oid: Oid;
  /** Bytes, 0 to 2⁵³ − 1. */
  readonly size: number;
}

/** A longer blob is no pointer: git-lfs itself stops reading there. */
export const POINTER_MAX_BYTES = 1024;

// docs/spec.md of Git LFS, "The Pointer", in its canonical form: version first, then oid and size, each line ended by LF.
// Extension lines (`ext-0-…`) are valid there and refused here: this repository uses none.
const POINTER =
  /^version https:\/\/git-lfs\.github\.com\/spec\/v1\noid sha256:([0-9a-f]{64})\nsize (0|[1-9]\d{0,15})\n$/u;

/** Reads a pointer by the strict grammar; `undefined` when the bytes are anything else. */
export function readPointer(bytes: Uint8Array): LfsPointer | undefined {
  if (bytes.length > POINTER_MAX_BYTES) return undefined;
  const match = POINTER.exec(Buffer.from(bytes).toString('latin1'));
  const size = Number(match?.[2]);
  if (match?.[1] === undefined || !Number.isSafeInteger(size)) return undefined;
  return { oid: Oid.parse(match[1]), size };
}

/** @throws {UserError} `not-in-lfs` when the blob at `path` is no pointer */
export function pointerOf(bytes: Uint8Array, path: RepoPath): LfsPointer {
  const pointer = readPointer(bytes);
  if (pointer !== undefined) return pointer;
  throw new UserError('not-in-lfs', `${path} is committed to Git itself, not to Git LFS`, {
    hint: `Run \`git lfs track ${path} && git add --renormalize .gitattributes ${path}\` and commit both files.`,
  });
}

/** A pointer's canonical text. */
export const pointerText = ({ oid, size }: LfsPointer): string =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${size}\n`;
