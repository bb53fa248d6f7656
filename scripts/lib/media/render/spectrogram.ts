import { BANDS, FLOOR_DB, type LogMel } from '../compare/mel.ts';
import type { Drawn } from './panel.ts';

const WIDTH = 512;
const ROW = 3;
const HEIGHT = BANDS * ROW;

/** Black, violet, red, amber, white: rising in lightness all the way, so that it reads in grey too. */
const STOPS = [
  [8, 6, 20],
  [66, 20, 110],
  [178, 44, 92],
  [246, 140, 40],
  [255, 246, 214],
] as const;

/** Time from left to right over `frames`, pitch from bottom to top, loudness as colour. */
export function drawSpectrogram(sound: LogMel, frames: number): Drawn {
  return drawn((column, band) => {
    const share = (loudest(sound, frames, column, band) - FLOOR_DB) / -FLOOR_DB;
    return along(STOPS, Math.min(1, Math.max(0, share)));
  });
}

/** Where two sounds differ: pale where not, amber to magenta by up to 30 dB. `lag`: frames by which the second is late. */
export function drawSpectrogramDifference(before: LogMel, after: LogMel, frames: number, lag: number): Drawn {
  return drawn((column, band) => {
    let most = 0;
    const first = firstOf(frames, column);
    for (let i = first; i < Math.max(first + 1, firstOf(frames, column + 1)); i += 1) {
      most = Math.max(most, Math.abs(at(before, i, band) - at(after, i + lag, band)));
    }
    const share = Math.min(1, most / 30);
    if (share < 0.1) return [236, 236, 239];
    return along(
      [
        [236, 236, 239],
        [255, 166, 0],
        [242, 96, 24],
        [209, 0, 122],
      ] as const,
      share,
    );
  });
}

type Colour = readonly [number, number, number];

function drawn(colour: (column: number, band: number) => Colour): Drawn {
  const rgb = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let band = 0; band < BANDS; band += 1) {
    for (let column = 0; column < WIDTH; column += 1) {
      const value = colour(column, band);
      for (let row = 0; row < ROW; row += 1)
        rgb.set(value, (((BANDS - 1 - band) * ROW + row) * WIDTH + column) * 3);
    }
  }
  return { width: WIDTH, height: HEIGHT, rgb };
}

/** Columns take at least one frame each. */
const firstOf = (frames: number, column: number) => Math.floor((column * frames) / WIDTH);

function loudest(sound: LogMel, frames: number, column: number, band: number): number {
  const first = firstOf(frames, column);
  let most = at(sound, first, band);
  for (let i = first + 1; i < firstOf(frames, column + 1); i += 1) most = Math.max(most, at(sound, i, band));
  return most;
}

const at = ({ frames, db }: LogMel, frame: number, band: number) =>
  frame < 0 || frame >= frames ? FLOOR_DB : (db[frame * BANDS + band] ?? FLOOR_DB);

function along(stops: readonly Colour[], share: number): Colour {
  const place = share * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(place));
  const [from, to] = [stops[index], stops[index + 1]];
  const mix = (c: 0 | 1 | 2) =>
    Math.round((from?.[c] ?? 0) + ((to?.[c] ?? 0) - (from?.[c] ?? 0)) * (place - index));
  return [mix(0), mix(1), mix(2)];
}
