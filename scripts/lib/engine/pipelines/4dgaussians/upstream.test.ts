import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { emptyCloud } from '#media/splat/cloud.ts';
import { mesh } from '#test/upstream-samples.ts';
import { upstreamPlace } from '#test/upstream-place.ts';
import type { UpstreamGiven, UpstreamPlace } from '#test/upstream-place.ts';
import { parseArgv } from '../../../../drivers/interfaces/interface.ts';
import { fourDGaussians } from './declaration.ts';
import type { FourDGaussiansParams } from './params.ts';
import { fourDGaussiansUpstream, startPoints, thinned } from './upstream.ts';

const PROGRAM = `import os, sys
said = open(os.environ["SAMPLE"], "rb").read().decode()
sys.exit(said[5:])
`;
const params = {
  trainViews: 8,
  valViews: 1,
  testViews: 1,
  times: 4,
  motion: 0,
  gaussians: 1000,
  iterations: 20,
  coarseIterations: 10,
};
const place = async (more: Partial<UpstreamGiven> = {}, system = fourDGaussiansUpstream) =>
  upstreamPlace(fourDGaussians, system, {
    files: { 'train.py': PROGRAM },
    inputs: { 'mesh/mesh': await mesh(200, true) },
    params,
    ...more,
  });
const argvOf = async (made: UpstreamPlace<FourDGaussiansParams>, index: number) => {
  const invocation = (await made.describe())[index];
  if (invocation?.kind !== 'process') throw new Error('a process was expected');
  expect(invocation.cwd).toBe(made.checkout);
  return { argv: ['python', ...invocation.argv.slice(1)], files: invocation.files };
};

test('both command lines are ones that the programs take, and what is trained is saved', async () => {
  await using made = await place();
  const train = await argvOf(made, 0);
  const parsed = await parseArgv('4dgaussians', 'train', train.argv);
  expect(parsed).toMatchObject({
    source_path: join(made.root, 'work', 'dataset'),
    model_path: join(made.root, 'work', 'model'),
    expname: 'alpha',
    iterations: 20,
    coarse_iterations: 10,
    save_iterations: [20],
    test_iterations: [20],
    sh_degree: 3,
    extension: '.png',
  });
  const port = z.int().parse(parsed['port']);
  expect(port).toBeGreaterThanOrEqual(20_000);
  expect(port).toBeLessThan(40_000);
  expect(train.files).toContain(
    join(made.root, 'work', 'model', 'point_cloud', 'iteration_20', 'point_cloud.ply'),
  );
  const frames = await argvOf(made, 1);
  await expect(parseArgv('4dgaussians', 'export_perframe', frames.argv)).resolves.toMatchObject({
    iteration: 20,
    model_path: join(made.root, 'work', 'model'),
    source_path: join(made.root, 'work', 'moments'),
  });
  expect(frames.files).toHaveLength(4);
});

const cloudAt = (time: number) => {
  const cloud = emptyCloud(4);
  cloud.opacities.set([0.1, 0.9, 0.9, 0.5]);
  cloud.scales.set([1, 1, 1, 1, 1, 1, 0.1, 0.1, 0.1, 1, 1, 1]);
  for (let index = 0; index < 4; index += 1) cloud.positions[index * 3] = index + time / 10;
  return cloud;
};

test('thinning keeps the Gaussians that are seen most, the same ones at every time', () => {
  const thin = thinned([cloudAt(0), cloudAt(1)], 2);
  expect(thin.map(({ positions }) => [...positions].map((value) => Math.round(value * 10) / 10))).toEqual([
    [1, 0, 0, 3, 0, 0],
    [1.1, 0, 0, 3.1, 0, 0],
  ]);
  expect(thinned([cloudAt(0)], 4)[0]?.count).toBe(4);
});

test('start points are a PLY with position, normal and colour', () => {
  const cloud = emptyCloud(2);
  cloud.positions.set([1, 2, 3], 3);
  cloud.colours.set([1, 0.5, 2], 3);
  const bytes = startPoints(cloud);
  const start = bytes.indexOf('end_header\n') + 'end_header\n'.length;
  expect(bytes.length - start).toBe(54);
  expect(bytes.readFloatLE(start + 27 + 8)).toBe(3);
  expect([...bytes.subarray(start + 51)]).toEqual([255, 128, 255]);
});
