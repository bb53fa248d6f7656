import { severity } from '#core/identity.ts';
import type { AxisReport, IdentityReport } from '#core/identity.ts';
import type { LockLine, Output } from '#core/lock.ts';
import type { ArtifactName, Medium } from '#core/names.ts';

export interface Identifying {
  /** Puts an output's bytes into a file, and says where. */
  readonly fileOf: (output: Output) => Promise<string>;
  /** Against the picture that the artifact was made from, never against the last output (I17). `undefined`: this medium shows nobody. */
  readonly identify: (
    artifact: ArtifactName,
    medium: Medium,
    path: string,
  ) => Promise<IdentityReport | undefined>;
}

/** Whether an artifact still shows her; `undefined` when none of its files shows anybody. */
export async function identifyLine(
  { name, outputs }: Pick<LockLine, 'name' | 'outputs'>,
  { fileOf, identify }: Identifying,
): Promise<IdentityReport | undefined> {
  const reports = await Promise.all(
    outputs.map(async (output) => {
      const report = await identify(name, output.medium, await fileOf(output));
      return report === undefined ? [] : [[output.role, report] as const];
    }),
  );
  return mergedReport(reports.flat());
}

/**
 * One report of several files: four stills are as true as the least true of them, on each axis by itself, so that no failure hides
 * behind a graver one of another file. What only some of them show is told by those.
 */
export function mergedReport(
  reports: readonly (readonly [role: string, report: IdentityReport])[],
): IdentityReport | undefined {
  const [worst] = reports.toSorted(([, a], [, b]) => severity(b.answer) - severity(a.answer));
  if (worst === undefined || reports.length === 1) return worst?.[1];
  const [role, report] = worst;
  const axes = [...new Set(reports.flatMap(([, { axes }]) => axes.map(({ axis }) => axis)))].flatMap(
    (axis): AxisReport[] => {
      const found = reports.flatMap(([role, { axes }]) =>
        axes.filter((one) => one.axis === axis).map((one) => ({ role, one })),
      );
      const measured = found.filter(({ one }) => one.answer !== 'not-measured');
      const [least] = (measured.length > 0 ? measured : found).toSorted((a, b) => graver(a.one, b.one));
      return least === undefined ? [] : [{ ...least.one, note: `${least.role}: ${least.one.note}` }];
    },
  );
  return { ...report, axes: axes.toSorted(graver), of: `${role}, ${report.of ?? 'the worst'}` };
}

/** The worst first; of two equally grave ones that which is further over its limit. */
const graver = (a: AxisReport, b: AxisReport): number =>
  severity(b.answer) - severity(a.answer) || over(b) - over(a);

const over = ({ value, limit }: AxisReport): number => (value === null ? 0 : value / limit);
