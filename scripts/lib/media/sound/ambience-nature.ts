import type { Layer } from './ambience-layer.ts';
import { biquad, filter } from './biquad.ts';
import { burst, chirp, drop, hum, now, steady, struck } from './ambience-sounds.ts';
import { addRound, band, brown, shaped, wander, white } from './noise.ts';

// What is heard under the sky.

export const rain: Layer = {
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
};

export const tinRoof: Layer = {
  name: 'tin roof',
  stems: ['roof', 'tin', 'metal', 'крыш', 'жест', 'металл'],
  gain: 0.5,
  make: (ground) =>
    now(ground, 0.06, (dice) => struck(ground.rate, 700 + dice() * 1900, 0.08, [0.5, 0, 0.35, 0, 0.2])),
};

export const wind: Layer = {
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
};

export const waves: Layer = {
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
    return shaped(surf, wander(ground.length, ground.rate, ground.dice, 0.22), (value) => 0.15 + value ** 2);
  },
};

export const stream: Layer = {
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
};

export const fire: Layer = {
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
};

export const birds: Layer = {
  name: 'birds',
  stems: ['bird', 'forest', 'garden', 'morning', 'park', 'meadow', 'птиц', 'лес', 'сад', 'утр', 'парк'],
  gain: 0.5,
  make: (ground) => now(ground, 1.1, (dice) => chirp(ground.rate, dice)),
};

export const crickets: Layer = {
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
};

export const thunder: Layer = {
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
};
