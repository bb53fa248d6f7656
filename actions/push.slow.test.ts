import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ifThere } from '#engine/store/durable-file.ts';
import { EPISODE, logsOf, smallLife } from '#test/small-life.ts';
import type { SmallLife } from '#test/small-life.ts';

/** How many results the machine with the card has kept. */
async function kept({ store }: SmallLife): Promise<number> {
  const entries = await ifThere(readdir(join(store, 'results'), { recursive: true }));
  return (entries ?? []).filter((entry) => entry.endsWith('.json')).length;
}

test(
  'I23: a push in the middle of a rebuild stops only what is no longer wanted; what is finished and still wanted is taken, what is not is left',
  { timeout: 600_000 },
  async () => {
    await using life = await smallLife();
    const narration = `episodes/${EPISODE}/narration.txt`;
    const { clone } = await life.open('owner', 'twice', { [narration]: 'Первые слова.\n' });
    const until = performance.now() + 300_000;
    while ((await kept(life)) < 2 && performance.now() < until) await wait(100);
    const finished = await kept(life);
    expect(finished).toBeGreaterThanOrEqual(2);
    await clone.commit('Other words', { [narration]: 'Вторые слова.\n' });
    await clone.push();

    const [first, second] = await life.runs('reference.yml');
    if (first === undefined || second === undefined) throw new Error('there were no two runs');
    // The older head made way: it is not shown, and nobody cancelled it.
    expect(first.conclusion).toBe('success');
    expect(first.jobs.find(({ key }) => key === 'visual-diff')?.conclusion).toBe('skipped');
    expect(logsOf(second)).toContain('success');
    const log = second.jobs.find(({ key }) => key === 'rebuild')?.log ?? '';
    const outcomes = new Map(
      [...log.matchAll(/^(?:\S+ )?(?<name>[a-z]\S*): (?<kind>built|reused)$/gmu)].map(({ groups }) => [
        groups?.['name'] ?? '',
        groups?.['kind'] ?? '',
      ]),
    );
    expect(outcomes.get('canon')).toBe('reused');
    expect(outcomes.get(`voice/${EPISODE}`)).toBe('built');
    expect([...outcomes.values()].filter((kind) => kind === 'reused').length).toBeGreaterThanOrEqual(
      finished - 1,
    );
  },
);
