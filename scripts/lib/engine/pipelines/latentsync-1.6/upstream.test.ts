import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseArgv } from '../../../../drivers/interfaces/interface.ts';
import { place } from './upstream.fixture.ts';

test('the command line is one that the script takes, between two of ffmpeg', async () => {
  await using made = await place({ params: { size: 256, deepCache: true } });
  const [clip, sync, mux] = await made.describe();
  if (clip?.kind !== 'process' || sync?.kind !== 'process' || mux?.kind !== 'process')
    throw new Error('three processes were expected');
  expect([clip.argv[0], mux.argv[0]]).toEqual(['ffmpeg', 'ffmpeg']);
  expect(clip.argv).toEqual(expect.arrayContaining(['-loop', '1', '-pix_fmt', 'yuv420p']));
  await expect(parseArgv('latentsync-1.6', 'inference', ['python', ...sync.argv.slice(1)])).resolves.toEqual({
    unet_config_path: 'configs/unet/stage2_512.yaml',
    inference_ckpt_path: join(made.root, 'weights', 'latentsync_unet.pt'),
    inference_steps: 20,
    guidance_scale: 1.5,
    video_path: join(made.root, 'work', 'clip.mp4'),
    audio_path: join(made.root, 'in', 'voice-voice.wav'),
    video_out_path: join(made.root, 'work', 'synced.mp4'),
    temp_dir: join(made.root, 'work', 'latentsync-temp'),
    seed: 1247,
    enable_deepcache: true,
  });
  expect(sync.cwd).toBe(made.checkout);
});

test('a path that a shell would read is refused before anything is started', async () => {
  await using made = await place({ below: 'my job' });
  const fault = await made.fault();
  expect(fault.code).toBe('path-unfit');
  await using evil = await place({ below: '$(touch pwned)' });
  expect((await evil.fault()).code).toBe('path-unfit');
});
