import { z } from 'zod';
import type { Json } from '#core/json.ts';
import { canonicalJson } from '#core/json.ts';

/** GitHub: a matrix makes at most this many jobs a run. */
const MATRIX_LIMIT = 256;

export type Combination = Readonly<Record<string, Json>>;

const List = z.array(z.unknown());

const isObject = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const same = (a: Json | undefined, b: Json | undefined): boolean =>
  a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b);

/**
 * The jobs of a `matrix:` whose expressions have been replaced. docs.github.com, "Running variations of jobs in a
 * workflow": `exclude` takes away, then each entry of `include` is added to every combination whose original values it
 * does not overwrite, or becomes one of its own.
 *
 * @throws {Error} when it is no matrix, empty, or makes more than 256 jobs
 */
export function combinations(matrix: Json): Combination[] {
  if (!isObject(matrix)) throw new Error('The matrix must be a mapping');
  const axes = Object.entries(matrix).filter(([name]) => name !== 'include' && name !== 'exclude');
  let rows: Combination[] = axes.length > 0 ? [{}] : [];
  for (const [name, values] of axes) {
    if (!isList(values)) throw new Error(`Matrix vector '${name}' must be a sequence`);
    if (values.length === 0) throw new Error(`Matrix vector '${name}' does not contain any values`);
    rows = rows.flatMap((row) => values.map((value) => Object.assign({ [name]: value }, row)));
    if (rows.length > MATRIX_LIMIT * 4) break;
  }
  rows = inAxisOrder(
    rows,
    axes.map(([name]) => name),
  );
  for (const entry of entries(matrix['exclude'])) {
    rows = rows.filter((row) => !Object.entries(entry).every(([name, value]) => same(row[name], value)));
  }
  const originals = new Set(axes.map(([name]) => name));
  const added: Combination[] = [];
  const mixed = rows.map((row) => ({ row, extra: new Map<string, Json>() }));
  for (const entry of entries(matrix['include'])) {
    const fits = mixed.filter(({ row }) =>
      Object.entries(entry).every(([name, value]) => !originals.has(name) || same(row[name], value)),
    );
    if (fits.length === 0 || axes.length === 0) added.push(entry);
    for (const { extra } of axes.length === 0 ? [] : fits) {
      for (const [name, value] of Object.entries(entry)) if (!originals.has(name)) extra.set(name, value);
    }
  }
  const all = [...mixed.map(({ row, extra }) => Object.assign({}, row, Object.fromEntries(extra))), ...added];
  if (all.length === 0) throw new Error('Matrix must define at least one vector');
  if (all.length > MATRIX_LIMIT) {
    throw new Error(`Matrix exceeds the limit of ${MATRIX_LIMIT} jobs: it makes ${all.length}`);
  }
  return all;
}

const isList = (value: Json): value is readonly Json[] => List.safeParse(value).success;

const entries = (value: Json | undefined): Readonly<Record<string, Json>>[] =>
  value !== undefined && isList(value) ? value.filter(isObject) : [];

const inAxisOrder = (rows: readonly Combination[], names: readonly string[]): Combination[] =>
  rows.map((row) =>
    Object.fromEntries(names.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]]))),
  );

/** ` (linux, 1)`: what GitHub puts after the name of a matrix job. */
export const suffix = (row: Combination): string => {
  const shown = Object.values(row).filter((value) => typeof value !== 'object');
  return shown.length > 0 ? ` (${shown.map(String).join(', ')})` : '';
};
