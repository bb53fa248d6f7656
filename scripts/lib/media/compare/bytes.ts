import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Medium } from '#core/names.ts';
import { Oid, short } from '#core/oid.ts';
import type { FileVerdict, Measure } from '#core/verdict.ts';
import type { Comparator } from './request.ts';
import { sayBytes } from './say.ts';

/** For files whose inside no comparator knows: digest and size. */
export function bytesComparator(medium: Medium): Comparator {
  return {
    pair: async (before, after) => {
      const [a, b] = [await digestOf(before), await digestOf(after)];
      return {
        kind: 'changed',
        medium,
        finding: `The bytes changed: ${sayBytes(a.size)} (${short(a.oid)}) became ${sayBytes(b.size)} (${short(b.oid)}).`,
        visibility: 0.5,
        measures: [sizeMeasure('size before', a.size), sizeMeasure('size after', b.size)],
        panels: [],
      };
    },
    single: async (kind, path): Promise<FileVerdict> => {
      const { oid, size } = await digestOf(path);
      return {
        kind,
        medium,
        finding: `${kind === 'added' ? 'A new' : 'A removed'} file of ${sayBytes(size)} (${short(oid)}).`,
        visibility: 1,
        measures: [sizeMeasure('size', size)],
        panels: [],
      };
    },
  };
}

const sizeMeasure = (label: string, value: number): Measure => ({
  metric: 'bytes@1',
  label,
  value,
  unit: 'bytes',
});

/** SHA-256 and size of a file, streamed. */
export async function digestOf(path: string): Promise<{ readonly oid: Oid; readonly size: number }> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const { size } = await stat(path);
  return { oid: Oid.parse(hash.digest('hex')), size };
}
