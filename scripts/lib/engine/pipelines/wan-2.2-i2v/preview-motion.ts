import { orbit, project } from '#media/camera.ts';
import type { Camera } from '#media/camera.ts';
import type { Picture, Size } from '#media/picture.ts';
import type { Dice } from '#media/sound/seeded.ts';
import type { SplatCloud } from '#media/splat/cloud.ts';
import { inEyePlane, middleOfFace } from '#media/splat/portrait.ts';
import type { Portrait } from '#media/splat/portrait.ts';
import { shifter } from '#media/video/shifted.ts';
import type { Lines } from '#media/video/shifted.ts';

/** How the camera drifts past a figure that breathes; `share` of the clip goes from 0 to 1. */
export interface Motion {
  readonly yawDeg: number;
  readonly pitchDeg: number;
  /** How much nearer the camera looks when it has left its first place. */
  readonly zoom: number;
  /** Breaths in the clip. */
  readonly breaths: number;
}

export function motionOf(dice: Dice, seconds: number): Motion {
  const side = dice() < 0.5 ? -1 : 1;
  return {
    yawDeg: side * (8 + 2 * dice()),
    pitchDeg: 1 + dice(),
    zoom: 0.1 + 0.02 * dice(),
    breaths: seconds / (3.4 + 0.6 * dice()),
  };
}

const ease = (share: number) => share * share * (3 - 2 * share);

/** The first frame is the portrait's own view; then to one side, and over to the other. */
export function cameraAt(motion: Motion, portrait: Portrait, share: number, size: Size): Camera {
  const { lens, distance, relief } = portrait;
  const { x } = middleOfFace(portrait);
  const aside = inEyePlane(portrait, x, 0)[0];
  const turn = Math.sin(2 * Math.PI * ease(share));
  const left = ease(Math.min(share / 0.25, 1));
  const camera = orbit({
    world: 'y-down',
    target: [aside, 0, distance],
    distance,
    yawDeg: motion.yawDeg * turn,
    pitchDeg: motion.pitchDeg * Math.sin(Math.PI * share) ** 2,
    lens: {
      ...lens,
      focal: (lens.focal * (1 + motion.zoom * left) * Math.min(size.width, size.height)) / size.height,
    },
  });
  // Around the face, not around the middle of the picture.
  const seen = project(camera, [aside, 0, distance], size);
  const centre = {
    x:
      camera.centre.x +
      (lens.centre.x * size.width + (aside * lens.focal * size.height) / distance - seen.x) / size.width,
    y: camera.centre.y,
  };
  const corners = [0, relief.width].map(
    (corner) => project({ ...camera, centre }, inEyePlane(portrait, corner, relief.height), size).y,
  );
  const missing = left * Math.max(0, 1.02 - Math.min(...corners) / size.height);
  return { ...camera, centre: { x: centre.x, y: centre.y + missing } };
}

/** Metres that a chest rises towards the camera, and that shoulders rise. */
const BREATH = { forward: 0.004, up: 0.002 };

/** Draws breath: what lies below the chin rises and falls. Writes into `into`, whose other arrays are the cloud's own. */
export function breathe(
  motion: Motion,
  { cloud, face, relief, distance, lens }: Portrait,
  share: number,
  into: Float32Array,
): SplatCloud {
  const metres = distance / (lens.focal * relief.height);
  const chin =
    ((face ? face.box.y + face.box.height : relief.height * 0.55) - lens.centre.y * relief.height) * metres;
  const depth = relief.height * 0.2 * metres;
  const air = (1 - Math.cos(2 * Math.PI * motion.breaths * share)) / 2;
  const { positions } = cloud;
  for (let at = 0; at < positions.length; at += 3) {
    const y = positions[at + 1] ?? 0;
    const weight = Math.min(Math.max((y - chin) / depth, 0), 1) * air;
    into[at] = positions[at] ?? 0;
    into[at + 1] = y - weight * BREATH.up;
    into[at + 2] = (positions[at + 2] ?? 0) - weight * BREATH.forward;
  }
  return { ...cloud, positions: into };
}

/** How far the backdrop moves against the figure's turn, in widths of the picture a radian. */
const PARALLAX = 0.5;

/**
 * The backdrop as a camera that has turned sees it: it moves with the turn, for it is far behind. Beyond its edge the edge goes
 * on. A frame is written over by the next one.
 */
export function backdropOf(plate: Picture, size: Size): (camera: Camera) => Picture {
  const draw = shifter(plate, size);
  const scale = Math.max(plate.width / size.width, plate.height / size.height);
  return ({ rotation: [, , forward] }) => {
    const shift = {
      x: Math.asin(forward[0]) * PARALLAX * plate.width,
      y: Math.asin(forward[1]) * PARALLAX * plate.width,
    };
    return draw(
      placesOf(size.width, plate.width, shift.x, scale),
      placesOf(size.height, plate.height, shift.y, scale),
    );
  };
}

/** Where each of `length` lines of a frame is read on a plate of `span` lines: two lines, and 256ths from the first to the second. */
function placesOf(length: number, span: number, moved: number, scale: number): Lines {
  const places = new Int32Array(length * 3);
  for (let index = 0; index < length; index += 1) {
    const place = (index + 0.5 - length / 2) * scale + span / 2 + moved - 0.5;
    const at = Math.min(Math.max(place, 0), span - 1);
    const line = Math.floor(at);
    places.set([line, Math.min(line + 1, span - 1), Math.round((at - line) * 256)], index * 3);
  }
  return places;
}
