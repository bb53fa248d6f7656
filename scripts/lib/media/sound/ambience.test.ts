import { expect, test } from 'vitest';
import { ambience, planAmbience } from './ambience.ts';
import { biquad, filter } from './biquad.ts';
import { loudnessOf } from './loudness.ts';

const RATE = 16_000;
const SECONDS = 4;
const of = (prompt: string) => ambience(prompt, SECONDS, RATE, 1);
const named = (prompt: string) => planAmbience(prompt).layers.map(({ name }) => name);

/** Share of the energy in each of eight octaves, in decibels. */
function octaves({ samples }: { samples: Float32Array }): number[] {
  const energies = Array.from({ length: 7 }, (_, octave) =>
    filter(Float32Array.from(samples), biquad('band-pass', RATE, 62.5 * 2 ** octave, 1.4)).reduce(
      (sum, value) => sum + value * value,
      0,
    ),
  );
  const all = energies.reduce((sum, energy) => sum + energy, 0);
  return energies.map((energy) => 10 * Math.log10(energy / all + 1e-9));
}

const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);

test('words call for layers, in English and Russian, and a strange word has a colour of its own', () => {
  expect(named('design studio quiet, soft pencil scratch')).toEqual(['room tone', 'pencil', '“design”']);
  expect(named('дождь по крыше, далёкий гром')).toEqual(['rain', 'tin roof', 'thunder']);
  expect(named('the of and')).toEqual([]);
});

test.each([
  ['soft rain', 'strong wind'],
  ['pencil on paper', 'quiet studio room'],
  ['glorp', 'mirth'],
  ['тихий лес', 'шумный город'],
])('%s and %s sound measurably different', (one, other) => {
  const a = of(one);
  const b = of(other);
  const bands = octaves(b);
  const far = Math.max(...octaves(a).map((level, at) => Math.abs(level - (bands[at] ?? 0))));
  expect(far).toBeGreaterThan(4);
});

test('the same words in another order are another recording of the same place', () => {
  const a = of('rain and wind').samples;
  const b = of('wind and rain').samples;
  expect(Math.abs(dot(a, b)) / Math.sqrt(dot(a, a) * dot(b, b))).toBeLessThan(0.1);
});

test('nothing is heard where a loop begins again', () => {
  for (const prompt of ['studio', 'wind', 'hum of a server far away', 'waves', 'train', 'crickets']) {
    const { samples } = of(prompt);
    const step = (at: number) => Math.abs((samples[(at + 1) % samples.length] ?? 0) - (samples[at] ?? 0));
    const steps = Array.from({ length: 4000 }, (_, at) => step(at * 11)).toSorted((a, b) => a - b);
    expect(step(samples.length - 1)).toBeLessThanOrEqual((steps.at(-1) ?? 0) * 1.01);
  }
});

test('quiet is quieter than loud', () => {
  expect(loudnessOf(of('loud rain')) - loudnessOf(of('quiet rain'))).toBeGreaterThan(5);
});
