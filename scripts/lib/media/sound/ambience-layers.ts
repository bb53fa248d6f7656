import { roomTone, pencil, clock, keyboard, machineHum, footsteps, bells, tape } from './ambience-indoors.ts';
import { rain, tinRoof, wind, waves, stream, fire, birds, crickets, thunder } from './ambience-nature.ts';
import { traffic, train, crowd } from './ambience-town.ts';
import type { Layer } from './ambience-layer.ts';
import { steady } from './ambience-sounds.ts';
import { addRound, band, shaped, wander } from './noise.ts';
import { diceOf } from './seeded.ts';

/** Everything that a prompt can call for by name; of more than are heard at once the first are taken. */
export const LAYERS: readonly Layer[] = [
  roomTone,
  pencil,
  rain,
  tinRoof,
  wind,
  waves,
  stream,
  fire,
  birds,
  crickets,
  clock,
  traffic,
  train,
  crowd,
  keyboard,
  machineHum,
  footsteps,
  bells,
  thunder,
  tape,
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
