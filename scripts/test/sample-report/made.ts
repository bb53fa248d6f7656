import { readFile } from 'node:fs/promises';
import { oidOf } from '#core/oid.ts';
import { type FileVerdict, Verdict } from '#core/verdict.ts';
import type { ReportArtifact, ReportFile } from '#media/report/report.ts';

interface Made {
  readonly name: string;
  readonly cause: string;
  readonly finding: string;
  readonly visibility: number;
  readonly files: readonly (ReportFile & { readonly verdict: FileVerdict })[];
}

/** An artifact whose digests are those of its files. */
export async function artifactOf({ name, cause, finding, visibility, files }: Made): Promise<ReportArtifact> {
  return {
    name,
    cause,
    verdict: Verdict.parse({
      artifact: name,
      visibility,
      finding,
      files: await Promise.all(
        files.map(async ({ role, before, after, verdict }) => ({
          role,
          before: await digest(before),
          after: await digest(after),
          verdict,
        })),
      ),
    }),
    files: files.map(({ role, medium, before, after }) => ({ role, medium, before, after })),
    made: 'the sample, from what stands in this file',
    cost: { seconds: 95, gpuSeconds: 95, energyWh: 11.4, money: { amount: 0.04, currency: 'EUR' } },
  };
}

const digest = async (path: string | undefined) => (path === undefined ? null : oidOf(await readFile(path)));

/** A verdict of the changed kind without panels. */
export const changed = (
  medium: FileVerdict['medium'],
  finding: string,
  measures: FileVerdict['measures'] = [],
): FileVerdict => ({ kind: 'changed', medium, finding, visibility: 0.5, measures, panels: [] });
