import { hash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson, inOrder, Json } from './json.ts';
import { BackendName, SystemName } from './names.ts';
import { Oid } from './oid.ts';

/** SHA-256 over everything that may change an artifact's bytes. */
export const ContentKey = z
  .string()
  .regex(/^[0-9a-f]{64}$/u, 'must be a content key: 64 lower-case hex digits')
  .brand('ContentKey');
export type ContentKey = z.infer<typeof ContentKey>;

/** How an artifact is made: the preimage of its key. It is stored beside the key, so that two of them can be compared. */
export const Recipe = z.strictObject({
  system: SystemName,
  backend: BackendName,
  /** The backend's own version: raised whenever its bytes may change. */
  version: z.string().min(1),
  /** What else is pinned: upstream commit, container, weights by SHA-256. */
  pins: z.record(z.string(), z.string()),
  params: z.record(z.string(), Json),
  seed: z.int().nonnegative(),
  /** `slot/role` → digest of what is read: digests, never keys, for GPU output is not reproducible. */
  inputs: z.record(z.string(), Oid),
});
export type Recipe = z.infer<typeof Recipe>;

/**
 * Fields go in as netstrings (`length:bytes,`), so that no two recipes share a stream, and in code-unit order, so that
 * every machine gives one key. Name and value are fields of their own: a name may hold any character.
 * Framing: D. J. Bernstein, "Netstrings", 1997; values: RFC 8785, which also tells apart what UTF-8 cannot say.
 */
export function contentKey(recipe: Recipe): ContentKey {
  let stream = '';
  const add = (...fields: readonly Json[]) => {
    for (const field of fields) {
      const text = canonicalJson(field);
      stream += `${Buffer.byteLength(text)}:${text},`;
    }
  };
  add('alpha-ref key 1', recipe.system, recipe.backend, recipe.version, recipe.seed);
  for (const [name, value] of inOrder(recipe.pins)) add('pin', name, value);
  for (const [name, value] of inOrder(recipe.params)) add('param', name, value);
  for (const [name, oid] of inOrder(recipe.inputs)) add('input', name, oid);
  return ContentKey.parse(hash('sha256', stream));
}
