import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack } from './payload.ts';

const opened = ({ packing, base64 }: Awaited<ReturnType<typeof pack>>): Buffer => {
  const bytes = Buffer.from(base64, 'base64');
  return packing === 'gzip' ? gunzipSync(bytes) : bytes;
};

/** Bytes that no packer makes smaller: a multiplicative generator's upper bits. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = Math.imul(state, 48_271) >>> 0;
    return state >>> 24;
  });
}

test('whatever is packed is there again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
      expect(opened(await pack(bytes)).equals(bytes)).toBe(true);
    }),
  );
});

test('what is packed already stays as it is, and what repeats itself gets smaller', async () => {
  const film = noise(500_000);
  const kept = await pack(film);
  expect(kept.packing).toBe('plain');
  expect(opened(kept).equals(film)).toBe(true);
  const rows = Uint8Array.from({ length: 500_000 }, (_, at) => at % 7);
  const small = await pack(rows);
  expect(small.packing).toBe('gzip');
  expect(small.base64.length).toBeLessThan(20_000);
  expect(opened(small).equals(rows)).toBe(true);
});
