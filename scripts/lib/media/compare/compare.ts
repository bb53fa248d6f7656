import { mkdir, stat } from 'node:fs/promises';
import { unreachable } from '#core/errors.ts';
import type { Medium } from '#core/names.ts';
import type { FileVerdict } from '#core/verdict.ts';
import { cached, cacheKey, keep } from './cache.ts';
import { filesEqual } from './files-equal.ts';
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
  const { medium, before, after, outDir, signal, canonical, blink } = request;
  const labels = request.labels ?? { before: 'before', after: 'after' };
  signal?.throwIfAborted();
  const comparison: Comparison = { outDir, labels, canonical, blink, signal };
  if (before !== undefined && after !== undefined && filesEqual(before, after)) {
    return equalByDigest(medium, after);
  }
  await mkdir(outDir, { recursive: true });
  signal?.throwIfAborted();
  const { cache } = request;
  if (cache === undefined) return compare(request, comparison);
  const key = await cacheKey(request, labels);
  const known = await cached(cache, key, outDir);
  if (known !== undefined) return known;
  const verdict = await compare(request, comparison);
  // By its key as it is now: a card that failed meanwhile has left the drawing to another.
  if (verdict.kind !== 'unreadable') await keep(cache, await cacheKey(request, labels), verdict, outDir);
  return verdict;
}

async function compare(
  { medium, before, after }: CompareRequest,
  comparison: Comparison,
): Promise<FileVerdict> {
  const comparator = await comparatorOf(medium);
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

/** Loaded when asked for: who compares pictures needs neither a browser nor a mesh reader. */
async function comparatorOf(medium: Medium): Promise<Comparator> {
  switch (medium) {
    case 'picture':
      return (await import('./picture-pool.ts')).pooledPictureComparator;
    case 'mesh':
      return (await import('./mesh.ts')).meshComparator;
    case 'splat':
      return (await import('./splat.ts')).splatComparator;
    case 'video':
      return (await import('./video.ts')).videoComparator;
    case 'sound':
      return (await import('./sound.ts')).soundComparator;
    case 'text':
      return (await import('./text.ts')).textComparator;
    case 'tokens':
      return (await import('./tokens.ts')).tokensComparator;
    case 'scene':
      return (await import('./scene.ts')).sceneComparator;
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

/** That it cannot be read, as those say who read one file alone. */
const SAID_TWICE = /^the (?:file|picture)(?: cannot be read as [^:]+)?: /u;

/** The reason without paths: where a file lay for a moment is no news, and differs from machine to machine. */
function unreadable(
  medium: Medium,
  { side, message }: SideUnreadable,
  paths: readonly (string | undefined)[],
): FileVerdict {
  const reason = paths
    .reduce<string>((text, path) => (path === undefined ? text : text.replaceAll(path, 'the file')), message)
    .replace(SAID_TWICE, '');
  const finding = `The file ${side} cannot be read: ${reason}${/[.!?]$/u.test(reason) ? '' : '.'}`;
  return { kind: 'unreadable', side, reason, medium, finding, visibility: 1, measures: [], panels: [] };
}
