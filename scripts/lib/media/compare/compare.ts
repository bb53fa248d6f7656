import { mkdir, stat } from 'node:fs/promises';
import { unreachable } from '#core/errors.ts';
import type { Medium } from '#core/names.ts';
import type { FileVerdict } from '#core/verdict.ts';
import { bytesComparator } from './bytes.ts';
import { filesEqual } from './files-equal.ts';
import { meshComparator } from './mesh.ts';
import { pooledPictureComparator } from './picture-pool.ts';
import { type Comparator, type CompareRequest, type Comparison, SideUnreadable } from './request.ts';
import { sayBytes } from './say.ts';
import { soundComparator } from './sound.ts';
import { splatComparator } from './splat.ts';
import { textComparator } from './text.ts';
import { tokensComparator } from './tokens.ts';
import { videoComparator } from './video.ts';

export type { CompareRequest } from './request.ts';

/**
 * Compares a file with what it was. Added, removed, unreadable, resized and equal files are verdicts, never errors;
 * panels lie in `outDir`, and equal inputs give equal bytes.
 *
 * @throws {RangeError} when neither side is given; the signal's reason when aborted
 */
export async function compareFiles(request: CompareRequest): Promise<FileVerdict> {
  const { medium, before, after, outDir, signal, labels = { before: 'before', after: 'after' } } = request;
  signal?.throwIfAborted();
  const comparison: Comparison = { outDir, labels, signal };
  const comparator = comparatorOf(medium);
  if (before !== undefined && after !== undefined && (await filesEqual(before, after))) {
    return equalByDigest(medium, after);
  }
  await mkdir(outDir, { recursive: true });
  signal?.throwIfAborted();
  try {
    if (before !== undefined && after !== undefined) return await comparator.pair(before, after, comparison);
    if (after !== undefined) return await comparator.single('added', after, comparison);
    if (before !== undefined) return await comparator.single('removed', before, comparison);
  } catch (thrown) {
    if (!(thrown instanceof SideUnreadable)) throw thrown;
    return unreadable(medium, thrown, [before, after]);
  }
  throw new RangeError('compareFiles needs a file before, a file after, or both');
}

function comparatorOf(medium: Medium): Comparator {
  switch (medium) {
    case 'picture':
      return pooledPictureComparator;
    case 'mesh':
      return meshComparator;
    case 'splat':
      return splatComparator;
    case 'video':
      return videoComparator;
    case 'sound':
      return soundComparator;
    case 'text':
      return textComparator;
    case 'tokens':
      return tokensComparator;
    case 'scene':
      return bytesComparator('scene');
    default:
      return unreachable(medium);
  }
}

async function equalByDigest(medium: Medium, path: string): Promise<FileVerdict> {
  const { size } = await stat(path);
  return {
    kind: 'equal',
    by: 'digest',
    medium,
    finding: 'Nothing changed: the bytes are equal.',
    visibility: 0,
    measures: [{ metric: 'bytes@1', label: 'size', value: size, unit: 'bytes', meaning: sayBytes(size) }],
    panels: [],
  };
}

/** The reason without paths: where a file lay for a moment is no news, and differs from machine to machine. */
function unreadable(
  medium: Medium,
  { side, message }: SideUnreadable,
  paths: readonly (string | undefined)[],
): FileVerdict {
  const reason = paths.reduce<string>(
    (text, path) => (path === undefined ? text : text.replaceAll(path, 'the file')),
    message,
  );
  const finding = `The file ${side} cannot be read: ${reason}`;
  return { kind: 'unreadable', side, reason, medium, finding, visibility: 1, measures: [], panels: [] };
}
