import type { StandIn } from '../stand-in.ts';
import { downloadArtifact, uploadArtifact } from './artifacts.ts';
import { cache } from './cache.ts';
import { checkout } from './checkout.ts';
import { setupNode } from './setup-node.ts';

/** Every foreign action that a workflow here may use. */
export const STAND_INS: readonly StandIn[] = [checkout, setupNode, uploadArtifact, downloadArtifact, cache];

/**
 * The stand-in for `owner/name@sha`, found by name and full commit id: a tag, a branch or another commit is another
 * action, of which nothing is known here.
 *
 * @throws {Error} that says what is known
 */
export function standInFor(uses: string): StandIn {
  const [action = '', ref = ''] = uses.split('@', 2);
  const found = STAND_INS.find((entry) => entry.action === action);
  if (!found) throw new Error(`The sandbox has no stand-in for ${action}`);
  if (found.sha !== ref) {
    throw new Error(
      `The sandbox stands in for ${action}@${found.sha} (${found.version}), not for ${ref || 'no commit'}`,
    );
  }
  return found;
}
