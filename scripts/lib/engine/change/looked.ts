import { z } from 'zod';
import { IdentityReport } from '#core/identity.ts';
import { canonicalJson } from '#core/json.ts';
import { oidOf } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import { FileVerdict, Verdict } from '#core/verdict.ts';
import { METHOD } from '#media/identity/identify.ts';

/** Raised whenever a comparison or its panels may come out otherwise from equal files. */
const COMPARED = 4;

/** What a look at two states found; kept, so that equal digests are looked at once. */
export const Looked = z.strictObject({
  schema: z.literal('alpha-looked/1'),
  verdict: z.union([Verdict, FileVerdict]),
  identity: IdentityReport.nullable(),
  /** Where the report of that look is. */
  report: z.string(),
});
export type Looked = z.infer<typeof Looked>;

/** By what a look is known: what was before, what is after, which picture it was held against, and how it was done. */
export const lookKey = (
  what: string,
  before: readonly string[],
  after: readonly string[],
  against: Oid | undefined,
): Oid =>
  oidOf(
    canonicalJson({
      what,
      before: [...before],
      after: [...after],
      against: against ?? null,
      compared: COMPARED,
      identity: METHOD,
    }),
  );

export const isArtifactVerdict = (verdict: Looked['verdict']): verdict is Verdict => 'artifact' in verdict;
