import { dirname } from 'node:path';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { pinnedBytes, pinnedPath, type PinnedName } from './weights.ts';

/** Pixels for a network: `side × side` RGB, row by row, in the range that the network was trained with. */
export interface Patch {
  readonly side: number;
  readonly rgb: Float32Array;
}

/** The face networks, loaded. Each call computes on one thread, so that sums have one order and results one value. */
export interface Nets {
  /** 256×256, −1 to 1 → 896 scores (logits) and 896 × 16 offsets in pixels of the patch. */
  detect(patch: Patch): { readonly scores: Float32Array; readonly offsets: Float32Array };
  /** 192×192, 0 to 1 → how probably it is a face (0 to 1) and 468 × (x, y, depth) in pixels of the patch. */
  mesh(patch: Patch): { readonly flag: number; readonly points: Float32Array };
  /** 256×256, 0 to 1 → for each pixel how probably it is part of a person, 0 to 1. */
  person(patch: Patch): Float32Array;
  /** 150×150, 0 to 255 → 128 numbers; two of one face lie close (Euclid). */
  embed(patch: Patch): Float32Array;
}

/** The residual blocks of the embedding between its first convolution and its last mean, in order. */
const BLOCKS = [
  'conv32_1',
  'conv32_2',
  'conv32_3',
  'conv64_down',
  'conv64_1',
  'conv64_2',
  'conv64_3',
  'conv128_down',
  'conv128_1',
  'conv128_2',
  'conv256_down',
  'conv256_1',
  'conv256_2',
  'conv256_down_out',
] as const;

let loading: Promise<Nets> | undefined;

/**
 * Loads the networks at the first call of the process and gives the same ones from then on.
 *
 * @throws {UserError} `model-changed`
 */
export function nets(): Promise<Nets> {
  return (loading ??= load());
}

const WeightSpecs = z.array(
  z.looseObject({
    name: z.string(),
    shape: z.array(z.int()),
    dtype: z.enum(['float32', 'int32', 'bool', 'string', 'complex64']),
    quantization: z
      .looseObject({
        dtype: z.enum(['uint8', 'uint16', 'float16']),
        scale: z.number().optional(),
        min: z.number().optional(),
      })
      .transform(({ dtype, scale, min }) => ({
        dtype,
        ...(scale === undefined ? {} : { scale }),
        ...(min === undefined ? {} : { min }),
      }))
      .exactOptional(),
  }),
);
const Graph = z.looseObject({
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.tuple([z.looseObject({ weights: WeightSpecs })]),
});
const EmbeddingManifest = z.tuple([z.looseObject({ weights: WeightSpecs })]);

async function load(): Promise<Nets> {
  const [tf, { loadGraphModel }, { setWasmPaths }] = await Promise.all([
    import('@tensorflow/tfjs-core'),
    import('@tensorflow/tfjs-converter'),
    import('@tensorflow/tfjs-backend-wasm'),
  ]);
  await pinnedBytes('wasm-kernels');
  setWasmPaths(`${dirname(pinnedPath('wasm-kernels'))}/`);
  tf.env().set('WASM_HAS_SIMD_SUPPORT', true);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  await tf.ready();

  const graph = async (topology: PinnedName, weights: PinnedName) => {
    const [json, bytes] = await Promise.all([pinnedBytes(topology), pinnedBytes(weights)]);
    const { modelTopology, weightsManifest } = Graph.parse(JSON.parse(json.toString('utf8')));
    return loadGraphModel(
      tf.io.fromMemory({
        modelTopology,
        weightSpecs: weightsManifest[0].weights,
        weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
      }),
    );
  };
  const [detector, mesher, segmenter] = await Promise.all([
    graph('detector-graph', 'detector-weights'),
    graph('mesh-graph', 'mesh-weights'),
    graph('person-graph', 'person-weights'),
  ]);

  /** The outputs of a graph by how many numbers each has, which tells them apart in both graphs. */
  const run = (
    model: Awaited<ReturnType<typeof graph>>,
    { side, rgb }: Patch,
  ): ReadonlyMap<number, Float32Array> => {
    const outputs = new Map<number, Float32Array>();
    tf.tidy(() => {
      const given = model.execute(tf.tensor4d(rgb, [1, side, side, 3]));
      const tensors: readonly Tensor[] = given instanceof tf.Tensor ? [given] : Object.values(given);
      for (const tensor of tensors) outputs.set(tensor.size, Float32Array.from(tensor.dataSync()));
    });
    return outputs;
  };

  const [manifest, weights] = await Promise.all([
    pinnedBytes('embedding-manifest'),
    pinnedBytes('embedding-weights'),
  ]);
  const [{ weights: specs }] = EmbeddingManifest.parse(JSON.parse(manifest.toString('utf8')));
  const parts = tf.io.decodeWeights(
    weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.byteLength),
    specs,
  );
  const part = (name: string): Tensor => {
    const found = parts[name];
    if (found === undefined) throw new Error(`The embedding has no part ${name}`);
    return found;
  };
  const layer = (x: Tensor4D, name: string, stride: 1 | 2, rectify: boolean): Tensor4D => {
    const filters = part(`${name}/conv/filters`);
    const [h = 0, w = 0, from = 0, to = 0] = filters.shape;
    const convolved: Tensor4D = tf.conv2d(
      x,
      tf.reshape(filters, [h, w, from, to]),
      stride,
      stride === 1 ? 'same' : 'valid',
    );
    const scaled: Tensor4D = tf.add(
      tf.mul(tf.add(convolved, part(`${name}/conv/bias`)), part(`${name}/scale/weights`)),
      part(`${name}/scale/biases`),
    );
    return rectify ? tf.relu(scaled) : scaled;
  };
  /** A residual block that halves the size drops the last row and column of its convolution; they come back as 0. */
  const block = (x: Tensor4D, name: string, down: boolean): Tensor4D => {
    let y = layer(layer(x, `${name}/conv1`, down ? 2 : 1, true), `${name}/conv2`, 1, false);
    let kept = x;
    if (down) {
      kept = tf.avgPool(x, 2, 2, 'valid');
      const [, h, w, channels] = kept.shape;
      y = tf.pad(y, [
        [0, 0],
        [0, h - y.shape[1]],
        [0, w - y.shape[2]],
        [0, 0],
      ]);
      if (channels < y.shape[3]) {
        kept = tf.pad(kept, [
          [0, 0],
          [0, 0],
          [0, 0],
          [0, y.shape[3] - channels],
        ]);
      }
    }
    return tf.relu(tf.add(kept, y));
  };

  return {
    detect: (patch) => {
      const outputs = run(detector, patch);
      return {
        scores: joined(one(outputs, 512), one(outputs, 384)),
        offsets: joined(one(outputs, 512 * 16), one(outputs, 384 * 16)),
      };
    },
    mesh: (patch) => {
      const outputs = run(mesher, patch);
      return { flag: one(outputs, 1)[0] ?? 0, points: one(outputs, 468 * 3) };
    },
    person: (patch) => one(run(segmenter, patch), patch.side * patch.side),
    embed: ({ side, rgb }) =>
      tf.tidy(() => {
        const input: Tensor4D = tf.div(
          tf.sub(tf.tensor4d(rgb, [1, side, side, 3]), tf.tensor1d([122.782, 117.001, 104.298])),
          255,
        );
        let out: Tensor4D = tf.maxPool(layer(input, 'conv32_down', 2, true), 3, 2, 'valid');
        for (const name of BLOCKS) out = block(out, name, name.includes('down'));
        const pooled = tf.reshape(tf.mean(out, [1, 2]), [1, -1]);
        return Float32Array.from(tf.matMul(pooled, part('fc')).dataSync());
      }),
  };
}

function one(outputs: ReadonlyMap<number, Float32Array>, size: number): Float32Array {
  const output = outputs.get(size);
  if (output === undefined) throw new Error(`A network without an output of ${size} numbers`);
  return output;
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
