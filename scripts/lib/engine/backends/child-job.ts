import { z } from 'zod';
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
});
export type ChildJob = z.infer<typeof ChildJob>;

/** What the process says, one JSON document a line, on file descriptor 3. */
export const ChildMessage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('log'), line: z.string() }),
  z.strictObject({ kind: z.literal('progress'), share: z.number().min(0).max(1) }),
  z.strictObject({ kind: z.literal('done') }),
  /** `code` and `hint` when the reader can mend it. */
  z.strictObject({
    kind: z.literal('failed'),
    code: z.string().exactOptional(),
    message: z.string(),
    hint: z.string().exactOptional(),
  }),
]);
export type ChildMessage = z.infer<typeof ChildMessage>;

export const MESSAGES_FD = 3;

/** Ends what a job printed, on standard output and on standard error; with what was left of a line before it. */
export const END_OF_WORDS = '\0end of words';
