import { asText, expand } from '../expression.ts';
import type { Scope } from '../expression.ts';
import type { Rule } from '../concurrency.ts';
import type { ConcurrencySpec } from '../workflow.ts';

/** The rule of a `concurrency:`, `undefined` where there is none. */
export function concurrencyOf(
  spec: ConcurrencySpec | null | undefined,
  scope: Scope,
): (Rule & { readonly group: string }) | undefined {
  if (spec === null || spec === undefined) return undefined;
  const group = asText(expand(typeof spec === 'string' ? spec : spec.group, scope));
  if (typeof spec === 'string') return { group, cancelInProgress: false, queue: 'single' };
  const cancelInProgress = asText(expand(spec['cancel-in-progress'] ?? false, scope)) === 'true';
  return { group, cancelInProgress, queue: spec.queue ?? 'single' };
}
