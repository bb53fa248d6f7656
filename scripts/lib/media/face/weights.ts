import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UserError } from '#core/errors.ts';

/** A file of a package: where the package is found, the way from its main file, and what the file must hash to. */
interface Pinned {
  readonly package: string;
  /** From the folder of the package's main file. */
  readonly path: string;
  readonly sha256: string;
}

const human = (file: string, sha256: string): Pinned => ({
  package: '@vladmandic/human',
  path: `../models/${file}`,
  sha256,
});
const faceApi = (file: string, sha256: string): Pinned => ({
  package: '@vladmandic/face-api',
  path: `../model/${file}`,
  sha256,
});

/** Everything that decides the numbers of the face models, by content: part of the method of every report. */
export const PINNED = {
  'detector-graph': human(
    'blazeface.json',
    'cd7bbfc078270572beb39f9e5ae67aadbd50b5e67cff37e6d4f6b3ea39312e5f',
  ),
  'detector-weights': human(
    'blazeface.bin',
    'dc9a97fdc50bc43216554bdd69aa3e7b9361a519ee7bdd996a2f69a98a6f9b72',
  ),
  'mesh-graph': human('facemesh.json', 'f4a8d1595ed22acc7cec0773d6752710b17f1e48be12f08a01e1d422812906cd'),
  'mesh-weights': human('facemesh.bin', 'f4a7075c1fff12ceafd2cd6fc000a464da90b1e0c35236971ed5bb3b343366cb'),
  'person-graph': human('selfie.json', '8b7f5f95c0159a83a7240b1298a67012cfffd0396bfa653bdf452913610e9a88'),
  'person-weights': human('selfie.bin', '8f57aaa72dc068a50bd37c232d2e073e107912241e459002e1480876676f382a'),
  'embedding-manifest': faceApi(
    'face_recognition_model-weights_manifest.json',
    'cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b',
  ),
  'embedding-weights': faceApi(
    'face_recognition_model.bin',
    'b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589',
  ),
  'wasm-kernels': {
    package: '@tensorflow/tfjs-backend-wasm',
    path: 'tfjs-backend-wasm-simd.wasm',
    sha256: '77ebb28a6d34f371dbbf2086b7f2de8994acd8ea5a3cf1fa24d2c26c840cac7b',
  },
} as const satisfies Record<string, Pinned>;

/** Name of a pinned file. */
export type PinnedName = keyof typeof PINNED;

const require = createRequire(import.meta.url);

/** Where the file lies on this machine. */
export function pinnedPath(name: PinnedName): string {
  const { package: from, path } = PINNED[name];
  return join(dirname(require.resolve(from)), path);
}

/**
 * The bytes of a pinned file, checked against its digest.
 *
 * @throws {UserError} `model-changed` when the installed package holds other bytes, for every figure would move unseen
 */
export async function pinnedBytes(name: PinnedName): Promise<Buffer<ArrayBuffer>> {
  const bytes = await readFile(pinnedPath(name));
  refuseOther(name, bytes);
  return bytes;
}

/** @throws {UserError} `model-changed` when the bytes are not those that are pinned under the name */
export function refuseOther(name: PinnedName, bytes: Uint8Array): void {
  const { package: from, path, sha256 } = PINNED[name];
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === sha256) return;
  throw new UserError('model-changed', `${path} of ${from} hashes to ${found}, not to ${sha256}`, {
    hint: 'Run `npm ci`. If the package was raised on purpose, pin the new digest and run scripts/calibrate-identity.ts.',
  });
}
