import fc from 'fast-check';
import { validateBytes } from 'gltf-validator';
import { expect, test } from 'vitest';
import { UserError } from '#core/errors.ts';
import type { Picture } from '../picture.ts';
import { bustOf } from './bust.ts';
import { decodeGlb, encodeGlb } from './glb.ts';
import { openEdges } from './mesh.ts';
import { portraitFrame } from './portrait.ts';
import { rasteriseMesh } from './rasterise.ts';

/** A head on shoulders, cut off by the lower edge, with a hole, a loose speck and a single hair. */
function doll(size: number): Picture {
  const rgba = new Uint8ClampedArray(size * size * 4);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const u = x / size;
      const v = y / size;
      const head = Math.hypot((u - 0.5) / 0.2, (v - 0.35) / 0.26) < 1;
      const body = Math.hypot((u - 0.5) / 0.42, (v - 1.05) / 0.45) < 1;
      const hole = Math.hypot(u - 0.3, v - 0.85) < 0.06;
      const speck = Math.hypot(u - 0.9, v - 0.1) < 0.03;
      const hair = Math.abs(u - 0.75) < 0.002 && v > 0.2 && v < 0.8;
      if (((head || body) && !hole) || speck || hair)
        rgba.set([200 * u + 40, 120 + 80 * v, head ? 90 : 180, 255], (y * size + x) * 4);
    }
  return { width: size, height: size, rgba };
}

const figure = doll(256);
const bust = bustOf(figure, undefined, 12_000);

test('a bust is closed, also at a hole and where the picture cuts it off, and has about as many triangles as asked for', () => {
  expect(openEdges(bust)).toBe(0);
  expect(bust.indices.length / 3).toBeLessThan(12_500);
  expect(bust.indices.length / 3).toBeGreaterThan(8000);
});

test("its front is the picture's figure, without specks and single hairs", () => {
  const { camera } = portraitFrame(figure);
  const seen = rasteriseMesh({ ...bust, texture: bust.skin.colour }, camera, figure);
  let both = 0;
  let any = 0;
  let far = 0;
  for (let at = 3; at < seen.rgba.length; at += 4) {
    const [one, other] = [(seen.rgba[at] ?? 0) > 127, (figure.rgba[at] ?? 0) > 127];
    if (one && other) {
      both += 1;
      far += Math.abs((seen.rgba[at - 3] ?? 0) - (figure.rgba[at - 3] ?? 0));
    }
    if (one || other) any += 1;
  }
  expect(both / any).toBeGreaterThan(0.97);
  expect(far / both).toBeLessThan(4);
});

test('the file is clean to the validator of Khronos, the same bytes each time, and is read as it was', async () => {
  const glb = await encodeGlb(bust);
  expect(Buffer.from(await encodeGlb(bust)).equals(glb)).toBe(true);
  expect(await validateBytes(glb, { maxIssues: 20 })).toMatchObject({
    issues: { numErrors: 0, numWarnings: 0, numInfos: 0 },
    info: {
      drawCallCount: 1,
      materialCount: 1,
      totalTriangleCount: bust.indices.length / 3,
    },
  });
  const read = await decodeGlb(glb);
  expect(read.positions).toEqual(bust.positions);
  expect(read.indices).toEqual(bust.indices);
  expect(read.texture.width).toBe(512);
});

test('any bytes give a mesh or a plain refusal', async () => {
  const good = await encodeGlb(bustOf(doll(48), undefined, 1000));
  const broken = fc
    .array(fc.tuple(fc.nat(3000), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 5 })
    .map((edits) => {
      const bytes = Uint8Array.from(good);
      for (const [at, byte] of edits) bytes[at] = byte;
      return bytes;
    });
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    broken,
    fc.nat(3000).map((end) => good.slice(0, end)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (file) => {
      try {
        const { positions, indices } = await decodeGlb(file);
        expect(Math.max(...indices)).toBeLessThan(positions.length / 3);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
    { numRuns: 150 },
  );
});
