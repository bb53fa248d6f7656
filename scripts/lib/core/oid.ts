import { createHash } from 'node:crypto';
import { z } from 'zod';

/** SHA-256 of a file's bytes, 64 lower-case hex digits: what Git LFS calls an oid, what the store calls a name. */
export const Oid = z
  .string()
  .regex(/^[0-9a-f]{64}$/u, 'must be a SHA-256: 64 lower-case hex digits')
  .brand('Oid');
export type Oid = z.infer<typeof Oid>;

/** A Git commit's name: 40 lower-case hex digits (SHA-1 repositories, as on github.com). */
export const CommitId = z
  .string()
  .regex(/^[0-9a-f]{40}$/u, 'must be a full commit id: 40 lower-case hex digits')
  .brand('CommitId');
export type CommitId = z.infer<typeof CommitId>;

/** SHA-256 of bytes, or of a string's UTF-8 form. */
export function oidOf(bytes: Uint8Array | string): Oid {
  return Oid.parse(createHash('sha256').update(bytes).digest('hex'));
}

/** How people see a digest: its first twelve digits. */
export const short = (id: Oid | CommitId): string => id.slice(0, 12);
