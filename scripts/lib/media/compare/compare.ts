import { mkdir } from 'node:fs/promises';
import { stat } from 'node:fs/promises';
import type { Medium } from '#core/names.ts';
import type { FileVerdict } from '#core/verdict.ts';
import { bytesComparator } from './bytes.ts';
import { filesEqual } from './files-equal.ts';
import { pictureComparator } from './picture.ts';
import { type Comparator, type CompareRequest, type Comparison, SideUnreadable } from './request.ts';
import { sayBytes } from './say.ts';

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
  try {
    if (before !== undefined && after !== undefined) return await comparator.pair(before, after, comparison);
    if (after !== undefined) return await comparator.single('added', after, comparison);
    if (before !== undefined) return await comparator.single('removed', before, comparison);
  } catch (thrown) {
    if (!(thrown instanceof SideUnreadable)) throw thrown;
    return unreadable(medium, thrown, comparison);
  }
  throw new RangeError('compareFiles needs a file before, a file after, or both');
}

function comparatorOf(medium: Medium): Comparator {
  switch (medium) {
    case 'picture':
      return pictureComparator;
    default:
      return bytesComparator(medium);
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

async function unreadable(
  medium: Medium,
  { side, message }: SideUnreadable,
  _comparison: Comparison,
): Promise<FileVerdict> {
  return {
    kind: 'unreadable',
    side,
    reason: message,
    medium,
    finding: `The file ${side} cannot be read: ${message}`,
    visibility: 1,
    measures: [],
    panels: [],
  };
}
