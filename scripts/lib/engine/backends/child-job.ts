import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import { Json } from '#core/json.ts';
import { ArtifactName, BackendName } from '#core/names.ts';
import { Oid } from '#core/oid.ts';

/** What the process of a build is told: a `BuildJob` as JSON, and where its pipeline is. */
export const ChildJob = z.strictObject({
  /** File URL of the module that exports `pipeline`. */
  pipeline: z.url({ protocol: /^file$/u }),
  backend: BackendName,
  artifact: ArtifactName,
  params: z.record(z.string(), Json),
  seed: z.int().nonnegative(),
  pins: z.record(z.string(), z.string()),
  inputs: z.record(z.string(), z.strictObject({ path: z.string(), digest: Oid })),
  outDir: z.string(),
  workDir: z.string(),
  /** Of a build that shares the card: its lock, and whether the parent keeps drivers. */
  card: z.strictObject({ lock: z.string(), drives: z.boolean() }).exactOptional(),
});
export type ChildJob = z.infer<typeof ChildJob>;

/** Where a build stands with the card. */
const AtCard = z.strictObject({
  kind: z.literal('card'),
  at: z.enum(['waiting', 'computing', 'left']),
});
/** `code` and `hint` when the reader can mend it. */
const Failed = z.strictObject({
  kind: z.literal('failed'),
  code: z.string().exactOptional(),
  message: z.string(),
  hint: z.string().exactOptional(),
});
type Failed = z.infer<typeof Failed>;

/** What the process says, one JSON document a line, on file descriptor 3. */
export const ChildMessage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('log'), line: z.string() }),
  z.strictObject({ kind: z.literal('progress'), share: z.number().min(0).max(1) }),
  AtCard,
  /** A driver of the parent shall do this job; there is one such job at a time. */
  z.strictObject({
    kind: z.literal('drive'),
    system: z.string(),
    model: Json,
    argv: z.array(z.string()),
    cwd: z.string(),
    env: z.record(z.string(), z.string()),
    job: z.string(),
    result: z.string(),
  }),
  /** The job that a driver does is no longer wanted. */
  z.strictObject({ kind: z.literal('stop') }),
  z.strictObject({ kind: z.literal('done') }),
  Failed,
]);
export type ChildMessage = z.infer<typeof ChildMessage>;

/** What the parent tells of a job that a driver does, one JSON document a line, on standard input. */
export const ParentMessage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('line'), text: z.string() }),
  AtCard,
  /** How it ended: as a process of its own would have. */
  z.strictObject({
    kind: z.literal('ended'),
    exitCode: z.int().optional(),
    signal: z.string().optional(),
    seconds: z.number().nonnegative(),
  }),
  Failed,
]);
export type ParentMessage = z.infer<typeof ParentMessage>;

/** What went wrong, as one process tells another. */
export function failureMessage(cause: unknown): Failed {
  if (cause instanceof UserError)
    return { kind: 'failed', code: cause.code, message: cause.message, hint: cause.hint };
  return { kind: 'failed', message: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) };
}

/** The same as an error again. */
export function failureOf({ code, message, hint }: Failed): Error {
  return code !== undefined && hint !== undefined
    ? new UserError(code, message, { hint })
    : new Error(message);
}

export const MESSAGES_FD = 3;

/** Ends what a job printed, on standard output and on standard error; with what was left of a line before it. */
export const END_OF_WORDS = '\0end of words';
