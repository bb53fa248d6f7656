import { expect, test } from 'vitest';
import { identify } from '#media/identity/identify.ts';
import { readPicture } from '#media/picture-file.ts';
import { proposeCandidate } from './preview-candidate.ts';

test.each([1, 2, 7])('candidate %i is still her: it passes the identity gate', async (seed) => {
  const picture = await readPicture('assets/alpha-ref.png');
  const { answer, axes } = await identify(proposeCandidate(picture, seed), picture);
  console.log(axes.map(({ axis, value, limit }) => `${axis} ${value?.toFixed(2)} of ${limit}`).join(', '));
  expect(answer).toBe('pass');
});
