import { expect, test } from 'vitest';
import type { Cost, LedgerRecord } from '#core/ledger-record.ts';
import { ContentKey, Recipe } from '#core/key.ts';
import { LockLine } from '#core/lock.ts';
import { CommitId, oidOf } from '#core/oid.ts';
import type { NewLock } from '#engine/change/new-lock.ts';
import { extend } from '#engine/ledger/chain.ts';
import { artifactCosts } from './artifact-costs.ts';

const line = LockLine.parse({
  name: 'mesh',
  key: ContentKey.parse(oidOf('key')),
  recipe: Recipe.parse({
    system: 'hunyuan3d-2.1',
    backend: 'upstream',
    version: '1',
    seed: 1,
    params: {},
    inputs: {},
    pins: {},
  }),
  outputs: [{ role: 'mesh', file: 'a.glb', medium: 'mesh', digest: oidOf('mesh'), size: 1 }],
  preview: null,
  reference: oidOf('pixels'),
});
const taken = (cost: Cost): NewLock => ({
  lock: new Map([[line.name, line]]),
  missing: new Map(),
  taken: [{ kind: 'built', line, cost }],
});
const booked = (cost: Cost) =>
  extend(
    [],
    [
      {
        kind: 'build',
        artifact: line.name,
        key: line.key,
        recipe: line.recipe,
        outputs: line.outputs,
        preview: null,
        commit: CommitId.parse('a'.repeat(40)),
        runner: 'one',
        cost,
      } satisfies LedgerRecord,
    ],
    '2026-11-22T00:00:00.000Z',
  );
const rates = { currency: 'EUR', pricePerGpuHour: 1, pricePerKwh: 0.3, watts: 360 };

test('what was measured now is counted with the owner’s rates, and without them is time alone', () => {
  const now = taken({ seconds: 3600, gpuSeconds: 3600 });
  expect(artifactCosts([line], [], now, rates).get(line.name)).toEqual({
    seconds: 3600,
    gpuSeconds: 3600,
    energyWh: 360,
    money: { amount: 1.108, currency: 'EUR' },
  });
  expect(artifactCosts([line], [], now, undefined).get(line.name)).toEqual({
    seconds: 3600,
    gpuSeconds: 3600,
  });
});

test('money that a build job claims is not believed', () => {
  const claimed = taken({ seconds: 1, money: { amount: 999, currency: 'EUR' } });
  expect(artifactCosts([line], [], claimed, rates).get(line.name)).toEqual({ seconds: 1 });
});

test('what the ledger has is said again, so that a second run says the same', () => {
  const ledger = booked({ seconds: 100, gpuSeconds: 90 });
  const reused: NewLock = { ...taken({ seconds: 5 }), taken: [{ kind: 'reused', line }] };
  for (const lock of [taken({ seconds: 5 }), reused])
    expect(artifactCosts([line], ledger, lock, rates).get(line.name)).toEqual({
      seconds: 100,
      gpuSeconds: 90,
    });
  expect(artifactCosts([line], [], reused, rates).size).toBe(0);
});

test('what a cancelled run built and nobody recorded keeps its cost when the next run takes it', () => {
  const late: NewLock = {
    ...taken({ seconds: 5 }),
    taken: [{ kind: 'reused', line, cost: { seconds: 60, gpuSeconds: 50 } }],
  };
  expect(artifactCosts([line], [], late, undefined).get(line.name)).toEqual({ seconds: 60, gpuSeconds: 50 });
});
