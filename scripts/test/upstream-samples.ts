import { Document, NodeIO } from '@gltf-transform/core';
import { execa } from 'execa';
import sharp from 'sharp';
import { encodePng } from '#media/picture-file.ts';
import { encodeWave } from '#media/sound/wave-file.ts';
import { emptyCloud } from '#media/splat/cloud.ts';
import { writeSplat } from '#media/splat/ply.ts';

/** Small files as the models write them, right and wrong. */

/** A picture with something on it: a slope of light. `level` 0 to 255 is its brightest. */
export function picture(width: number, height: number, level = 255): Promise<Buffer> {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at += 1) {
    rgba.fill(((at % width) / width) * level, at * 4, at * 4 + 3);
    rgba[at * 4 + 3] = 255;
  }
  return encodePng({ width, height, rgba });
}

/** A tone, or silence. */
export function wave(seconds: number, rate: number, amplitude = 0.5): Buffer {
  const samples = Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, at) => amplitude * Math.sin((at * 440 * 2 * Math.PI) / rate),
  );
  return encodeWave({ rate, samples });
}

/** So many Gaussians, at one place. */
export function splat(count: number, opacity = 0.9): Buffer {
  const cloud = emptyCloud(count);
  cloud.opacities.fill(opacity);
  cloud.scales.fill(0.01);
  return writeSplat(cloud);
}

/** A strip of triangles, with pictures on it or without. */
export async function mesh(triangles: number, textured: boolean): Promise<Uint8Array> {
  const document = new Document();
  const buffer = document.createBuffer();
  const accessor = (
    array: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>,
    type: 'VEC3' | 'VEC2' | 'SCALAR',
  ) => document.createAccessor().setArray(array).setType(type).setBuffer(buffer);
  const points = triangles + 2;
  const positions = Float32Array.from({ length: points * 3 }, (_, at) =>
    at % 3 === 0 ? at / 3 : at % 3 === 1 ? (at / 3) % 2 : 0,
  );
  const indices = Uint32Array.from({ length: triangles * 3 }, (_, at) => Math.floor(at / 3) + (at % 3));
  const material = document.createMaterial();
  if (textured) {
    const jpeg = await sharp(await picture(8, 8))
      .jpeg()
      .toBuffer();
    // Upstream calls its JPEG files PNG.
    const texture = () => document.createTexture().setImage(jpeg).setMimeType('image/png');
    material.setBaseColorTexture(texture()).setMetallicRoughnessTexture(texture());
  }
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor(positions, 'VEC3'))
    .setAttribute('TEXCOORD_0', accessor(new Float32Array(points * 2), 'VEC2'))
    .setIndices(accessor(indices, 'SCALAR'))
    .setMaterial(material);
  document
    .createScene()
    .addChild(document.createNode().setMesh(document.createMesh().addPrimitive(primitive)));
  return new NodeIO().writeBinary(document);
}

export interface VideoSample {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly frames: number;
  readonly sound?: boolean;
  /** Black in every frame. */
  readonly black?: boolean;
  /** Shows this in every frame, as a video that goes on from a picture does in its first. */
  readonly from?: Uint8Array;
}

/** Writes an MP4. */
export async function video(path: string, given: VideoSample): Promise<void> {
  const { width, height, fps, frames, sound = false, black = false, from } = given;
  const source = black
    ? `color=black:size=${width}x${height}:rate=${fps}`
    : `testsrc=size=${width}x${height}:rate=${fps}`;
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=16000', '-shortest', '-c:a', 'aac'];
  const picture =
    from === undefined
      ? ['-f', 'lavfi', '-i', source]
      : ['-loop', '1', '-framerate', String(fps), '-f', 'png_pipe', '-i', 'pipe:0'];
  const fit = from === undefined ? [] : ['-vf', `scale=${width}:${height}`];
  const rest = [
    '-frames:v',
    String(frames),
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
  ];
  await execa(
    'ffmpeg',
    ['-v', 'error', '-y', ...picture, ...(sound ? tone : []), ...fit, ...rest, path],
    from === undefined ? {} : { input: from },
  );
}
