import type { Box, Face } from '../face/landmarks.ts';
import type { Picture, Size } from '../picture.ts';
import type { SpeechShape } from '../sound/speech-shape.ts';
import { diceOf } from '../sound/seeded.ts';
import { eyelidsOf, lowerEyelids } from './eyelids.ts';
import { mouthOf, mouthReader, readerOf } from './mouth.ts';
import type { Reader } from './mouth.ts';

/** Frames in a round of the head's small movements. */
const ROUND = 100;
/** So many frames may be held at once. */
const HELD = 8;
/** How far the head goes aside and down, in shares of the face's width. */
const SWAY = { x: 0.016, y: 0.007 };
/** How far the lids are down in the frames of a blink. */
const BLINK: readonly number[] = [0.35, 0.85, 1, 0.8, 0.45, 0.15];
/** Seconds between two blinks. */
const REST = { least: 2.2, most: 5.2 };

/**
 * The frames of a talking head, RGB, 8 bits a channel, row by row, `width × height × 3` bytes: the mouth follows the speech,
 * the eyes blink now and then, the head is never quite still. A frame is written over when eight more have been asked for.
 */
export function* talkingHead(
  picture: Picture,
  face: Face,
  { open, wide }: SpeechShape,
  fps: number,
  seed: number,
): Generator<Uint8Array> {
  const { width, height } = picture;
  const mouth = mouthOf(face, picture);
  const lids = eyelidsOf(face);
  const eyes = lids.map(({ left, columns }): Box => {
    const top = Math.floor(Math.min(...columns.map((column) => column.top)));
    const bottom = Math.ceil(Math.max(...columns.map((column) => column.closed))) + 1;
    return { x: left, y: top, width: columns.length, height: bottom - top };
  });
  const shut = new Map(
    BLINK.map((closed) => {
      const blinking = { ...picture, rgba: Uint8ClampedArray.from(picture.rgba) };
      lowerEyelids(blinking, picture, lids, closed);
      return [closed, readerOf(blinking)] as const;
    }),
  );
  const blinks = blinksOf(open.length, fps, seed);
  const give = giveOf(picture, face);
  const still = readerOf(picture);
  const bases: Uint8Array[] = [];
  // Whoever writes a frame to a pipe may still hold it while the next one is asked for.
  const ring = Array.from({ length: HELD + 1 }, () => new Uint8Array(width * height * 3));
  const whole = { x: 0, y: 0, width, height };
  for (let at = 0; at < open.length; at += 1) {
    const place = swayAt(at, face.box.width);
    let base = bases[at % ROUND];
    if (base === undefined) {
      base = new Uint8Array(width * height * 3);
      paint(base, picture, whole, still, give, place);
      bases[at % ROUND] = base;
    }
    const frame = ring[at % ring.length] ?? base.slice();
    frame.set(base);
    paint(
      frame,
      picture,
      around(mouth.region),
      mouthReader(mouth, picture, { open: open[at] ?? 0, wide: wide[at] ?? 0 }),
      give,
      place,
    );
    const lid = shut.get(blinks[at] ?? 0);
    if (lid) for (const eye of eyes) paint(frame, picture, around(eye), lid, give, place);
    yield frame;
  }
}

/** Where the head is: two slow turns of unequal length, so that it does not nod like a clock. */
function swayAt(frame: number, faceWidth: number): { x: number; y: number } {
  const turn = (2 * Math.PI * frame) / ROUND;
  return {
    x: SWAY.x * faceWidth * Math.sin(turn),
    y: SWAY.y * faceWidth * (Math.sin(2 * turn + 0.7) - Math.sin(0.7)),
  };
}

/**
 * How much of the head's movement each pixel makes, 0 to 1: the middle of the face most, for it is nearest, and the edge of
 * the picture nothing.
 */
function giveOf({ width, height }: Size, { box }: Face): Float32Array {
  const middleX = box.x + box.width / 2;
  const middleY = box.y + box.height / 2;
  const give = new Float32Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    const edgeY = Math.min(1, y / (0.2 * height), (height - y) / (0.25 * height));
    for (let x = 0; x < width; x += 1, at += 1) {
      const edgeX = Math.min(1, x / (0.2 * width), (width - x) / (0.2 * width));
      const away = ((x - middleX) / (0.62 * box.width)) ** 2 + ((y - middleY) / (0.72 * box.height)) ** 2;
      give[at] = (0.45 + 0.55 * Math.exp(-away)) * ease(edgeX) * ease(edgeY);
    }
  }
  return give;
}

const ease = (share: number) => share * share * (3 - 2 * share);

/** A box with room for the head's movement. */
const around = ({ x, y, width, height }: Box): Box => ({
  x: x - 3,
  y: y - 3,
  width: width + 6,
  height: height + 6,
});

/** Writes the pixels of a box, each read from where the head's movement brings it from. */
function paint(
  frame: Uint8Array,
  { width, height }: Size,
  box: Box,
  read: Reader,
  give: Float32Array,
  place: { readonly x: number; readonly y: number },
): void {
  const colour = new Float32Array(3);
  const left = Math.max(0, box.x);
  const right = Math.min(width, box.x + box.width);
  const bottom = Math.min(height, box.y + box.height);
  for (let y = Math.max(0, box.y); y < bottom; y += 1)
    for (let x = left, at = y * width + left; x < right; x += 1, at += 1) {
      const share = give[at] ?? 0;
      read(x + 0.5 - place.x * share, y + 0.5 - place.y * share, colour);
      frame[at * 3] = (colour[0] ?? 0) + 0.5;
      frame[at * 3 + 1] = (colour[1] ?? 0) + 0.5;
      frame[at * 3 + 2] = (colour[2] ?? 0) + 0.5;
    }
}

/** How far the lids are down in each frame. */
function blinksOf(frames: number, fps: number, seed: number): Float64Array {
  const dice = diceOf('blinks', seed);
  const closed = new Float64Array(frames);
  const pause = () => Math.round((REST.least + dice() * (REST.most - REST.least)) * fps);
  for (let start = pause(); start < frames; start += pause())
    BLINK.forEach((share, index) => {
      if (start + index < frames) closed[start + index] = share;
    });
  return closed;
}
