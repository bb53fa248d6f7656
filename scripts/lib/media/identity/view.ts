import type { Face } from '../face/landmarks.ts';
import type { Nets } from '../face/nets.ts';
import { ranged, sampled, type Square } from '../face/sample.ts';
import type { Picture } from '../picture.ts';
import { labOf, linear } from './colour.ts';

/** Width and height of a view in pixels. */
export const SIDE = 512;
/** The person network's own size. */
const PERSON = 256;
/** How many heights of the face (brows to chin and half as much again) a view shows at most. */
const REACH = 4.6;
/**
 * A picture of fewer heights of the face than `CLOSE` is a close-up: its view goes on beyond its edges, to as many as a portrait
 * shows, for the person network knows people with shoulders.
 */
const CLOSE = 2.6;
const PORTRAIT = 3.3;
/** Heights of the face above it. */
const ABOVE = 0.8;

/** The square of a picture in which she is measured, at one size for all pictures. Arrays go row by row, `SIDE × SIDE`. */
export interface View {
  /** Where on the picture, in its pixels. */
  readonly square: Square;
  /** Linear light, 3 numbers a pixel. */
  readonly light: Float32Array;
  /** CIELAB, 3 numbers a pixel. */
  readonly lab: Float32Array;
  /** How probably a pixel shows a person, 0 to 1. */
  readonly person: Float32Array;
  /** 1 where the picture is, 0 beyond its edge. */
  readonly inside: Uint8Array;
  /** Whether the picture shows less than a portrait does: its view goes on beyond it. */
  readonly closeUp: boolean;
}

/**
 * The part of a picture around a face, or all of it when there is none. Near the face at most `REACH` of its heights
 * are shown, so that a small figure in a wide frame is measured as finely as a portrait.
 */
export function viewOf(picture: Picture, face: Face | undefined, nets: Nets): View {
  const square = framed(picture, face);
  const { rgb } = sampled(picture, square, SIDE);
  const light = new Float32Array(SIDE * SIDE * 3);
  for (let at = 0; at < light.length; at += 1) light[at] = linear(rgb[at] ?? 0);
  const inside = new Uint8Array(SIDE * SIDE);
  const step = square.side / SIDE;
  for (let row = 0; row < SIDE; row += 1) {
    const y = square.y + (row + 0.5 - SIDE / 2) * step;
    if (y <= 0 || y >= picture.height) continue;
    for (let column = 0; column < SIDE; column += 1) {
      const x = square.x + (column + 0.5 - SIDE / 2) * step;
      if (x > 0 && x < picture.width) inside[row * SIDE + column] = 1;
    }
  }
  const coarse = nets.person(ranged(sampled(picture, square, PERSON), 0, 1));
  const person = enlarged(coarse);
  for (let at = 0; at < person.length; at += 1) person[at] = (person[at] ?? 0) * (inside[at] ?? 0);
  const closeUp = square.side > Math.max(picture.width, picture.height);
  return { square, light, lab: labOf(light), person, inside, closeUp };
}

function framed(picture: Picture, face: Face | undefined): Square {
  const whole = Math.max(picture.width, picture.height);
  if (face === undefined) return { x: picture.width / 2, y: picture.height / 2, side: whole, angle: 0 };
  const { x, y, width, height } = face.box;
  const side = whole < CLOSE * height ? PORTRAIT * height : Math.min(whole, REACH * height);
  const within = (centre: number, length: number, whereCut: number) => {
    if (length > side) return Math.min(Math.max(centre, side / 2), length - side / 2);
    return side > whole ? whereCut : length / 2;
  };
  const [middle, down] = [x + width / 2, y - ABOVE * height + side / 2];
  return {
    x: within(middle, picture.width, middle),
    y: within(down, picture.height, down),
    side,
    angle: 0,
  };
}

/** Twice the size, bilinear. */
function enlarged(coarse: Float32Array): Float32Array {
  const fine = new Float32Array(SIDE * SIDE);
  const ratio = PERSON / SIDE;
  for (let at = 0; at < fine.length; at += 1) {
    const x = Math.min(Math.max(((at % SIDE) + 0.5) * ratio - 0.5, 0), PERSON - 1.001);
    const y = Math.min(Math.max((Math.floor(at / SIDE) + 0.5) * ratio - 0.5, 0), PERSON - 1.001);
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [fx, fy] = [x - left, y - top];
    const value = (dx: number, dy: number) => coarse[(top + dy) * PERSON + left + dx] ?? 0;
    fine[at] =
      (value(0, 0) * (1 - fx) + value(1, 0) * fx) * (1 - fy) +
      (value(0, 1) * (1 - fx) + value(1, 1) * fx) * fy;
  }
  return fine;
}
