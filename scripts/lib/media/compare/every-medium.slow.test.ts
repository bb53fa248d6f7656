import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Medium } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import { FileVerdict } from '#core/verdict.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { lens } from '../camera.ts';
import { encodePng } from '../picture-file.ts';
import { closeBrowser } from '../render/browser.ts';
import { encodeWave } from '../sound/wave-file.ts';
import { writeSplat } from '../splat/ply.ts';
import { encodeSequence } from '../video/sequence.ts';
import { compareFiles } from './compare.ts';
import { ball, cubeGlb } from './sample-models.ts';

/** Of every medium one file, another one, and, where a size is something of its own, one of another size. */
interface Samples {
  readonly one: Uint8Array;
  readonly other: Uint8Array;
  readonly larger?: Uint8Array;
}

const picture = (width: number, red: number) =>
  encodePng({
    width,
    height: 90,
    rgba: Uint8ClampedArray.from(
      { length: width * 90 * 4 },
      (_, i) => [red, (i >> 4) % 200, 90, 255][i % 4] ?? 0,
    ),
  });

const film = async (size: string, hue: number): Promise<Uint8Array> => {
  const source = `testsrc2=s=${size}:r=10:d=1,hue=h=${hue}`;
  const { stdout } = await execa({
    encoding: 'buffer',
  })`ffmpeg -v error -f lavfi -i ${source} -c:v libx264 -pix_fmt yuv420p -bitexact -movflags frag_keyframe+empty_moov -f mp4 pipe:1`;
  return stdout;
};

const tone = (hertz: number) =>
  encodeWave({
    rate: 16_000,
    samples: Float32Array.from({ length: 24_000 }, (_, i) => 0.3 * Math.sin((hertz * i) / 2546)),
  });

const scene = (front: readonly [number, number, number]) =>
  encodeSequence({
    periodSeconds: 2,
    clouds: Array.from({ length: 4 }, () => ball(500, front)),
    standpoint: { target: [0, 0, 3], distance: 6, lens: lens(1.5) },
  });

function tokens(values: readonly number[]): Uint8Array {
  const header = `{'descr': '<i4', 'fortran_order': False, 'shape': (2, ${values.length / 2}), }`;
  const start = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0];
  return Buffer.concat([
    Buffer.from(start),
    Buffer.from(`${header.padEnd(117)}\n`),
    Buffer.from(Int32Array.from(values).buffer),
  ]);
}

const SAMPLES: Readonly<Record<Medium, () => Promise<Samples>>> = {
  picture: async () => ({
    one: await picture(120, 200),
    other: await picture(120, 20),
    larger: await picture(160, 200),
  }),
  mesh: async () => ({ one: await cubeGlb(), other: await cubeGlb({ front: [0.1, 0.1, 0.9] }) }),
  splat: () => Promise.resolve({ one: writeSplat(ball()), other: writeSplat(ball(1500, [0.9, 0.1, 0.1])) }),
  video: async () => ({
    one: await film('160x120', 0),
    other: await film('160x120', 120),
    larger: await film('320x240', 0),
  }),
  sound: () => Promise.resolve({ one: tone(440), other: tone(700) }),
  text: () => Promise.resolve({ one: Buffer.from('one word'), other: Buffer.from('another word') }),
  tokens: () =>
    Promise.resolve({
      one: tokens([1, 2, 3, 4]),
      other: tokens([1, 2, 9, 4]),
      larger: tokens([1, 2, 3, 4, 5, 6]),
    }),
  scene: () => Promise.resolve({ one: scene([0.1, 0.2, 0.9]), other: scene([0.9, 0.1, 0.1]) }),
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(async () => {
  await closeBrowser();
  await folder[Symbol.asyncDispose]();
});

let serial = 0;
async function compared(medium: Medium, before: Uint8Array | undefined, after: Uint8Array | undefined) {
  const outDir = join(folder.path, String((serial += 1)));
  const file = async (side: string, bytes: Uint8Array | undefined) => {
    if (bytes === undefined) return undefined;
    await writeFile(`${outDir}-${side}`, bytes);
    return `${outDir}-${side}`;
  };
  const sides = { before: await file('before', before), after: await file('after', after) };
  const verdict = FileVerdict.parse(await compareFiles({ medium, ...sides, outDir }));
  for (const { role, file: name, digest, bytes, alt } of verdict.panels) {
    const written = await readFile(join(outDir, name));
    expect(oidOf(written)).toBe(digest);
    expect(written).toHaveLength(bytes);
    // The finding is there for those who do not see the picture, and nothing of where the files lie.
    if (role !== 'before' || after === undefined) expect(alt).toContain(verdict.finding);
    expect(alt.length).toBeGreaterThan(10);
    expect(alt).not.toContain(folder.path);
  }
  expect(verdict.finding).not.toContain(folder.path);
  expect(verdict.finding).toMatch(/^[A-Z0-9“].*\.$/su);
  return verdict;
}

describe.each(Medium.options)('of the medium %s', (medium) => {
  test('a file that came, went, changed, cannot be read or has another size is a verdict of its own, twice the same', async () => {
    const { one, other, larger } = await SAMPLES[medium]();
    const broken = Uint8Array.of(0xff, 0xfe, 0x00, 0xc0, 1, 2, 3);
    expect(await compared(medium, undefined, one)).toMatchObject({ kind: 'added', medium, visibility: 1 });
    expect(await compared(medium, one, undefined)).toMatchObject({ kind: 'removed', medium, visibility: 1 });
    expect(await compared(medium, one, one)).toMatchObject({ kind: 'equal', by: 'digest', visibility: 0 });
    expect(await compared(medium, broken, one)).toMatchObject({ kind: 'unreadable', side: 'before' });
    expect(await compared(medium, one, broken)).toMatchObject({ kind: 'unreadable', side: 'after' });
    expect(await compared(medium, undefined, broken)).toMatchObject({ kind: 'unreadable', side: 'after' });
    expect(await compared(medium, broken, undefined)).toMatchObject({ kind: 'unreadable', side: 'before' });
    if (larger !== undefined) expect(await compared(medium, one, larger)).toMatchObject({ kind: 'resized' });
    const changed = await compared(medium, one, other);
    expect(changed).toMatchObject({ kind: 'changed', medium });
    expect(changed.visibility).toBeGreaterThan(0);
    expect(await compared(medium, one, other)).toEqual(changed);
  });
});
