import { biquad, filter } from './biquad.ts';
import { addRound, band, brown, crossfaded, shaped, wander, white } from './noise.ts';
import { diceOf } from './seeded.ts';
import type { Dice } from './seeded.ts';

/** What a layer is made with: its own dice, and the length of the loop in samples. */
export interface Ground {
  readonly rate: number;
  readonly length: number;
  readonly dice: Dice;
}

/** A sound that the words of a prompt call for, as a loop; about 1 at its loudest. */
export interface Layer {
  readonly name: string;
  /** Beginnings of words that call for it, in lower case, English and Russian. */
  readonly stems: readonly string[];
  /** Beside the other layers, 0 to 1. */
  readonly gain: number;
  make(ground: Ground): Float32Array;
}

const OVERLAP_SECONDS = 1;

/** A steady sound without a seam: made longer, its end laid over its beginning. */
function steady(
  { rate, length, dice }: Ground,
  make: (length: number, dice: Dice) => Float32Array,
): Float32Array {
  const overlap = Math.min(rate * OVERLAP_SECONDS, Math.floor(length / 2));
  return crossfaded(make(length + overlap, dice), overlap);
}

/** Sounds that come now and then: `every` seconds on average, laid into the loop where dice say. */
function now(ground: Ground, every: number, make: (dice: Dice) => Float32Array): Float32Array {
  const { rate, length, dice } = ground;
  const loop = new Float32Array(length);
  const count = Math.max(1, Math.round(length / rate / every));
  for (let index = 0; index < count; index += 1)
    addRound(
      loop,
      make(dice),
      Math.floor(((index + 0.15 + dice() * 0.7) / count) * length),
      0.5 + dice() * 0.5,
    );
  return loop;
}

/** A tone whose partials fade: `hertz` and its multiples with the gains of `partials`. */
function struck(rate: number, hertz: number, seconds: number, partials: readonly number[]): Float32Array {
  const samples = new Float32Array(Math.round(rate * seconds));
  partials.forEach((gain, index) => {
    const step = (2 * Math.PI * hertz * (index + 1)) / rate;
    const fade = (4 + index * 1.5) / samples.length;
    for (let at = 0; at < samples.length; at += 1)
      samples[at] = (samples[at] ?? 0) + gain * Math.sin(step * at) * Math.exp(-fade * at);
  });
  return fadedIn(samples, rate * 0.004);
}

function fadedIn(samples: Float32Array, length: number): Float32Array {
  for (let at = 0; at < Math.min(length, samples.length); at += 1)
    samples[at] = (samples[at] ?? 0) * (at / length);
  return samples;
}

/** A short burst of noise around `hertz` that rises and falls. */
function burst(
  rate: number,
  dice: Dice,
  hertz: number,
  q: number,
  seconds: number,
  rise = 0.2,
): Float32Array {
  const length = Math.max(8, Math.round(rate * seconds));
  const samples = band(length, rate, dice, hertz, q);
  for (let at = 0; at < length; at += 1) {
    const place = at / length;
    samples[at] = (samples[at] ?? 0) * (place < rise ? place / rise : ((1 - place) / (1 - rise)) ** 1.5);
  }
  return samples;
}

/** Whole turns in the loop, so that a tone runs on through its seam. */
function hum({ rate, length }: Ground, hertz: number, partials: readonly number[]): Float32Array {
  const samples = new Float32Array(length);
  partials.forEach((gain, index) => {
    const turns = Math.max(1, Math.round((hertz * (index + 1) * length) / rate));
    const step = (2 * Math.PI * turns) / length;
    for (let at = 0; at < length; at += 1) samples[at] = (samples[at] ?? 0) + gain * Math.sin(step * at);
  });
  return samples;
}

/** Strokes of a pencil: two to six to a figure, forth and back, with the grain of the paper. */
function strokes(rate: number, dice: Dice): Float32Array {
  const figure = new Float32Array(Math.round(rate * 1.6));
  const count = 2 + Math.floor(dice() * 5);
  let start = 0;
  for (let stroke = 0; stroke < count; stroke += 1) {
    const seconds = 0.09 + dice() * 0.16;
    const length = Math.round(rate * seconds);
    if (start + length > figure.length) break;
    const sound = burst(rate, dice, 2600 + dice() * 2200 + (stroke % 2) * 500, 0.9, seconds, 0.35);
    const grain = wander(length, rate, dice, 160);
    addRound(
      figure,
      shaped(sound, grain, (value) => 0.35 + 0.65 * value),
      start,
      1.6,
    );
    start += length + Math.round(rate * (0.015 + dice() * 0.06));
  }
  return figure;
}

function chirp(rate: number, dice: Dice): Float32Array {
  const notes = 2 + Math.floor(dice() * 4);
  const figure = new Float32Array(Math.round(rate * 0.14 * notes));
  for (let note = 0; note < notes; note += 1) {
    const length = Math.round(rate * (0.05 + dice() * 0.06));
    const low = 2600 + dice() * 1800;
    const rise = (dice() - 0.4) * 1600;
    let phase = 0;
    const tone = new Float32Array(length);
    for (let at = 0; at < length; at += 1) {
      phase += (2 * Math.PI * (low + rise * (at / length))) / rate;
      tone[at] = Math.sin(phase) * Math.sin((Math.PI * at) / length) ** 2;
    }
    addRound(figure, tone, Math.round(rate * 0.14 * note));
  }
  return figure;
}

/** A drop or a click: a fading tone, higher the smaller it is. */
const drop = (rate: number, dice: Dice, low: number, high: number): Float32Array =>
  struck(rate, low + dice() * (high - low), 0.03 + dice() * 0.05, [0.8, 0.2]);

/** Words for how, not what. */
export const QUIET = [
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
export const LOUD = ['loud', 'heavy', 'strong', 'storm', 'busy', 'noisy', 'громк', 'сильн', 'бур'];
export const FAR = ['distant', 'far', 'away', 'muffled', 'behind', 'outside', 'дал', 'вдал', 'глух', 'за'];

/** Everything that a prompt can call for by name. */
export const LAYERS: readonly Layer[] = [
  {
    name: 'room tone',
    stems: [
      'room',
      'studio',
      'office',
      'indoor',
      'interior',
      'library',
      'quiet',
      'комнат',
      'студи',
      'кабинет',
      'библиотек',
    ],
    gain: 0.5,
    make: (ground) => {
      const air = steady(ground, (length, dice) =>
        filter(brown(length, ground.rate, dice, 90), biquad('low-pass', ground.rate, 900)),
      );
      addRound(air, hum(ground, 50, [0.02, 0.012, 0.006, 0.003]), 0);
      return air;
    },
  },
  {
    name: 'pencil',
    stems: [
      'pencil',
      'scratch',
      'draw',
      'sketch',
      'pen',
      'write',
      'writing',
      'paper',
      'карандаш',
      'рису',
      'бумаг',
      'перо',
      'скрип',
    ],
    gain: 0.8,
    make: (ground) => now(ground, 1.9, (dice) => strokes(ground.rate, dice)),
  },
  {
    name: 'rain',
    stems: ['rain', 'drizzle', 'shower', 'дожд', 'лив'],
    gain: 0.7,
    make: (ground) => {
      const rain = steady(ground, (length, dice) =>
        filter(
          white(length, dice),
          biquad('high-pass', ground.rate, 900),
          biquad('low-pass', ground.rate, 7500),
        ),
      );
      for (let at = 0; at < rain.length; at += 1) rain[at] = (rain[at] ?? 0) * 0.4;
      addRound(
        rain,
        now(ground, 0.035, (dice) => drop(ground.rate, dice, 1200, 5200)),
        0,
        0.5,
      );
      return rain;
    },
  },
  {
    name: 'tin roof',
    stems: ['roof', 'tin', 'metal', 'крыш', 'жест', 'металл'],
    gain: 0.5,
    make: (ground) =>
      now(ground, 0.06, (dice) => struck(ground.rate, 700 + dice() * 1900, 0.08, [0.5, 0, 0.35, 0, 0.2])),
  },
  {
    name: 'wind',
    stems: ['wind', 'breeze', 'gust', 'ветер', 'ветр', 'бриз'],
    gain: 0.7,
    make: (ground) => {
      const low = steady(ground, (length, dice) => band(length, ground.rate, dice, 280, 0.8));
      const high = steady(ground, (length, dice) => band(length, ground.rate, dice, 720, 1.6));
      const gusts = wander(ground.length, ground.rate, ground.dice, 0.35);
      shaped(low, gusts, (value) => 0.3 + value);
      addRound(
        low,
        shaped(high, gusts, (value) => value * value * 1.4),
        0,
      );
      return low;
    },
  },
  {
    name: 'waves',
    stems: ['sea', 'ocean', 'wave', 'surf', 'beach', 'shore', 'мор', 'волн', 'прибо', 'берег'],
    gain: 0.8,
    make: (ground) => {
      const surf = steady(ground, (length, dice) =>
        filter(
          white(length, dice),
          biquad('low-pass', ground.rate, 1400),
          biquad('high-pass', ground.rate, 90),
        ),
      );
      return shaped(
        surf,
        wander(ground.length, ground.rate, ground.dice, 0.22),
        (value) => 0.15 + value ** 2,
      );
    },
  },
  {
    name: 'stream',
    stems: ['water', 'stream', 'river', 'brook', 'creek', 'fountain', 'вод', 'руч', 'рек', 'фонтан'],
    gain: 0.6,
    make: (ground) => {
      const water = steady(ground, (length, dice) => band(length, ground.rate, dice, 1100, 0.7));
      addRound(
        water,
        now(ground, 0.05, (dice) => drop(ground.rate, dice, 350, 1500)),
        0,
        0.6,
      );
      return water;
    },
  },
  {
    name: 'fire',
    stems: ['fire', 'hearth', 'crackl', 'camp', 'кост', 'камин', 'огон', 'огн', 'треск'],
    gain: 0.7,
    make: (ground) => {
      const fire = steady(ground, (length, dice) =>
        filter(brown(length, ground.rate, dice, 120), biquad('low-pass', ground.rate, 500)),
      );
      addRound(
        fire,
        now(ground, 0.11, (dice) =>
          burst(ground.rate, dice, 1500 + dice() * 4000, 1.5, 0.004 + dice() * 0.012, 0.1),
        ),
        0,
        2,
      );
      return fire;
    },
  },
  {
    name: 'birds',
    stems: ['bird', 'forest', 'garden', 'morning', 'park', 'meadow', 'птиц', 'лес', 'сад', 'утр', 'парк'],
    gain: 0.5,
    make: (ground) => now(ground, 1.1, (dice) => chirp(ground.rate, dice)),
  },
  {
    name: 'crickets',
    stems: ['cricket', 'night', 'insect', 'cicada', 'summer', 'сверч', 'ноч', 'насеком', 'лет'],
    gain: 0.35,
    make: (ground) => {
      const song = hum(ground, 4150, [0.6]);
      const pulses = hum(ground, 31, [1]);
      const phrases = wander(ground.length, ground.rate, ground.dice, 0.7);
      shaped(song, pulses, (value) => Math.max(0, value) ** 2);
      return shaped(song, phrases, (value) => Math.max(0, value - 0.35));
    },
  },
  {
    name: 'clock',
    stems: ['clock', 'tick', 'watch', 'time', 'час', 'тик'],
    gain: 0.5,
    make: (ground) => {
      const ticks = new Float32Array(ground.length);
      const count = Math.max(2, Math.round(ground.length / ground.rate));
      for (let tick = 0; tick < count; tick += 1)
        addRound(
          ticks,
          struck(ground.rate, tick % 2 === 0 ? 2300 : 1900, 0.04, [0.6, 0.3, 0.2]),
          Math.floor((tick / count) * ground.length),
        );
      return ticks;
    },
  },
  {
    name: 'traffic',
    stems: ['city', 'street', 'traffic', 'road', 'car', 'urban', 'город', 'улиц', 'дорог', 'машин'],
    gain: 0.7,
    make: (ground) => {
      const road = steady(ground, (length, dice) =>
        filter(brown(length, ground.rate, dice, 150), biquad('low-pass', ground.rate, 420)),
      );
      return shaped(road, wander(ground.length, ground.rate, ground.dice, 0.3), (value) => 0.35 + value);
    },
  },
  {
    name: 'train',
    stems: ['train', 'rail', 'tram', 'metro', 'поезд', 'рельс', 'трамва', 'метро'],
    gain: 0.7,
    make: (ground) => {
      const train = steady(ground, (length, dice) =>
        filter(brown(length, ground.rate, dice, 110), biquad('low-pass', ground.rate, 600)),
      );
      const joints = Math.max(2, Math.round(ground.length / ground.rate / 0.95));
      for (let joint = 0; joint < joints; joint += 1)
        for (const [late, gain] of [
          [0, 1.6],
          [0.16, 1.2],
        ] as const)
          addRound(
            train,
            burst(ground.rate, ground.dice, 330, 1.1, 0.11, 0.06),
            Math.floor((joint / joints) * ground.length + late * ground.rate),
            gain,
          );
      return train;
    },
  },
  {
    name: 'crowd',
    stems: [
      'crowd',
      'people',
      'cafe',
      'café',
      'market',
      'murmur',
      'voice',
      'толп',
      'люд',
      'каф',
      'рын',
      'голос',
    ],
    gain: 0.5,
    make: (ground) => {
      const crowd = new Float32Array(ground.length);
      for (const formant of [420, 640, 980, 1500]) {
        const voice = steady(ground, (length, dice) => band(length, ground.rate, dice, formant, 5));
        addRound(
          crowd,
          shaped(voice, wander(ground.length, ground.rate, ground.dice, 4.2), (value) => value ** 2),
          0,
        );
      }
      return crowd;
    },
  },
  {
    name: 'keyboard',
    stems: ['keyboard', 'typing', 'typewriter', 'laptop', 'клавиатур', 'печат', 'клавиш'],
    gain: 0.55,
    make: (ground) =>
      now(ground, 0.23, (dice) =>
        burst(ground.rate, dice, 1700 + dice() * 1500, 1.4, 0.018 + dice() * 0.012, 0.08),
      ),
  },
  {
    name: 'machine hum',
    stems: [
      'hum',
      'machine',
      'server',
      'engine',
      'fan',
      'ventilat',
      'computer',
      'ship',
      'lab',
      'гул',
      'сервер',
      'двигат',
      'вентил',
      'компьютер',
      'лаборатор',
    ],
    gain: 0.5,
    make: (ground) => {
      const base = 82 + Math.floor(ground.dice() * 40);
      const tone = hum(ground, base, [0.35, 0.22, 0.12, 0.05]);
      addRound(
        tone,
        steady(ground, (length, dice) => band(length, ground.rate, dice, 460, 0.6)),
        0,
        0.7,
      );
      return tone;
    },
  },
  {
    name: 'footsteps',
    stems: ['step', 'walk', 'corridor', 'шаг', 'коридор'],
    gain: 0.5,
    make: (ground) => now(ground, 0.62, (dice) => burst(ground.rate, dice, 190 + dice() * 90, 1, 0.09, 0.05)),
  },
  {
    name: 'bells',
    stems: ['bell', 'chime', 'piano', 'music', 'glass', 'колокол', 'звон', 'пианин', 'музык', 'стекл'],
    gain: 0.45,
    make: (ground) =>
      now(ground, 2.3, (dice) =>
        struck(
          ground.rate,
          220 * 2 ** ((([0, 3, 5, 7, 10, 12, 15] as const)[Math.floor(dice() * 7)] ?? 0) / 12 + 1),
          2.6,
          [0.5, 0.25, 0.1, 0.06],
        ),
      ),
  },
  {
    name: 'thunder',
    stems: ['thunder', 'storm', 'гроз', 'гром', 'шторм'],
    gain: 0.8,
    make: (ground) =>
      now(ground, 6, (dice) => {
        const length = Math.round(ground.rate * 3.5);
        const roll = filter(brown(length, ground.rate, dice, 40), biquad('low-pass', ground.rate, 180));
        for (let at = 0; at < length; at += 1) {
          const place = at / length;
          roll[at] = (roll[at] ?? 0) * Math.min(1, place * 12) * (1 - place) ** 2 * 2.5;
        }
        return roll;
      }),
  },
  {
    name: 'tape',
    stems: ['vinyl', 'tape', 'radio', 'static', 'record', 'винил', 'плён', 'плен', 'радио', 'пластин'],
    gain: 0.3,
    make: (ground) => {
      const hiss = steady(ground, (length, dice) =>
        filter(white(length, dice), biquad('high-pass', ground.rate, 3500)),
      );
      for (let at = 0; at < hiss.length; at += 1) hiss[at] = (hiss[at] ?? 0) * 0.3;
      addRound(
        hiss,
        now(ground, 0.18, (dice) => burst(ground.rate, dice, 3000, 0.8, 0.002 + dice() * 0.003, 0.2)),
        0,
        1.5,
      );
      return hiss;
    },
  },
];

/** For a word that names nothing above: two quiet bands of noise at pitches and a pace of its own. */
export function colourLayer(word: string): Layer {
  return {
    name: `“${word}”`,
    stems: [word],
    gain: 0.25,
    make: (ground) => {
      const own = diceOf('colour', word);
      const colour = new Float32Array(ground.length);
      for (const [lowest, gain] of [
        [110, 1],
        [900, 0.6],
      ] as const) {
        const hertz = lowest * 2 ** (own() * 3);
        const noise = steady(ground, (length, dice) => band(length, ground.rate, dice, hertz, 3 + own() * 3));
        const pace = wander(ground.length, ground.rate, ground.dice, 0.3 + own());
        addRound(
          colour,
          shaped(noise, pace, (value) => 0.3 + value),
          0,
          gain * (0.4 + own()),
        );
      }
      return colour;
    },
  };
}
