import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roomOnCard } from './on-card.ts';
import type { CardBuild } from './on-card.ts';

const SIZES = { mesh: 21, stills: 30, splat: 8, clip: 24, ambient: 12, talk: 18 } as const;
const systems = Object.keys(SIZES).filter((name): name is keyof typeof SIZES => name in SIZES);
const STANDS = [undefined, 'waiting', 'computing', 'left'] as const;

test('I21: whatever comes and goes, what is reserved never exceeds the card, one computes, and one gets ready beside it', () => {
  const system = fc.constantFrom(...systems);
  const step = fc.oneof(
    fc.record({ begin: system, later: fc.array(system, { maxLength: 4 }) }),
    fc.record({ on: fc.nat(3) }),
    fc.record({ end: fc.nat(3), keeps: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 80 }), fc.array(step, { maxLength: 80 }), (vramGb, steps) => {
      const builds: CardBuild[] = [];
      const idle = new Map<string, number>();
      for (const move of steps) {
        if ('begin' in move) {
          const next = { system: move.begin, vramGb: SIZES[move.begin] };
          const room = roomOnCard({ vramGb, builds, idle }, next, move.later);
          if (room !== undefined) {
            for (const name of room.end) expect(idle.delete(name)).toBe(true);
            idle.delete(next.system);
            builds.push({ ...next, stand: undefined });
          }
        } else if ('on' in move) {
          // The lock of the card lets one compute: nobody comes to it while another does.
          const build = builds[move.on];
          const stand = STANDS[STANDS.indexOf(build?.stand) + 1];
          const taken = builds.some((other) => other.stand === 'computing');
          if (build !== undefined && stand !== undefined && !(stand === 'computing' && taken))
            builds[move.on] = { ...build, stand };
        } else {
          const [build] = builds.splice(move.end, 1);
          if (build?.stand === 'left' && move.keeps) idle.set(build.system, build.vramGb);
        }
        const present = builds.filter(({ stand }) => stand !== 'left');
        const held = new Map([
          ...idle,
          ...present.map(({ system: name, vramGb: size }) => [name, size] as const),
        ]);
        expect([...held.values()].reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(vramGb);
        expect(new Set(present.map(({ system: name }) => name)).size).toBe(present.length);
        expect(present.filter(({ stand }) => stand === 'computing').length).toBeLessThanOrEqual(1);
        expect(present.filter(({ stand }) => stand !== 'computing').length).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 500 },
  );
});

const computing = (system: keyof typeof SIZES): CardBuild => ({
  system,
  vramGb: SIZES[system],
  stand: 'computing',
});
const next = (system: keyof typeof SIZES) => ({ system, vramGb: SIZES[system] });

test('the next model is loaded while one computes, if both fit', () => {
  const state = { vramGb: 32, idle: new Map<string, number>() };
  expect(roomOnCard({ ...state, builds: [computing('talk')] }, next('ambient'), [])).toEqual({ end: [] });
  expect(roomOnCard({ ...state, builds: [computing('mesh')] }, next('ambient'), [])).toBeUndefined();
  const loading = [computing('ambient'), { ...next('splat'), stand: undefined }];
  expect(roomOnCard({ ...state, builds: loading }, next('splat'), [])).toBeUndefined();
});

test('a model stays until its room is needed, and leaves first when nobody or only the last needs it again', () => {
  const idle = new Map(Object.entries({ ambient: 12, splat: 8 }));
  const state = { vramGb: 32, builds: [], idle };
  expect(roomOnCard(state, next('ambient'), [])).toEqual({ end: [] });
  expect(roomOnCard(state, next('mesh'), ['ambient', 'splat'])).toEqual({ end: ['splat', 'ambient'] });
  expect(roomOnCard(state, next('talk'), ['splat'])).toEqual({ end: ['ambient'] });
  expect(roomOnCard(state, next('talk'), ['ambient'])).toEqual({ end: ['splat'] });
  expect(roomOnCard(state, next('stills'), ['ambient', 'splat'])).toEqual({ end: ['splat', 'ambient'] });
});
