import type { Node } from '#core/graph.ts';
import type { Recipe } from '#core/key.ts';

/** A build, as far as it tells what others it resembles. */
export interface Work {
  readonly node: Pick<Node, 'backend' | 'system'>;
  readonly recipe?: Pick<Recipe, 'inputs'> | undefined;
}

/**
 * The same builds, in their order, but previews that do what one that runs does come last: after it, its worker knows what
 * they would have to find out (the round of camera and scene on which every episode is shown).
 *
 * @param running is asked whenever it is the next one's turn
 */
export function* twinsLast<W extends Work>(builds: Iterable<W>, running: () => Iterable<Work>): Generator<W> {
  const twins: W[] = [];
  for (const build of builds) {
    if (Iterator.from(running()).some((other) => areTwins(build, other))) twins.push(build);
    else yield build;
  }
  yield* twins;
}

/** Whether two are previews by one system of some equal input. */
function areTwins(one: Work, other: Work): boolean {
  if (one.node.backend !== 'preview' || other.node.backend !== 'preview') return false;
  if (one.node.system !== other.node.system) return false;
  const read = new Set(Object.values(one.recipe?.inputs ?? {}));
  return Object.values(other.recipe?.inputs ?? {}).some((digest) => read.has(digest));
}
