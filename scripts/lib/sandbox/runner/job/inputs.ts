import { asText, expand } from '../expression.ts';
import type { Scope } from '../expression.ts';
import type { StepSpec } from '../workflow.ts';
import type { JobReport } from './report.ts';

/** What a step's `with:` gives, as text. */
export const givenInputs = (step: StepSpec, scope: Scope): Record<string, string> =>
  Object.fromEntries(
    Object.entries(step.with ?? {}).map(([name, value]) => [name, asText(expand(value, scope))]),
  );

/** Warns, as GitHub does, of inputs that an action does not know. */
export function warnOfUnknown(
  report: JobReport,
  uses: string,
  given: Readonly<Record<string, string>>,
  valid: readonly string[],
): void {
  const known = new Set(valid.map((name) => name.toLowerCase()));
  const odd = Object.keys(given).filter((name) => !known.has(name.toLowerCase()));
  if (odd.length > 0) {
    report.annotate(
      'warning',
      `Unexpected input(s) ${quoted(odd)}, valid inputs are [${quoted(valid)}] (${uses})`,
    );
  }
}

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');
