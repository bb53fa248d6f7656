import { expect, test } from 'vitest';
import { WanParams } from './params.ts';

test("what is left out is the task's own, so that the key holds it", () => {
  expect(WanParams.parse({})).toMatchObject({
    task: 'ti2v-5B',
    size: '1280*704',
    frames: 121,
    steps: 50,
    guidance: 5,
  });
  expect(WanParams.parse({ task: 'i2v-A14B', steps: 20 })).toMatchObject({
    size: '832*480',
    frames: 81,
    steps: 20,
  });
});

test('what is filled in is read again as it is', () => {
  const params = WanParams.parse({ task: 'i2v-A14B' });
  expect(WanParams.parse(params)).toEqual(params);
});

test.each([
  [{ task: 'ti2v-5B', size: '832*480' }, 'must be 1280*704 or 704*1280 for ti2v-5B'],
  [{ frames: 120 }, 'must be 4n + 1'],
  [{ strength: 1 }, 'strength'],
])('%j is refused', (params, message) => {
  expect(WanParams.safeParse(params).error?.message).toContain(message);
});
