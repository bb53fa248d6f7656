import { expect, test } from 'vitest';
import { PINNED, pinnedBytes, refuseOther } from './weights.ts';

test('every pinned file lies in its package with the bytes that were measured with', async () => {
  for (const name of [
    'detector-graph',
    'mesh-graph',
    'person-graph',
    'embedding-manifest',
    'wasm-kernels',
  ] as const) {
    expect((await pinnedBytes(name)).byteLength).toBeGreaterThan(1000);
  }
  expect(new Set(Object.values(PINNED).map(({ sha256 }) => sha256)).size).toBe(Object.keys(PINNED).length);
});

test('other bytes are refused, with the file, both digests and what to do', () => {
  expect(() => refuseOther('mesh-weights', Uint8Array.of(1))).toThrow(
    expect.objectContaining({
      code: 'model-changed',
      message: expect.stringMatching(/facemesh\.bin of @vladmandic\/human hashes to 4bf5.*, not to f4a7/u),
      hint: expect.stringContaining('npm ci'),
    }),
  );
});
