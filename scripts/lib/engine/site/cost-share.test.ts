import { expect, test } from 'vitest';
import type { Cost } from '#core/ledger-record.ts';
import { ArtifactName } from '#core/names.ts';
import { sumCosts } from '../cost/cost.ts';
import type { EpisodeCost } from '../cost/share.ts';
import { costShare } from './cost-share.ts';

const cost = (parts: Readonly<Record<string, Cost>>, unknown: readonly string[] = []): EpisodeCost => ({
  shares: Object.entries(parts).map(([name, part]) => ({
    artifact: ArtifactName.parse(name),
    cost: part,
    episodes: 1,
    part,
  })),
  total: sumCosts(Object.values(parts)),
  unknown: unknown.map((name) => ArtifactName.parse(name)),
});
const euro = (amount: number) => ({ amount, currency: 'EUR' });

test('money divides where all have a price in one currency', () => {
  const share = costShare(
    cost({ voice: { seconds: 10, money: euro(1) }, scene: { seconds: 5, money: euro(3) } }),
  );
  expect(share?.by).toBe('money');
  expect(share?.shares.map(({ artifact, share }) => [artifact, share])).toEqual([
    ['scene', 0.75],
    ['voice', 0.25],
  ]);
});

test('otherwise GPU time divides, and where there was none the time', () => {
  const mixed = cost({
    voice: { seconds: 10, money: euro(1) },
    scene: { seconds: 5, gpuSeconds: 4, money: { amount: 3, currency: 'USD' } },
  });
  expect(costShare(mixed)?.by).toBe('GPU time');
  expect(costShare(mixed)?.shares[0]).toMatchObject({ artifact: 'scene', share: 1 });
  expect(costShare(cost({ a: { seconds: 1 }, b: { seconds: 3 } }))).toMatchObject({
    by: 'time',
    shares: [{ share: 0.75 }, { share: 0.25 }],
  });
});

test('what was not measured has no share, and is named', () => {
  expect(costShare(cost({}))).toBeNull();
  expect(costShare(cost({ a: { seconds: 0 } }, ['b']))).toMatchObject({
    shares: [{ share: 0 }],
    unknown: ['b'],
  });
});
