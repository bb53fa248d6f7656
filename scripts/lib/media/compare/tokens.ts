import { readFile } from 'node:fs/promises';
import type { Measure } from '#core/verdict.ts';
import { type IntegerTable, readIntegerTable } from '../sound/npy.ts';
import { readable } from './picture-pair.ts';
import type { Comparator } from './request.ts';
import { grouped, percent } from './say.ts';

/** A voice's tokens: a `.npy` table of integers, a row a codebook, a column a moment. */
export const tokensComparator: Comparator = {
  pair: async (before, after) => {
    const [a, b] = [await tableOf('before', before), await tableOf('after', after)];
    if (a.rows !== b.rows || a.columns !== b.columns) {
      return {
        kind: 'resized',
        medium: 'tokens',
        finding: `${shape(a)} became ${shape(b)}.`,
        visibility: 1,
        measures: [count('moments before', a.columns), count('moments after', b.columns)],
        panels: [],
      };
    }
    const changed = a.values.reduce((sum, value, i) => sum + (value === b.values[i] ? 0 : 1), 0);
    const share = changed / a.values.length;
    if (changed === 0) {
      const finding = 'Every token is equal; only the encoding differs.';
      return {
        kind: 'equal',
        by: 'content',
        medium: 'tokens',
        finding,
        visibility: 0,
        measures: [],
        panels: [],
      };
    }
    return {
      kind: 'changed',
      medium: 'tokens',
      finding: `${percent(share)} of the tokens changed: another voice, or another reading of it.`,
      visibility: Math.cbrt(share),
      measures: [{ metric: 'tokens-changed@1', label: 'tokens changed', value: share, unit: 'share' }],
      panels: [],
    };
  },
  single: async (kind, path) => {
    const table = await tableOf(kind === 'added' ? 'after' : 'before', path);
    const finding = `${kind === 'added' ? 'New' : 'Removed'} voice tokens: ${shape(table)}.`;
    return {
      kind,
      medium: 'tokens',
      finding,
      visibility: 1,
      measures: [count('moments', table.columns)],
      panels: [],
    };
  },
};

const tableOf = (side: 'before' | 'after', path: string) =>
  readable(side, async () => readIntegerTable(await readFile(path), path));

const shape = ({ rows, columns }: IntegerTable) => `${grouped(rows)} codebooks of ${grouped(columns)} tokens`;

const count = (label: string, value: number): Measure => ({
  metric: 'tokens@1',
  label,
  value,
  unit: 'count',
});
