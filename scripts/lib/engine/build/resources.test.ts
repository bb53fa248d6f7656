import { expect, test } from 'vitest';
import { admits, needOf } from './resources.ts';

test('a preview needs no GPU, whatever its system does', () => {
  const gpu = { vramGb: 24, minutes: 3 };
  expect(needOf({ backend: 'preview', gpu })).toEqual({ slots: 1, vramGb: 0, gpu: false });
  expect(needOf({ backend: 'upstream', gpu })).toEqual({ slots: 0, vramGb: 24, gpu: true });
  expect(needOf({ backend: 'upstream', gpu: undefined })).toEqual({ slots: 1, vramGb: 0, gpu: false });
});

test('so many builds run at once on the CPU as it has room for, and those on the card take none of it', () => {
  const [cpu, card] = [
    { slots: 1, vramGb: 0, gpu: false },
    { slots: 0, vramGb: 24, gpu: true },
  ];
  expect(admits({ slots: 2 }, [cpu, card, card], cpu)).toBe(true);
  expect(admits({ slots: 2 }, [cpu, cpu], cpu)).toBe(false);
});
