import type { Box, Face } from '../face/landmarks.ts';
import type { Picture, Size } from '../picture.ts';
import type { SpeechShape } from '../sound/speech-shape.ts';
import { diceOf } from '../sound/seeded.ts';
import { eyelidsOf, lowerEyelids } from './eyelids.ts';
import { evenly, mouthIn, mouthOf } from './mouth.ts';
import { moverOf, paste, planesOf } from './planes.ts';
import type { Planes } from './planes.ts';

/** Frames in a round of the head's small movements. */
const ROUND = 100;
/** Places of a round: a quarter there and a quarter back, from the middle. */
const PLACES = ROUND / 2 + 1;
/** So many frames may be held at once. */
const HELD = 8;
/** How far the head goes aside and down, in shares of the face's width. */
const SWAY = { x: 0.016, y: 0.007 };
/** How far the lids are down in the frames of a blink. */
const BLINK: readonly number[] = [0.35, 0.85, 1, 0.8, 0.45, 0.15];
/** Seconds between two blinks. */
const REST = { least: 2.2, most: 5.2 };

/** Poses are told apart by so many steps of opening and of width: less than a pixel of a face that fills 512. */
const STEPS = { open: 40, wide: 10 };

/**
 * The frames of a talking head, each the bytes of `Planes`: the mouth follows the speech, the eyes blink now and then, the
 * head is never quite still. A frame is written over when eight more have been asked for.
 *
 * @param picture its width and height are even
 */
export function* talkingHead(
  picture: Picture,
  face: Face,
  { open, wide }: SpeechShape,
  fps: number,
  seed: number,
): Generator<Uint8Array> {
  const { width, height } = picture;
  const { planes, move } = moverOf(picture, 2 + HELD + 1 + PLACES, giving(picture, face));
  /** As it is, and what the head shows before it is moved. */
  const [still, shown, ...others] = planes;
  if (still === undefined || shown === undefined) throw new RangeError('a picture has planes');
  still.bytes.set(planesOf(picture).bytes);
  shown.bytes.set(still.bytes);
  const mouth = mouthOf(face, picture);
  const eyes = eyesOf(picture, face);
  const blinks = blinksOf(open.length, fps, seed);
  const poses = new Map<string, Planes>();
  // Whoever writes a frame to a pipe may still hold it while the next one is asked for.
  const ring = others.slice(0, HELD + 1);
  const free = others.slice(HELD + 1);
  const bases = new Map<number, Planes>();
  for (let at = 0; at < open.length; at += 1) {
    const number = placeAt(at);
    const place = swayAt(number, face.box.width);
    const base = bases.get(number) ?? free.pop() ?? still;
    if (!bases.has(number)) {
      move(still, base, { x: 0, y: 0, width, height }, place);
      bases.set(number, base);
    }
    const frame = ring[at % ring.length] ?? base;
    frame.bytes.set(base.bytes);
    const pose = {
      open: Math.round((open[at] ?? 0) * STEPS.open) / STEPS.open,
      wide: Math.round((wide[at] ?? 0) * STEPS.wide) / STEPS.wide,
    };
    const name = `${pose.open} ${pose.wide}`;
    const lips = poses.get(name) ?? planesOf(mouthIn(mouth, picture, pose));
    poses.set(name, lips);
    paste(shown, lips, mouth.region.x, mouth.region.y);
    move(shown, frame, around(mouth.region), place);
    const lids = blinks[at] ?? 0;
    if (lids > 0)
      for (const { box, shut, open: gaze } of eyes) {
        paste(shown, shut.get(lids) ?? gaze, box.x, box.y);
        move(shown, frame, around(box), place);
        paste(shown, gaze, box.x, box.y);
      }
    yield frame.bytes;
  }
}

/** An eye's place on the picture, and what is there. */
interface Eye {
  readonly box: Box;
  readonly open: Planes;
  /** By how far the lid is down. */
  readonly shut: ReadonlyMap<number, Planes>;
}

function eyesOf(picture: Picture, face: Face): readonly Eye[] {
  const lids = eyelidsOf(face);
  const blinking = BLINK.map((closed) => {
    const shut = { ...picture, rgba: Uint8ClampedArray.from(picture.rgba) };
    lowerEyelids(shut, picture, lids, closed);
    return [closed, shut] as const;
  });
  return lids.map(({ left, columns }): Eye => {
    const top = Math.floor(Math.min(...columns.map((column) => column.top)));
    const bottom = Math.ceil(Math.max(...columns.map((column) => column.closed))) + 1;
    const box = evenly({ x: left, y: top, width: columns.length, height: bottom - top }, picture);
    const of = (whole: Picture) => planesOf(cut(whole, box));
    return { box, open: of(picture), shut: new Map(blinking.map(([closed, shut]) => [closed, of(shut)])) };
  });
}

function cut({ width, rgba }: Picture, box: Box): Picture {
  const out = new Uint8ClampedArray(box.width * box.height * 4);
  for (let y = 0; y < box.height; y += 1) {
    const from = ((box.y + y) * width + box.x) * 4;
    out.set(rgba.subarray(from, from + box.width * 4), y * box.width * 4);
  }
  return { width: box.width, height: box.height, rgba: out };
}

/** Where the head is: it sways along an arc, lowest at its ends, and back the way it came. */
function swayAt(place: number, faceWidth: number): { x: number; y: number } {
  const turn = (2 * Math.PI * place) / ROUND;
  return {
    x: SWAY.x * faceWidth * Math.sin(turn),
    y: SWAY.y * faceWidth * (1 - Math.cos(2 * turn)),
  };
}

/** Which of the places of a round a frame shows, −25 to 25 of 100: a quarter there, two back, a quarter there. */
function placeAt(frame: number): number {
  const at = (frame + ROUND / 4) % ROUND;
  return (at <= ROUND / 2 ? at : ROUND - at) - ROUND / 4;
}

/**
 * How much of the head's movement a place makes, 0 to 1: the middle of the face most, for it is nearest, and the edge of
 * the picture nothing.
 */
function giving({ width, height }: Size, { box }: Face): (x: number, y: number) => number {
  const middleX = box.x + box.width / 2;
  const middleY = box.y + box.height / 2;
  return (x, y) => {
    const edgeX = Math.min(1, x / (0.2 * width), (width - x) / (0.2 * width));
    const edgeY = Math.min(1, y / (0.2 * height), (height - y) / (0.25 * height));
    const away = ((x - middleX) / (0.62 * box.width)) ** 2 + ((y - middleY) / (0.72 * box.height)) ** 2;
    return (0.45 + 0.55 * Math.exp(-away)) * ease(edgeX) * ease(edgeY);
  };
}

const ease = (share: number) => share * share * (3 - 2 * share);

/** A box with room for the head's movement. */
const around = ({ x, y, width, height }: Box): Box => ({
  x: x - 3,
  y: y - 3,
  width: width + 6,
  height: height + 6,
});

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
