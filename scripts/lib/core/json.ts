import { z } from 'zod';

/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export const Json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(Json), z.record(z.string(), Json)]),
);

/** Orders strings by UTF-16 code unit: the same on every machine and in every locale. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Entries of a map or record by name, in code-unit order. */
export function inOrder<T>(entries: ReadonlyMap<string, T> | Readonly<Record<string, T>>): [string, T][] {
  const list: [string, T][] = entries instanceof Map ? [...entries] : Object.entries(entries);
  return list.toSorted(([a], [b]) => byCodeUnit(a, b));
}

/**
 * JSON with one form a value: RFC 8785 (JSON Canonicalization Scheme). Names in code-unit order, no spaces, numbers as
 * ECMAScript prints them.
 *
 * @throws {RangeError} for a number that JSON cannot say (NaN, ±Infinity)
 */
export function canonicalJson(value: Json): string {
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
