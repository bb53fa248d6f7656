import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { picture, video } from '#test/upstream-samples.ts';
import { upstreamPlace } from '#test/upstream-place.ts';
import type { UpstreamGiven } from '#test/upstream-place.ts';
import { parseArgv, readInterface } from '../../../../drivers/interfaces/interface.ts';
import { wan } from './declaration.ts';
import { TASKS } from './params.ts';
import { wanUpstream } from './upstream.ts';

const PROGRAM = `import os, shutil, sys
given = {name: sys.argv[at + 1] for at, name in enumerate(sys.argv[:-1]) if name in ("--save_file", "--image")}
said = open(os.environ["SAMPLE"], "rb").read()
if said.startswith(b"says "):
    print(said[5:].decode())
    sys.exit(0 if b"save_video" in said else 1)
shutil.copy(os.environ["SAMPLE"], given["--save_file"])
`;
const place = async (more: Partial<UpstreamGiven> = {}, side = 64) =>
  upstreamPlace(wan, wanUpstream, {
    files: { 'generate.py': PROGRAM },
    inputs: { 'picture/picture': await picture(side, side) },
    ...more,
  });

test.each(['ti2v-5B', 'i2v-A14B'] as const)(
  'the command line of %s is one that the program takes',
  async (task) => {
    await using made = await place({ params: { task, prompt: '-- a slow drift' }, seed: 4_294_967_295 });
    const [invocation] = await made.describe();
    if (invocation?.kind !== 'process') throw new Error('a process was expected');
    const { sizes } = await readInterface('wan-2.2-i2v');
    const parsed = await parseArgv('wan-2.2-i2v', 'i2v-A14B', ['python', ...invocation.argv.slice(1)]);
    expect(sizes[task]).toContain(parsed['size']);
    expect(parsed).toMatchObject({
      task,
      prompt: '-- a slow drift',
      image: join(made.root, 'in', 'picture-picture'),
      base_seed: 4_294_967_295,
      offload_model: true,
      convert_model_dtype: true,
      t5_cpu: true,
      frame_num: TASKS[task].frames,
      sample_steps: TASKS[task].steps,
      sample_guide_scale: TASKS[task].guidance,
      sample_solver: 'unipc',
      use_prompt_extend: false,
      save_file: join(made.root, 'work', 'clip.mp4'),
    });
    expect(invocation.cwd).toBe(made.checkout);
  },
);

test('every size that the params allow is one that the program supports for its task', async () => {
  const { sizes } = await readInterface('wan-2.2-i2v');
  for (const [task, { sizes: ours }] of Object.entries(TASKS))
    expect(sizes[task]).toEqual(expect.arrayContaining([...ours]));
});

test('a clip is taken when it has its frames and its rate; exit 0 alone is not enough', async () => {
  await using made = await place({ params: { frames: 5, size: '704*1280' } });
  const clip = join(made.root, 'clip.mp4');
  await video(clip, { width: 96, height: 64, fps: 24, frames: 5 });
  expect(await made.builds(await readFile(clip))).toEqual(['clip.mp4']);
  await video(clip, { width: 96, height: 64, fps: 24, frames: 4 });
  expect(await made.builds(await readFile(clip))).toBe('output-length');
  await video(clip, { width: 96, height: 64, fps: 16, frames: 5 });
  expect(await made.builds(await readFile(clip))).toBe('output-size');
  await video(clip, { width: 96, height: 64, fps: 24, frames: 5, black: true });
  expect(await made.builds(await readFile(clip))).toBe('output-black');
  expect(await made.builds('says save_video failed, error: no encoder\nFinished.')).toBe('output-missing');
});

test('a square picture must come out in the shape that its area gives', async () => {
  await using made = await place({ params: { frames: 5 } });
  const clip = join(made.root, 'clip.mp4');
  await video(clip, { width: 960, height: 960, fps: 24, frames: 5 });
  expect(await made.builds(await readFile(clip))).toBe('output-size');
  await video(clip, { width: 960, height: 928, fps: 24, frames: 5 });
  expect(await made.builds(await readFile(clip))).toEqual(['clip.mp4']);
});

test('what the program says of itself has its own code', async () => {
  await using made = await place();
  expect(await made.builds('says AssertionError: Unsupport size 1*1 for task i2v')).toBe('params-unfit');
  expect(await made.builds('says AssertionError: Please specify the checkpoint directory.')).toBe(
    'weights-missing',
  );
  expect(await made.builds('says AssertionError')).toBe('python-module');
  expect(await made.builds("says ModuleNotFoundError: No module named 'decord'")).toBe('python-module');
  expect(await made.builds('says torch.OutOfMemoryError: CUDA out of memory.')).toBe('gpu-memory');
  expect(await made.builds('says Killed')).toBe('system-memory');
});
