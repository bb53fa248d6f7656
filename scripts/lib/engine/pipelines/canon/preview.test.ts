import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readReference } from '#media/canon/reference.ts';
import { previewed } from '#test/previewed.ts';
import { pipeline } from './pipeline.ts';

const size = { width: 160, height: 120 };
const eyes = sharp('assets/alpha-ref.png').extract({ left: 430, top: 300, ...size });
const reference = await eyes.clone().png().toBuffer();
const given = (picture: Buffer) => ({ params: size, inputs: { 'picture/picture': picture } });

test('a re-encoded reference has the canon of the one before, byte for byte', async () => {
  const encoded = await eyes.clone().png({ compressionLevel: 2, progressive: true }).toBuffer();
  await using before = await previewed(pipeline, given(reference));
  await using after = await previewed(pipeline, given(encoded));
  expect(before.files).toEqual(['canon.png']);
  expect(await after.digests()).toEqual(await before.digests());

  const canon = readReference(await before.bytes('canon.png'), size);
  expect(canon.pixels).toBe(readReference(reference, size).pixels);
  expect(before.lines.join('\n')).toContain(canon.pixels);
});

test('one changed bit gives another canon', async () => {
  const { data, info } = await eyes.clone().raw().toBuffer({ resolveWithObject: true });
  data[1234] = (data[1234] ?? 0) ^ 1;
  const changed = await sharp(data, { raw: info }).png().toBuffer();
  await using before = await previewed(pipeline, given(reference));
  await using after = await previewed(pipeline, given(changed));
  expect(await after.digests()).not.toEqual(await before.digests());
});

test('a picture of another size than the manifest says is refused, and nothing is left', async () => {
  const small = await sharp(reference).resize(100, 120).png().toBuffer();
  await expect(previewed(pipeline, given(small))).rejects.toMatchObject({
    code: 'reference-size',
    message: expect.stringContaining('100 × 120'),
  });
});
