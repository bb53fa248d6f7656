import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseArgv, readInterface } from '../../../../drivers/interfaces/interface.ts';
import { TASKS } from './params.ts';
import { place } from './upstream.fixture.ts';

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
