import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readSplat } from '#media/splat/ply.ts';
import { picture, splat } from '#test/upstream-samples.ts';
import { upstreamPlace } from '#test/upstream-place.ts';
import { sharp } from './declaration.ts';
import { sharpUpstream } from './upstream.ts';

test('a whole splat of SHARP becomes one that strict readers take: no elements but its Gaussians', async () => {
  await using place = await upstreamPlace(sharp, sharpUpstream, {
    files: { 'README.md': 'stand-in' },
    inputs: { 'picture/canon.png': await picture(64, 64) },
    programs: { sharp: '#!/bin/sh\ncp "$SAMPLE" "$5/picture-canon.ply"\n' },
  });
  const plain = splat(1_179_648);
  const end = plain.indexOf('end_header\n');
  // As upstream has it: more elements behind the Gaussians.
  await writeFile(
    place.sample,
    Buffer.concat([
      plain.subarray(0, end),
      Buffer.from('element image_size 2\nproperty uint image_size\nend_header\n'),
      plain.subarray(end + 'end_header\n'.length),
      Buffer.alloc(8),
    ]),
  );
  expect(await place.build()).toEqual(['alpha.ply']);
  const bytes = await readFile(place.out('alpha.ply'));
  expect(bytes.toString('latin1', 0, 400)).not.toContain('image_size');
  expect(readSplat(bytes).count).toBe(1_179_648);
});
