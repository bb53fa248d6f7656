import { join } from 'node:path';
import sharpPicture from 'sharp';
import { expect, test } from 'vitest';
import { picture, splat } from '#test/upstream-samples.ts';
import { place } from './upstream.fixture.ts';

test.each([
  [50, /^50$/u],
  [31.5, /31\.5|63\/2|31500/u],
])('another focal length of %s mm is said in Exif', async (focalMm, said) => {
  await using made = await place('cp "$3" "$(dirname "$5")/seen.png"; exit 1', { params: { focalMm } });
  await made.fault();
  const seen = await sharpPicture(join(made.root, 'work', 'seen.png')).metadata();
  expect(seen.width).toBe(64);
  expect(seen.exif?.length ?? 0).toBeGreaterThan(20);
  const text = await sharpPicture(join(made.root, 'work', 'seen.png'))
    .keepExif()
    .toBuffer();
  expect(text.length).toBeGreaterThan(0);
  expect(exifNumber(seen.exif ?? Buffer.alloc(0), Number.isInteger(focalMm) ? 0xa405 : 0x920a)).toMatch(said);
});

/** The value of a tag in the Exif sub-directory: JEITA CP-3451, 4.6. */
function exifNumber(exif: Buffer, wanted: number): string {
  const tiff = exif.subarray(exif.indexOf('Exif') === 0 ? 6 : 0);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const find = (directory: number, tag: number): number | undefined => {
    for (let entry = 0; entry < u16(directory); entry += 1) {
      const at = directory + 2 + entry * 12;
      if (u16(at) === tag) return at;
    }
    return undefined;
  };
  const sub = find(u32(4), 0x8769);
  const at = sub === undefined ? undefined : find(u32(sub + 8), wanted);
  if (at === undefined) return 'absent';
  if (u16(at + 2) === 3) return String(u16(at + 8));
  const value = u32(at + 8);
  return String(u32(value) / u32(value + 4));
}

test('a splat of another size than SHARP makes is refused', async () => {
  await using made = await place('cp "$SAMPLE" "$5/picture-canon.ply"');
  expect(await made.builds(splat(1000))).toBe('output-size');
  expect(await made.builds('ply')).toBe('output-unreadable');
});

test('a picture without a suffix is given one: SHARP would pass it over', async () => {
  await using made = await place('exit 1', { inputs: { 'picture/picture': await picture(64, 64) } });
  const [invocation] = await made.describe();
  await made.fault();
  const path = join(made.root, 'work', 'picture', 'canon.png');
  expect(invocation?.kind === 'process' && invocation.argv).toContain(path);
  expect((await sharpPicture(path).metadata()).width).toBe(64);
});

test('a wrong path is told as missing weights', async () => {
  await using made = await place(
    `echo "Error: Invalid value for '-c': File 'x.pt' does not exist." >&2; exit 2`,
  );
  expect((await made.fault()).code).toBe('weights-missing');
});
