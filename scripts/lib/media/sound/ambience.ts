import { foldPrompt } from '#core/ambient-prompt.ts';
import { byCodeUnit } from '#core/json.ts';
import { biquad, filter } from './biquad.ts';
import type { Layer } from './ambience-layer.ts';
import { colourLayer, LAYERS } from './ambience-layers.ts';
import { levelled } from './loudness.ts';
import { addRound } from './noise.ts';
import { diceOf } from './seeded.ts';
import type { Sound } from './wave-file.ts';

/** What a prompt calls for. */
export interface AmbiencePlan {
  readonly layers: readonly Layer[];
  /** Decibels beside the usual. */
  readonly gain: number;
  readonly far: boolean;
}

const LUFS = -28;
const PEAK = 0.8;
const MOST_LAYERS = 7;
/** Words that say nothing of a sound. */
const SMALL = new Set(
  'a an the of on in at and or with from over under by to и по в на с о у за под над из от'.split(' '),
);

/** Words for how, not what. */
const QUIET = [
  'quiet',
  'soft',
  'silent',
  'silence',
  'calm',
  'gentle',
  'faint',
  'hush',
  'тих',
  'мягк',
  'спокой',
  'еле',
];
const LOUD = ['loud', 'heavy', 'strong', 'storm', 'busy', 'noisy', 'громк', 'сильн', 'бур'];
const FAR = ['distant', 'far', 'away', 'muffled', 'behind', 'outside', 'дал', 'вдал', 'глух', 'за'];

const begins = (word: string, stems: readonly string[]) => stems.some((stem) => word.startsWith(stem));

/**
 * Which layers the words of a prompt call for: those named by the beginning of a word, and a colour of its own for each
 * other word.
 */
export function planAmbience(prompt: string): AmbiencePlan {
  const words = [...new Set(foldPrompt(prompt).split(' '))]
    .filter((word) => word !== '' && !SMALL.has(word))
    .toSorted(byCodeUnit);
  const named = LAYERS.filter(({ stems }) => words.some((word) => begins(word, stems)));
  const strange = words.filter(
    (word) => ![QUIET, LOUD, FAR, ...LAYERS.map(({ stems }) => stems)].some((stems) => begins(word, stems)),
  );
  const has = (stems: readonly string[]) => words.some((word) => begins(word, stems));
  return {
    layers: [...named, ...strange.map(colourLayer)].slice(0, MOST_LAYERS),
    gain: (has(QUIET) ? -5 : 0) + (has(LOUD) ? 5 : 0),
    far: has(FAR),
  };
}

/**
 * A loop of sound for a prompt: `seconds` long, its end running on into its beginning. Prompts that fold to one and equal
 * seeds give the same samples; all others give others.
 */
export function ambience(prompt: string, seconds: number, rate: number, seed: number): Sound {
  const { layers, gain, far } = planAmbience(prompt);
  const length = Math.round(seconds * rate);
  const samples = new Float32Array(length);
  const folded = foldPrompt(prompt);
  for (const layer of layers) {
    const sound = layer.make({ rate, length, dice: diceOf('ambience', folded, layer.name, seed) });
    addRound(samples, sound, 0, layer.gain / loudOf(sound));
  }
  // A loop has no beginning: the filter runs through it once to settle, then for good.
  if (far) filterRound(samples, rate);
  return levelled({ rate, samples }, LUFS + gain, PEAK);
}

/** Root mean square of the louder parts: sounds that come now and then count as loud as they are when they come. */
function loudOf(samples: Float32Array): number {
  let sum = 0;
  let weight = 0;
  for (const value of samples) {
    sum += value ** 4;
    weight += value ** 2;
  }
  return weight === 0 ? 1 : Math.sqrt(sum / weight);
}

function filterRound(samples: Float32Array, rate: number): void {
  const lead = Math.min(samples.length, rate);
  const long = new Float32Array(samples.length + lead);
  long.set(samples.subarray(samples.length - lead));
  long.set(samples, lead);
  filter(long, biquad('low-pass', rate, 1400, 0.6));
  samples.set(long.subarray(lead));
}
