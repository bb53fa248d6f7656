import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { lfsRepo } from '#test/lfs-repo.ts';
import type { LfsRepo } from '#test/lfs-repo.ts';

const checkout = resolve(import.meta.dirname, '../..');
const episodes = readdirSync(join(checkout, 'episodes'));
const manifest = readFileSync(join(checkout, 'assets/alpha.yml'), 'utf8');
const upstream = manifest.replaceAll(
  /^ {2}(?<system>[\w.-]+):(?<between>\s*(?:\{ )?)backend: preview/gmu,
  (line, system: string) =>
    /canon|ffmpeg/u.test(system) ? line : line.replace('backend: preview', 'backend: upstream'),
);
const owner = (region: string, use: string) => `schema: alpha-owner/1
region: ${region}
use: ${use}
rates: { currency: EUR, pricePerGpuHour: 0.6, watts: 600, pricePerKwh: 0.5 }
`;

const Plan = z.object({
  items: z.array(
    z.object({ name: z.string(), expected: z.object({ gpuSeconds: z.number().optional() }).optional() }),
  ),
  expected: z.object({
    gpuSeconds: z.number(),
    energyWh: z.number(),
    money: z.record(z.string(), z.number()),
  }),
  schedule: z.object({
    seconds: z.number(),
    bound: z.number(),
    inPlanOrder: z.number(),
    order: z.array(z.string()),
  }),
  owner: z.object({ region: z.string(), use: z.string() }).nullable(),
  licences: z.array(
    z.object({
      system: z.string(),
      binds: z.boolean(),
      conditions: z.array(z.string()),
      forbids: z.array(z.object({ kind: z.string(), clause: z.string() })),
    }),
  ),
  licenceFaults: z.array(z.object({ artifact: z.string(), kind: z.string() })),
});

let repo: LfsRepo;
beforeAll(async () => {
  repo = await lfsRepo();
  const paths = [
    'assets/alpha-ref.png',
    'assets/alpha-ref.yml',
    'assets/ref_alpha.npy',
    ...episodes.flatMap((slug) =>
      ['episode.yml', 'narration.txt'].map((file) => join('episodes', slug, file)),
    ),
  ];
  await repo.write(Object.fromEntries(paths.map((path) => [path, readFileSync(join(checkout, path))])));
});
afterAll(() => repo[Symbol.asyncDispose]());

const alpha = async (...argv: readonly string[]) => {
  const { stdout } = await execa(process.execPath, [join(checkout, 'scripts/alpha.ts'), ...argv], {
    cwd: repo.root,
    reject: false,
  });
  return stdout;
};
const plan = async () => Plan.parse(JSON.parse(await alpha('plan', '--json')));

test('a plan names each model’s licence, and how to state once who builds here', async () => {
  await repo.write({ 'assets/alpha.yml': manifest, 'assets/owner.yml': null });
  const told = await plan();
  expect(told.owner).toBeNull();
  expect(told.licences.map(({ system }) => system)).toContain('hunyuan3d-2.1');
  expect(told.licences.filter(({ binds }) => binds)).toEqual([]);
  expect(told.licences.find(({ system }) => system === 'sharp')?.forbids).toEqual([
    { kind: 'unstated', clause: expect.stringContaining('research only, non-commercial') },
  ]);
  expect(told.licenceFaults).toEqual([]);
  const text = await alpha('plan');
  expect(text).toContain('cp scripts/runner/owner.example.yml assets/owner.yml');
  expect(text).toMatch(/hunyuan3d-2\.1 +Tencent.*no licence in EU, GB, KR/u);
});

test('held against region and use it says what is forbidden, of what descends from it too; and what the GPU will cost', async () => {
  await repo.write({ 'assets/alpha.yml': upstream, 'assets/owner.yml': owner('DE', 'commercial') });
  const told = await plan();
  const forbids = (system: string) =>
    told.licences.find((licence) => licence.system === system)?.forbids.map(({ kind }) => kind);
  expect(forbids('hunyuan3d-2.1')).toEqual(['region']);
  expect(forbids('sharp')).toEqual(['research']);
  expect(forbids('pulid-flux')).toEqual(['commercial']);
  expect(forbids('wan-2.2-i2v')).toEqual([]);
  const video = told.licenceFaults.filter(({ artifact }) => artifact === `video/${episodes[0]}`);
  expect(new Set(video.map(({ kind }) => kind))).toEqual(new Set(['region', 'commercial']));
  // As the manifest expects it: 31 minutes for what all share, 9 an episode.
  expect(told.expected.gpuSeconds).toBe((31 + 9 * episodes.length) * 60);
  expect(told.expected.energyWh).toBeCloseTo((told.expected.gpuSeconds / 3600) * 600, 2);
  expect(told.expected.money['EUR']).toBeCloseTo((told.expected.gpuSeconds / 3600) * (0.6 + 0.6 * 0.5), 2);
  const { seconds, bound, inPlanOrder, order } = told.schedule;
  expect(order).toHaveLength(told.items.length);
  expect(seconds).toBeLessThanOrEqual(inPlanOrder);
  expect(seconds).toBeLessThanOrEqual(bound * 1.05);
  const text = await alpha('plan');
  expect(text).toMatch(/On one card: About .* none is shorter than/u);
  expect(text).toMatch(/May not ship.*video/u);
});

test('whoever may use all of it reads no fault', async () => {
  await repo.write({ 'assets/alpha.yml': upstream, 'assets/owner.yml': owner('US', 'research') });
  expect((await plan()).licenceFaults).toEqual([]);
});
