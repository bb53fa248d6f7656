import type { Layer } from './ambience-layer.ts';
import { biquad, filter } from './biquad.ts';
import { burst, steady } from './ambience-sounds.ts';
import { addRound, band, brown, shaped, wander } from './noise.ts';

// What is heard where people live close together.

export const traffic: Layer = {
  name: 'traffic',
  stems: ['city', 'street', 'traffic', 'road', 'car', 'urban', 'город', 'улиц', 'дорог', 'машин'],
  gain: 0.7,
  make: (ground) => {
    const road = steady(ground, (length, dice) =>
      filter(brown(length, ground.rate, dice, 150), biquad('low-pass', ground.rate, 420)),
    );
    return shaped(road, wander(ground.length, ground.rate, ground.dice, 0.3), (value) => 0.35 + value);
  },
};

export const train: Layer = {
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
};

export const crowd: Layer = {
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
};
