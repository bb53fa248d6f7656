import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expandGraph } from '#core/graph.ts';
import { Cost } from '#core/ledger-record.ts';
import { Manifest } from '#core/manifest.ts';
import { ArtifactName, EpisodeSlug } from '#core/names.ts';
import type { Rates } from '../licence/owner.ts';
import { costOf, costWords, durationWords, partOf, sumCosts } from './cost.ts';
import { energyOf, meterPower, parsePower } from './power-meter.ts';
import { episodeCost } from './share.ts';

const rates: Rates = { currency: 'EUR', pricePerGpuHour: 0.36, pricePerKwh: 0.4, watts: 500 };

test('an hour on the card costs its hour and its energy', () => {
  expect(costOf({ seconds: 4000, gpuSeconds: 3600 }, rates)).toEqual({
    seconds: 4000,
    gpuSeconds: 3600,
    energyWh: 500,
    money: { amount: 0.56, currency: 'EUR' },
  });
});

test('a meter wins over the assumed watts', () => {
  expect(costOf({ seconds: 10, gpuSeconds: 10, energyWh: 1.25 }, rates).energyWh).toBe(1.25);
});

test('what cannot be known is absent, never zero', () => {
  expect(costOf({ seconds: 5 }, rates)).toEqual({ seconds: 5 });
  expect(costOf({ seconds: 5, gpuSeconds: 5 }, undefined)).toEqual({ seconds: 5, gpuSeconds: 5 });
  expect(costOf({ seconds: 5, gpuSeconds: 5 }, { currency: 'EUR', pricePerKwh: 1 })).toEqual({
    seconds: 5,
    gpuSeconds: 5,
  });
  expect(costOf({ seconds: 36, gpuSeconds: 36 }, { currency: 'EUR', pricePerGpuHour: 1 }).money?.amount).toBe(
    0.01,
  );
});

test('every cost is one that the ledger takes', () => {
  const amount = fc.double({ min: 0, max: 1e5, noNaN: true });
  fc.assert(
    fc.property(
      amount,
      fc.option(amount, { nil: undefined }),
      fc.option(amount, { nil: undefined }),
      (a, b, c) => {
        expect(Cost.safeParse(costOf({ seconds: a, gpuSeconds: b, energyWh: c }, rates)).success).toBe(true);
      },
    ),
  );
});

test('sums keep currencies apart', () => {
  const one = costOf({ seconds: 1, gpuSeconds: 3600 }, { currency: 'USD', pricePerGpuHour: 1 });
  expect(sumCosts([one, costOf({ seconds: 1, gpuSeconds: 3600 }, rates), one, { seconds: 2 }])).toEqual({
    seconds: 5,
    gpuSeconds: 10_800,
    energyWh: 500,
    money: { EUR: 0.56, USD: 2 },
  });
});

test('costs are told in words', () => {
  expect(costWords(costOf({ seconds: 250, gpuSeconds: 250 }, rates))).toBe(
    '4 min 10 s on the GPU, 34.7 Wh, 0.039 EUR',
  );
  expect(costWords({ seconds: 3.21 })).toBe('3.2 s');
  expect(costWords(sumCosts([costOf({ seconds: 3600, gpuSeconds: 3600 }, rates)]))).toBe(
    '1 h on the GPU, 500.0 Wh, 0.56 EUR',
  );
  expect([9.96, 59.6, 60, 3725, 7200].map(durationWords)).toEqual([
    '10 s',
    '1 min',
    '1 min',
    '1 h 2 min',
    '2 h',
  ]);
});

const manifest = Manifest.parse({
  schema: 'alpha/1',
  sources: {},
  episodes: 'episodes',
  systems: { any: { backend: 'preview' } },
  artifacts: {
    mesh: { system: 'any', reads: {}, ships: 'yes' },
    scene: { system: 'any', reads: { mesh: 'mesh' }, ships: 'yes' },
    stills: { system: 'any', reads: {}, ships: 'yes' },
    voice: { per: 'episode', system: 'any', reads: {}, ships: 'yes' },
    video: { per: 'episode', system: 'any', reads: { scene: 'scene', voice: 'voice' }, ships: 'yes' },
  },
});
const cost = (gpuSeconds: number) => costOf({ seconds: gpuSeconds, gpuSeconds }, rates);
const slug = (text: string) => EpisodeSlug.parse(text);

test('an episode carries its own builds whole and its part of what all stand on', () => {
  const graph = expandGraph(manifest, [slug('one'), slug('two')]);
  const costs = new Map([
    [ArtifactName.parse('mesh'), cost(240)],
    [ArtifactName.parse('scene'), cost(480)],
    [ArtifactName.parse('voice/one'), cost(60)],
    [ArtifactName.parse('stills'), cost(1000)],
  ]);
  const share = episodeCost(graph, costs, slug('one'));
  expect(share.shares.map(({ artifact, episodes, part }) => [artifact, episodes, part.gpuSeconds])).toEqual([
    ['scene', 2, 240],
    ['mesh', 2, 120],
    ['voice/one', 1, 60],
  ]);
  expect(share.total.gpuSeconds).toBe(420);
  expect(share.unknown).toEqual(['video/one']);
});

test('the parts of all episodes add up to the whole', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { minLength: 3, maxLength: 3 }),
      (count, seconds) => {
        const slugs = Array.from({ length: count }, (_, at) => slug(`e${at}`));
        const graph = expandGraph(manifest, slugs);
        const costs = new Map(
          [...graph.keys()].map((name, at) => [name, { seconds: seconds[at % 3] ?? 0 }] as const),
        );
        const used = [...costs].filter(([name]) => name !== 'stills');
        const whole = sumCosts(used.map(([, cost]) => cost)).seconds;
        const parts = slugs.reduce(
          (sum, episode) => sum + episodeCost(graph, costs, episode).total.seconds,
          0,
        );
        expect(Math.abs(whole - parts)).toBeLessThan(0.001 * 20 * count);
      },
    ),
    { numRuns: 30 },
  );
});

test('a part keeps what is unknown unknown', () => {
  expect(partOf({ seconds: 10 }, 0.5)).toEqual({ seconds: 5 });
});

test('energy is the area under the readings', () => {
  expect(
    energyOf([
      { atMs: 0, watts: 0 },
      { atMs: 1000, watts: 360 },
      { atMs: 3000, watts: 360 },
    ]),
  ).toBeCloseTo(0.25, 10);
  expect(energyOf([])).toBe(0);
});

test.each([
  ['574.21', 574.21],
  [' 31 ', 31],
  ['[N/A]', undefined],
  ['[Not Supported]', undefined],
  ['ERR!', undefined],
  ['', undefined],
])('a reading of “%s” is %s', (line, watts) => {
  expect(parsePower(line)).toBe(watts);
});

test('no line whatever is read as a negative or endless power', () => {
  fc.assert(
    fc.property(fc.string(), (line) => {
      const watts = parsePower(line);
      expect(watts === undefined || (watts >= 0 && Number.isFinite(watts))).toBe(true);
    }),
  );
});

test('a meter reads while its block lasts, and a missing program measures nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'alpha-power-'));
  try {
    const program = join(folder, 'nvidia-smi');
    await writeFile(program, '#!/bin/sh\nwhile :; do echo 360.00; sleep 0.05; done\n');
    await chmod(program, 0o755);
    await using meter = meterPower(0, program);
    await wait(600);
    const energy = meter.energyWh() ?? 0;
    expect(energy).toBeGreaterThan(0.01);
    expect(energy).toBeLessThan(0.1);
    await using nothing = meterPower(0, join(folder, 'absent'));
    await wait(50);
    expect(nothing.energyWh()).toBeUndefined();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
