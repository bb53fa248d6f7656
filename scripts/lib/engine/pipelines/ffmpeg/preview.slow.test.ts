import { beforeAll, expect, test } from 'vitest';
import { cube } from '#media/mesh/cube.fixture.ts';
import { standpointOf } from '#media/mesh/multi-view.ts';
import { splatsOf } from '#media/mesh/splats.ts';
import { decodeWave, secondsOf } from '#media/sound/wave-file.ts';
import { encodeSequence } from '#media/video/sequence.ts';
import { previewed } from '#test/previewed.ts';
import { runFfmpeg } from '../../backends/ffmpeg.ts';
import { videoFacts } from '../../backends/outputs-video.ts';
import { pipeline as speaker } from '../fish-speech/pipeline.ts';
import { pipeline as foley } from '../hunyuan-foley/pipeline.ts';
import { pipeline } from './pipeline.ts';

const signal = new AbortController().signal;
const quiet = { signal, log: () => undefined };
const params = { width: 160, height: 128, roundSeconds: 2, swingDeg: 20 };
let inputs: Record<string, Uint8Array>;

beforeAll(async () => {
  await using said = await previewed(speaker, {
    inputs: {
      'tokens/tokens': 'assets/ref_alpha.npy',
      'tokens/transcript': { words: 'Меня зовут Альфа.' },
      'text/text': { words: 'На столе лежит карандаш. Рядом с ним чистый лист бумаги, и больше ничего.' },
    },
  });
  await using heard = await previewed(foley, {
    params: { seconds: 3 },
    inputs: { 'prompt/text': { words: 'quiet room, pencil' } },
  });
  const mesh = cube();
  const standpoint = standpointOf(mesh);
  const { cloud } = splatsOf(mesh, standpoint, 3000);
  const aside = { ...cloud, positions: cloud.positions.map((value, at) => value + (at % 3 === 0 ? 0.1 : 0)) };
  inputs = {
    'scene/dataset': new Uint8Array(),
    'scene/sequence': encodeSequence({ periodSeconds: 2, clouds: [cloud, aside], standpoint }),
    'voice/voice': await said.bytes('voice.wav'),
    'ambient/ambient': await heard.bytes('ambient.wav'),
  };
});

test('an episode lasts as long as its voice and a little more, at −16 LUFS below −1.5 dBTP, ready to stream', async () => {
  await using built = await previewed(pipeline, { params, inputs });
  expect(built.files).toEqual(['video.mp4']);
  const file = built.path('video.mp4');
  const spoken = secondsOf(decodeWave(inputs['voice/voice'] ?? new Uint8Array()));
  const facts = await videoFacts('video', file, signal);
  expect(facts).toMatchObject({ width: 160, height: 128, fps: 25, sound: true });
  expect(Math.abs(facts.seconds - (0.5 + spoken + 1))).toBeLessThan(0.06);

  const told: string[] = [];
  const args = ['-loglevel', 'info', '-i', file, '-af', 'ebur128=peak=true', '-f', 'null', '-'];
  await runFfmpeg(args, { signal, log: (line) => told.push(line) });
  const summary = told.join('\n').split('Summary:')[1] ?? '';
  const figure = (pattern: RegExp) => Number(pattern.exec(summary)?.[1]);
  expect(Math.abs(figure(/I:\s+(-?[\d.]+) LUFS/u) + 16)).toBeLessThan(0.5);
  expect(figure(/Peak:\s+(-?[\d.]+) dBFS/u)).toBeLessThanOrEqual(-1.5);

  const bytes = await built.bytes('video.mp4');
  expect(bytes.indexOf('moov')).toBeGreaterThan(0);
  expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
}, 60_000);

test('rounds follow each other without a jump, and the camera moves in each', async () => {
  await using built = await previewed(pipeline, { params, inputs });
  const raw = await runFfmpeg(
    ['-i', built.path('video.mp4'), '-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'],
    quiet,
  );
  const size = 160 * 128;
  const apart = (a: number, b: number) => {
    let sum = 0;
    for (let at = 0; at < size; at += 1)
      sum += Math.abs((raw[a * size + at] ?? 0) - (raw[b * size + at] ?? 0));
    return sum / size;
  };
  // A round has 50 frames: the 50th shows what the first showed, the 25th something else.
  expect(apart(0, 50)).toBeLessThan(0.5);
  expect(apart(0, 25)).toBeGreaterThan(3);
  const steps = Array.from({ length: 49 }, (_, frame) => apart(frame, frame + 1));
  expect(apart(49, 50)).toBeLessThanOrEqual(Math.max(...steps));
}, 60_000);

test('the same inputs give the same bytes, whether the round of the video before was the same or another', async () => {
  await using first = await previewed(pipeline, { params, inputs });
  await using again = await previewed(pipeline, { params, inputs });
  expect(await again.digests()).toEqual(await first.digests());
  await using other = await previewed(pipeline, { params: { ...params, swingDeg: 10 }, inputs });
  expect(await other.digests()).not.toEqual(await first.digests());
  await using anew = await previewed(pipeline, { params, inputs });
  expect(await anew.digests()).toEqual(await first.digests());
}, 60_000);
