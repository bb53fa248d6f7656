import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '#core/errors.ts';
import { emptyCloud } from './cloud.ts';
import type { SplatCloud } from './cloud.ts';
import { readSplat, writeSplat } from './ply.ts';

const clouds: fc.Arbitrary<SplatCloud> = fc.integer({ min: 0, max: 20 }).chain((count) => {
  const numbers = (perSplat: number, min: number, max: number) =>
    fc
      .array(fc.float({ min: Math.fround(min), max: Math.fround(max), noNaN: true }), {
        minLength: count * perSplat,
        maxLength: count * perSplat,
      })
      .map((values) => new Float32Array(values));
  return fc
    .record({
      positions: numbers(3, -9, 9),
      scales: numbers(3, 1e-4, 2),
      colours: numbers(3, -0.1, 1.1),
      opacities: numbers(1, 0.01, 0.99),
      rotations: numbers(4, -1, 1).map(unitQuaternions),
    })
    .map((arrays) => Object.assign(arrays, { count }));
});

test('what is written is read again', () => {
  fc.assert(
    fc.property(clouds, (cloud) => {
      const again = readSplat(writeSplat(cloud, ['made by a test']));
      expect(again.count).toBe(cloud.count);
      for (const part of ['positions', 'scales', 'rotations', 'colours', 'opacities'] as const) {
        expect(again[part].length).toBe(cloud[part].length);
        again[part].forEach((value, at) => expect(value).toBeCloseTo(cloud[part][at] ?? Number.NaN, 5));
      }
    }),
  );
});

test('the file has the header and the size of the original 3DGS without harmonics', () => {
  const bytes = writeSplat(emptyCloud(3));
  const header = bytes.toString('latin1').split('end_header\n')[0] ?? '';
  expect(header).toBe(
    'ply\nformat binary_little_endian 1.0\nelement vertex 3\n' +
      'x y z nx ny nz f_dc_0 f_dc_1 f_dc_2 opacity scale_0 scale_1 scale_2 rot_0 rot_1 rot_2 rot_3'
        .split(' ')
        .map((name) => `property float ${name}\n`)
        .join(''),
  );
  expect(bytes.byteLength).toBe(header.length + 'end_header\n'.length + 3 * 17 * 4);
});

test('a file as SHARP writes it is read: no normals, its camera in elements behind', () => {
  const names = 'x y z f_dc_0 f_dc_1 f_dc_2 opacity scale_0 scale_1 scale_2 rot_0 rot_1 rot_2 rot_3'.split(
    ' ',
  );
  const header = [
    'ply\nformat binary_little_endian 1.0\nelement vertex 2',
    ...names.map((name) => `property float ${name}`),
    'element extrinsic 16\nproperty float extrinsic\nelement image_size 2\nproperty uint image_size',
    'element frame 2\nproperty int frame\nelement color_space 1\nproperty uchar color_space\nend_header\n',
  ].join('\n');
  const first = [0.5, -0.25, 2, 0, 1, -1, 0, Math.log(0.01), Math.log(0.02), Math.log(0.03), 2, 0, 0, 0];
  const second = [1, 1, 1, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0];
  const values = new Float32Array([...first, ...second]);
  const bytes = Buffer.concat([
    Buffer.from(header),
    Buffer.from(values.buffer),
    Buffer.alloc(16 * 4 + 8 + 8 + 1),
  ]);
  const cloud = readSplat(bytes);
  expect(cloud.count).toBe(2);
  expect([...cloud.positions.subarray(0, 3)]).toEqual([0.5, -0.25, 2]);
  expect(cloud.colours[1]).toBeCloseTo(0.78209, 5);
  expect(cloud.opacities[0]).toBe(0.5);
  expect(cloud.scales[1]).toBeCloseTo(0.02, 6);
  expect([...cloud.rotations]).toEqual([1, 0, 0, 0, 1, 0, 0, 0]);
});

const good = writeSplat(emptyCloud(4));
const reason = (bytes: Uint8Array) => {
  try {
    readSplat(bytes, 'alpha.ply');
    return 'read';
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    expect(thrown.code).toBe('splat-unreadable');
    return thrown.message;
  }
};
const withHeader = (change: (header: string) => string) => {
  const at = good.indexOf('end_header\n');
  return Buffer.concat([Buffer.from(change(good.subarray(0, at).toString())), good.subarray(at)]);
};

test('hostile headers are refused by a sentence', () => {
  expect(reason(Buffer.from('not a ply'))).toContain('does not begin with "ply"');
  expect(reason(withHeader((text) => text.replace('little', 'big')))).toContain('binary_big_endian');
  expect(reason(withHeader((text) => text.replace('vertex 4', 'vertex 4000000000')))).toContain('cut off');
  expect(reason(withHeader((text) => text.replace('vertex 4', 'vertex 99999999999999999999')))).toContain(
    'does not know',
  );
  expect(reason(withHeader((text) => text.replace('vertex 4', 'vertex -4')))).toContain('does not know');
  expect(reason(withHeader((text) => text.replace('element vertex 4', 'element face 4')))).toContain(
    'no element vertex',
  );
  expect(reason(withHeader((text) => text.replace('float opacity', 'double opacity')))).toContain('cut off');
  expect(reason(withHeader((text) => text.replace('float opacity', 'float opaque')))).toContain(
    'opacity is missing',
  );
  expect(reason(withHeader((text) => text.replace('float ny', 'float nx')))).toContain('nx twice');
  expect(reason(withHeader((text) => text.replace('float nx', 'list uchar int nx')))).toContain('lists');
  expect(reason(withHeader((text) => text.replace('float nx', 'float \u001B[31mnx')))).toContain('?[31mnx');
  expect(reason(Buffer.from(`ply\n${'comment a\n'.repeat(9000)}`))).toContain('header does not end');
  expect(reason(good.subarray(0, -1))).toContain('cut off');
});

test('a number that is none is found', () => {
  const bytes = Buffer.from(good);
  bytes.writeFloatLE(Number.NaN, good.length - 68);
  expect(reason(bytes)).toContain('Gaussian 3 holds a number that is not finite');
});

test('whatever is cut off or overwritten is read or refused, never anything else', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: good.length }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: good.length - 1 }), fc.integer({ min: 0, max: 255 })), {
        maxLength: 6,
      }),
      (length, changes) => {
        const bytes = Buffer.from(good);
        for (const [at, value] of changes) bytes[at] = value;
        reason(bytes.subarray(0, length));
        reason(bytes);
      },
    ),
    { numRuns: 2000 },
  );
});

function unitQuaternions(values: Float32Array): Float32Array {
  for (let at = 0; at < values.length; at += 4) {
    const part = values.subarray(at, at + 4);
    const length = Math.hypot(...part);
    if (length < 0.1) part.set([1, 0, 0, 0]);
    else part.forEach((value, index) => (part[index] = value / length));
  }
  return values;
}
