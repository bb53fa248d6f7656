import { expect, test } from 'vitest';
import { costShare } from './cost-share.ts';
import type { ProvenanceRow } from './site.ts';

const row = (artifact: string, cost: ProvenanceRow['cost']): ProvenanceRow => ({
  artifact,
  system: 'ffmpeg',
  backend: 'preview',
  outputs: [],
  reads: [],
  cost,
});
const euro = (amount: number) => ({ amount, currency: 'EUR' });

test('money divides where all have a price in one currency', () => {
  const share = costShare([
    row('voice', { seconds: 10, money: euro(1) }),
    row('scene', { seconds: 5, money: euro(3) }),
  ]);
  expect(share?.by).toBe('money');
  expect(share?.money).toEqual(euro(4));
  expect(share?.shares.map(({ artifact, share }) => [artifact, share])).toEqual([
    ['scene', 0.75],
    ['voice', 0.25],
  ]);
});

test('otherwise GPU time divides, and where there was none the time', () => {
  const mixed = [
    row('voice', { seconds: 10, money: euro(1) }),
    row('scene', { seconds: 5, gpuSeconds: 4, money: { amount: 3, currency: 'USD' } }),
  ];
  expect(costShare(mixed)?.by).toBe('GPU time');
  expect(costShare(mixed)?.shares[0]).toMatchObject({ artifact: 'scene', share: 1 });
  expect(costShare([row('a', { seconds: 1 }), row('b', { seconds: 3 })])).toMatchObject({
    by: 'time',
    shares: [{ share: 0.75 }, { share: 0.25 }],
  });
});

test('what was not measured has no share', () => {
  expect(costShare([row('a', undefined)])).toBeNull();
  expect(costShare([row('a', { seconds: 0 })])?.shares[0]?.share).toBe(0);
});
