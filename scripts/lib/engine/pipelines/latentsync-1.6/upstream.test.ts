import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { videoFacts } from '../../backends/outputs-video.ts';
import { picture, video, wave } from '#test/upstream-samples.ts';
import { upstreamPlace } from '#test/upstream-place.ts';
import type { UpstreamGiven } from '#test/upstream-place.ts';
import { parseArgv } from '../../../../drivers/interfaces/interface.ts';
import { writeWhole } from '#media/picture-file.ts';
import { latentSync } from './declaration.ts';
import { latentSyncUpstream } from './upstream.ts';

const PROGRAM = `import os, shutil, sys
given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
said = open(os.environ["SAMPLE"], "rb").read()
if said.startswith(b"says "):
    sys.exit(said[5:].decode())
for path in (given["--video_path"], given["--audio_path"]):
    assert os.path.isfile(path), path
assert not os.path.exists(given["--temp_dir"])
if said != b"writes nothing":
    shutil.copy(os.environ["SAMPLE"], given["--video_out_path"])
`;
/** Where a face is looked for on the real picture, `upstream.slow.test.ts` has it; here the crop is a given. */
const system = {
  ...latentSyncUpstream,
  prepare: async ({ job }: { job: { workDir: string } }) =>
    writeWhole(join(job.workDir, 'face.png'), await picture(256, 256)),
};
const place = async (more: Partial<UpstreamGiven> = {}) =>
  upstreamPlace(latentSync, system, {
    files: { 'scripts/inference.py': PROGRAM, 'scripts/__init__.py': '' },
    inputs: { 'picture/canon.png': await picture(64, 64), 'voice/voice.wav': wave(1.2, 44_100) },
    params: { size: 256 },
    seed: 1247,
    ...more,
  });

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

test('the picture is the program’s, the sound is the voice itself', async () => {
  await using made = await place();
  const synced = join(made.root, 'sample.mp4');
  await video(synced, { width: 256, height: 256, fps: 25, frames: 32, sound: true });
  expect(await made.builds(await readFile(synced))).toEqual(['talk.mp4']);
  const facts = await videoFacts('talk', made.out('talk.mp4'), new AbortController().signal);
  expect(facts).toMatchObject({ width: 256, fps: 25, frames: 32, sound: true });
  const clip = await videoFacts('clip', join(made.root, 'work', 'clip.mp4'), new AbortController().signal);
  expect(clip).toMatchObject({ width: 256, fps: 25, frames: 25 });
});

test('exit 0 without a file, and a clip that is too short for the voice, are failures', async () => {
  await using made = await place();
  expect(await made.builds('writes nothing')).toBe('output-missing');
  const short = join(made.root, 'sample.mp4');
  await video(short, { width: 256, height: 256, fps: 25, frames: 5, sound: true });
  expect(await made.builds(await readFile(short))).toBe('output-length');
});

test('what the program says of itself has its own code', async () => {
  await using made = await place();
  expect(await made.builds('says RuntimeError: Face not detected')).toBe('face-missing');
  expect(await made.builds('says RuntimeError: stack expects a non-empty TensorList')).toBe(
    'clip-unreadable',
  );
  expect(await made.builds("says RuntimeError: Video path 'x' not found")).toBe('clip-unreadable');
  expect(await made.builds('says RuntimeError: Failed to load audio: x')).toBe('clip-unreadable');
  expect(await made.builds('says ffmpeg not found, please install it by: apt')).toBe('ffmpeg-missing');
  expect(await made.builds('says NotImplementedError: cross_attention_dim must be 768 or 384')).toBe(
    'weights-changed',
  );
  expect(await made.builds('says no kernel image is available')).toBe('gpu-kernel');
});

test('a path that a shell would read is refused before anything is started', async () => {
  await using made = await place({ below: 'my job' });
  const fault = await made.fault();
  expect(fault.code).toBe('path-unfit');
  await using evil = await place({ below: '$(touch pwned)' });
  expect((await evil.fault()).code).toBe('path-unfit');
});
