import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ArtifactName } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import { picture } from '#test/upstream-samples.ts';
import { upstreamPlace } from '#test/upstream-place.ts';
import type { UpstreamGiven } from '#test/upstream-place.ts';
import { PULID_FILES } from '../pulid-flux/upstream.fixture.ts';
import { flux1Dev } from './declaration.ts';
import { fluxFaceUpstream } from './upstream-face.ts';
import { fluxBackend } from './upstream.ts';

const place = async (more: Partial<UpstreamGiven> = {}) =>
  upstreamPlace(flux1Dev, fluxFaceUpstream, {
    files: PULID_FILES,
    inputs: { 'picture/picture': await picture(64, 64) },
    params: {
      prompt: '--alpha',
      width: 256,
      height: 256,
      pulidStrength: 0.8,
      loraScale: 0,
      maxSequenceLength: 256,
    },
    seed: 11,
    ...more,
  });

test('a candidate that holds the face is made by PuLID, with the seed, the prompt and the strength that were asked for', async () => {
  await using made = await place();
  expect(await made.builds(await picture(256, 256))).toEqual(['candidate.png']);
  expect(made.lines).toEqual(expect.arrayContaining(['still 11 --alpha 256x256 face 0.8 from 0 words 256']));
});

test('a black picture, one of another size, a face that is not found and another seed are failures', async () => {
  await using made = await place();
  expect(await made.builds(await picture(256, 256, 0))).toBe('output-black');
  expect(await made.builds(await picture(512, 256))).toBe('output-size');
  expect(await made.builds('none')).toBe('face-missing');
  expect(await made.builds('seed')).toBe('upstream-failed');
  expect(await made.builds('')).toBe('upstream-failed');
});

test('the LoRA is laid in at its scale, and one that is not understood is refused', async () => {
  await using made = await place({ params: { width: 256, height: 256, loraScale: 0.9 } });
  expect(await made.builds(await picture(256, 256))).toBe('lora-unfit');
  const [invocation] = await made.describe();
  expect(invocation?.kind === 'process' && invocation.writes).toMatchObject({
    [join(made.root, 'work', 'pulid_stills.job.json')]: {
      lora: join(made.root, 'weights', 'lora'),
      lora_scale: 0.9,
      id_weight: 1,
      stills: [{ seed: 11 }],
    },
  });
});

test('which program makes a candidate follows from whether it holds the face; pins of the other say nothing of it', async () => {
  const backend = fluxBackend({ environmentFile: '/nowhere/runner.yml' });
  const driver = async (pulidStrength: number) => {
    const [invocation] =
      (await backend.describe?.({
        artifact: ArtifactName.parse('candidate'),
        params: flux1Dev.params.parse({ pulidStrength }),
        seed: 7,
        pins: { commit: 'f'.repeat(40) },
        inputs: new Map([['picture/picture', { path: '/in/picture.png', digest: oidOf('') }]]),
        outDir: '/out',
        workDir: '/work',
      })) ?? [];
    return invocation?.kind === 'process' ? invocation.argv[1]?.replace(/^.*\//u, '') : undefined;
  };
  expect(await driver(0)).toBe('flux_reference.py');
  expect(await driver(0.6)).toBe('pulid_stills.py');
});
