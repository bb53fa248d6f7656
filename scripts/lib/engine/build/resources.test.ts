import fc from 'fast-check';
import { expect, test } from 'vitest';
import { admits, needOf } from './resources.ts';
import type { Need } from './resources.ts';

test('I21: whatever comes and goes, what is reserved never exceeds the machine, and one model computes at a time', () => {
  const need: fc.Arbitrary<Need> = fc.oneof(
    fc.record({ slots: fc.constant(1), vramGb: fc.constant(0), gpu: fc.constant(false) }),
    fc.record({ slots: fc.constant(0), vramGb: fc.nat(40), gpu: fc.constant(true) }),
    fc.record({ slots: fc.nat(2), vramGb: fc.nat(20), gpu: fc.constant(false) }),
  );
  const machine = fc.record({ slots: fc.integer({ min: 1, max: 4 }), vramGb: fc.nat(32) });
  const moves = fc.array(fc.oneof(need, fc.nat(5)), { maxLength: 60 });
  fc.assert(
    fc.property(machine, moves, (has, steps) => {
      const running: Need[] = [];
      for (const step of steps) {
        if (typeof step === 'number') running.splice(step, 1);
        else if (admits(has, running, step)) running.push(step);
        const sum = (of: (held: Need) => number) => running.reduce((total, held) => total + of(held), 0);
        expect(sum(({ vramGb }) => vramGb)).toBeLessThanOrEqual(has.vramGb);
        expect(sum(({ slots }) => slots)).toBeLessThanOrEqual(has.slots);
        expect(sum(({ gpu }) => Number(gpu))).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 500 },
  );
});

test('a preview needs no GPU, whatever its system does', () => {
  const gpu = { vramGb: 24, minutes: 3 };
  expect(needOf({ backend: 'preview', gpu })).toEqual({ slots: 1, vramGb: 0, gpu: false });
  expect(needOf({ backend: 'upstream', gpu })).toEqual({ slots: 0, vramGb: 24, gpu: true });
  expect(needOf({ backend: 'upstream', gpu: undefined })).toEqual({ slots: 1, vramGb: 0, gpu: false });
});
