import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Camera, Vector3 } from '#media/camera.ts';
import { readPicture } from '#media/picture-file.ts';
import { rasterise } from '#media/splat/rasterise.ts';
import { decodeSequence } from '#media/video/sequence.ts';
import { decodeZip } from '#media/zip/zip.ts';
import { previewed } from '#test/previewed.ts';
import { pipeline as mesher } from '../hunyuan3d-2.1/pipeline.ts';
import { pipeline } from './pipeline.ts';

const Row = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const Transforms = z.object({
  camera_angle_x: z.number(),
  frames: z.array(
    z.object({
      file_path: z.string(),
      time: z.number().min(0).max(1),
      transform_matrix: z.tuple([Row, Row, Row, Row]),
    }),
  ),
});

/** The camera of a frame as a trainer would read it: OpenGL's axes, camera to world. */
function cameraOf({ camera_angle_x }: z.infer<typeof Transforms>, m: readonly (readonly number[])[]): Camera {
  const axis = (column: number, sign: number): Vector3 => [
    sign * (m[0]?.[column] ?? 0),
    sign * (m[1]?.[column] ?? 0),
    sign * (m[2]?.[column] ?? 0),
  ];
  const rotation = [axis(0, 1), axis(1, -1), axis(2, -1)] as const;
  const eye = axis(3, 1);
  const behind = (row: Vector3) => -(row[0] * eye[0] + row[1] * eye[1] + row[2] * eye[2]);
  return {
    rotation,
    translation: [behind(rotation[0]), behind(rotation[1]), behind(rotation[2])],
    focal: 0.5 / Math.tan(camera_angle_x / 2),
    centre: { x: 0.5, y: 0.5 },
    near: 0.01,
  };
}

test('the mesh becomes a set in D-NeRF layout and a splat that matches the views held back from it', async () => {
  await using mesh = await previewed(mesher, { inputs: { 'picture/picture': 'assets/alpha-ref.png' } });
  const given = { inputs: { 'mesh/mesh': mesh.path('alpha.glb') } };
  await using built = await previewed(pipeline, given);
  expect(built.files).toEqual(['dataset.zip', 'sequence.zip']);
  const [dataset, sequence] = [await built.bytes('dataset.zip'), await built.bytes('sequence.zip')];
  expect(dataset.byteLength).toBeLessThan(18_000_000);
  expect(sequence.byteLength).toBeLessThan(20_000_000);

  const set = decodeZip(dataset);
  const read = (split: string) =>
    Transforms.parse(JSON.parse(new TextDecoder().decode(set.get(`transforms_${split}.json`))));
  const [train, val, test] = [read('train'), read('val'), read('test')];
  const named = [...train.frames, ...val.frames, ...test.frames].map(
    ({ file_path }) => `${file_path.slice(2)}.png`,
  );
  expect(new Set(named)).toEqual(new Set([...set.keys()].filter((path) => path.endsWith('.png'))));
  expect(Math.max(...train.frames.map(({ time }) => time))).toBe(1);
  expect(train.frames.length).toBe(28);

  const { clouds } = decodeSequence(sequence);
  expect(clouds.length).toBe(24);
  for (const { file_path, time, transform_matrix } of test.frames) {
    const picture = await readPicture(set.get(`${file_path.slice(2)}.png`) ?? new Uint8Array());
    expect([picture.width, picture.height]).toEqual([800, 800]);
    const cloud = clouds[Math.round(time * clouds.length) % clouds.length];
    if (cloud === undefined) throw new Error('no cloud');
    const shown = rasterise(cloud, cameraOf(test, transform_matrix), picture, [255, 255, 255, 255]);
    let error = 0;
    for (let at = 0; at < shown.rgba.length; at += 4) {
      const alpha = (picture.rgba[at + 3] ?? 0) / 255;
      for (let c = 0; c < 3; c += 1) {
        const wanted = (picture.rgba[at + c] ?? 0) * alpha + 255 * (1 - alpha);
        error += (wanted - (shown.rgba[at + c] ?? 0)) ** 2;
      }
    }
    const psnr = 10 * Math.log10((255 * 255) / (error / (picture.width * picture.height * 3)));
    // Whole picture on white, in decibels.
    expect(psnr).toBeGreaterThan(24);
  }

  await using again = await previewed(pipeline, given);
  expect(await again.digests()).toEqual(await built.digests());
}, 240_000);
