import type { Layer } from './ambience-layer.ts';
import { biquad, filter } from './biquad.ts';
import { burst, hum, now, steady, strokes, struck } from './ambience-sounds.ts';
import { addRound, band, brown, white } from './noise.ts';

// What is heard in rooms.

export const roomTone: Layer = {
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
};

export const pencil: Layer = {
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
};

export const clock: Layer = {
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
};

export const keyboard: Layer = {
  name: 'keyboard',
  stems: ['keyboard', 'typing', 'typewriter', 'laptop', 'клавиатур', 'печат', 'клавиш'],
  gain: 0.55,
  make: (ground) =>
    now(ground, 0.23, (dice) =>
      burst(ground.rate, dice, 1700 + dice() * 1500, 1.4, 0.018 + dice() * 0.012, 0.08),
    ),
};

export const machineHum: Layer = {
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
};

export const footsteps: Layer = {
  name: 'footsteps',
  stems: ['step', 'walk', 'corridor', 'шаг', 'коридор'],
  gain: 0.5,
  make: (ground) => now(ground, 0.62, (dice) => burst(ground.rate, dice, 190 + dice() * 90, 1, 0.09, 0.05)),
};

export const bells: Layer = {
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
};

export const tape: Layer = {
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
};
