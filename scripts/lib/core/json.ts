import { z } from 'zod';

/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export const Json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(Json), z.record(z.string(), Json)]),
);

/** Nothing that is read from outside needs more; deeper values would overflow the stack of whoever walks them. */
const MAX_DEPTH = 64;

/** Reads JSON that somebody else may have written; `undefined` when it is none, or is nested deeper than 64. */
export function readJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isShallow(value) ? value : undefined;
  } catch {
    return undefined; // no JSON
  }
}

/** Level by level, so that no depth is too deep to be found. */
function isShallow(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return false;
    level = level.flatMap((inner) =>
      inner !== null && typeof inner === 'object' ? Object.values(inner) : [],
    );
  }
  return true;
}

/** Orders strings by UTF-16 code unit: the same on every machine and in every locale. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Entries of a map or record by name, in code-unit order. */
export function inOrder<T>(entries: ReadonlyMap<string, T> | Readonly<Record<string, T>>): [string, T][] {
  const list: [string, T][] = entries instanceof Map ? [...entries] : Object.entries(entries);
  return list.length < 2 ? list : list.toSorted(([a], [b]) => byCodeUnit(a, b));
}

/**
 * JSON with one form a value: RFC 8785 (JSON Canonicalization Scheme). Names in code-unit order, no spaces, numbers as
 * ECMAScript prints them.
 *
 * @throws {RangeError} for a number that JSON cannot say (NaN, ±Infinity)
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`JSON cannot say ${value}`);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    return `{${inOrder(value)
      .map(([name, inner]) => `${JSON.stringify(name)}:${canonicalJson(inner)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value);
}

// Array.isArray does not narrow a readonly array.
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
