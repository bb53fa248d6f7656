import { beforeAll, expect, test } from 'vitest';
import { encodePng } from '#media/picture-file.ts';
import { envelopeOf } from '#media/sound/speech-shape.ts';
import { decodeWave, secondsOf } from '#media/sound/wave-file.ts';
import { previewed } from '#test/previewed.ts';
import { runFfmpeg } from '../../backends/ffmpeg.ts';
import { videoFacts } from '../../backends/outputs-video.ts';
import { pipeline as speaker } from '../fish-speech/pipeline.ts';
import { pipeline } from './pipeline.ts';

const quiet = { signal: new AbortController().signal, log: () => undefined };
const SIZE = 256;
let voice: Buffer;

beforeAll(async () => {
  await using said = await previewed(speaker, {
    inputs: {
      'tokens/tokens': 'assets/ref_alpha.npy',
      'tokens/transcript': { words: 'Меня зовут Альфа.' },
      'text/text': {
        words: 'Сегодня утром шёл дождь. А вечером я уже смотрела на звёзды. Так бывает осенью.',
      },
    },
  });
  voice = await said.bytes('voice.wav');
});

const talk = (picture: string) =>
  previewed(pipeline, {
    params: { size: SIZE },
    inputs: { 'picture/picture': picture, 'voice/voice': voice },
  });

/** How much of a frame's mouth is dark, a number a frame: the lower middle of the crop is where it lies. */
async function openings(file: string): Promise<number[]> {
  const raw = await runFfmpeg(['-i', file, '-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'], quiet);
  return Array.from({ length: raw.length / (SIZE * SIZE) }, (_, frame) => {
    let dark = 0;
    for (let y = Math.round(SIZE * 0.55); y < SIZE * 0.68; y += 1)
      for (let x = Math.round(SIZE * 0.42); x < SIZE * 0.58; x += 1)
        dark += Math.max(0, 90 - (raw[frame * SIZE * SIZE + y * SIZE + x] ?? 0));
    return dark;
  });
}

/** Correlation of two series, the second moved by `lag` frames. */
function correlation(a: readonly number[], b: readonly number[], lag: number): number {
  const pairs = a.flatMap((value, at) =>
    b[at + lag] === undefined ? [] : [[value, b[at + lag] ?? 0] as const],
  );
  const mean = (index: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[index], 0) / pairs.length;
  const [meanA, meanB] = [mean(0), mean(1)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [x, y] of pairs) {
    ab += (x - meanA) * (y - meanB);
    aa += (x - meanA) ** 2;
    bb += (y - meanB) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

test('the mouth opens with the voice, within a frame, in a video of the right form and length', async () => {
  await using built = await talk('assets/alpha-ref.png');
  expect(built.files).toEqual(['talk.mp4']);
  const file = built.path('talk.mp4');
  const facts = await videoFacts('talk', file, quiet.signal);
  expect(facts).toMatchObject({ width: SIZE, height: SIZE, fps: 25, sound: true });
  expect(facts.frames).toBe(Math.ceil(secondsOf(decodeWave(voice)) * 25));

  // Decoded frames against the sound that stands beside them in the file.
  const sound = await runFfmpeg(['-i', file, '-f', 'f32le', '-ac', '1', '-ar', '44100', 'pipe:1'], quiet);
  const samples = new Float32Array(sound.buffer, sound.byteOffset, sound.byteLength / 4);
  const loud = [...envelopeOf({ rate: 44_100, samples }, 25)];
  const open = await openings(file);
  const lags = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6];
  const best = lags.toSorted((a, b) => correlation(loud, open, b) - correlation(loud, open, a))[0] ?? 99;
  expect(Math.abs(best)).toBeLessThanOrEqual(1);
  expect(correlation(loud, open, best)).toBeGreaterThan(0.6);
}, 120_000);

test('the same picture and voice give the same bytes, another picture others', async () => {
  await using first = await talk('assets/alpha-ref.png');
  await using again = await talk('assets/alpha-ref.png');
  await using other = await talk('scripts/test/fixtures/variants/hair_hue_p30.png');
  expect(await again.digests()).toEqual(await first.digests());
  expect(await other.digests()).not.toEqual(await first.digests());
}, 240_000);

test('a picture without a face is refused', async () => {
  const grey = await encodePng({
    width: 256,
    height: 256,
    rgba: new Uint8ClampedArray(256 * 256 * 4).fill(150),
  });
  const talking = previewed(pipeline, { inputs: { 'picture/picture': grey, 'voice/voice': voice } });
  await expect(talking).rejects.toMatchObject({ code: 'face-missing' });
}, 60_000);
