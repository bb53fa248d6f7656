import type { Point } from '../face/landmarks.ts';
import { LABEL, labelAt, type Regions } from './regions.ts';
import type { Portrait, Registration } from './registration.ts';
import { SIDE } from './view.ts';

/** How the hair lies, as against the canonical picture. */
export interface HairShapeChange {
  /** Share of the area covered by either hair that is not covered by both, or `brow` where that is more; 0 to 1. */
  readonly apart: number;
  /** Share of the face that hair covers on one of the pictures alone, 0 to 1: a fringe is little hair, and much seen. */
  readonly brow: number;
  /** Of the canonical hair, the share that is gone; and new hair as a share of it. */
  readonly gone: number;
  readonly grown: number;
  /** Share of the canonical hair that the other picture has room for, 0 to 1. */
  readonly shown: number;
  /** Where on the other view hair is gone or has come, as indices of its pixels; one for each 4 × 4. */
  readonly elsewhere: readonly number[];
}

/** A border of hair that lies this near (pixels of a view) lies where it did: strands are not cut with a knife. */
const BORDER = 1;
/** Half of the depth of the outline of the hair, in widths of the eyes from corner to corner. */
const DEPTH = 0.6;

/** Whether hair, or with `wanted` false something else, is found around a place at this distance. */
function hairNear(regions: Regions, { x, y }: Point, reach: number, wanted: boolean): boolean {
  for (let step = 0; step < 8; step += 1) {
    const angle = (step * Math.PI) / 4;
    const label = labelAt(regions, x + reach * Math.cos(angle), y + reach * Math.sin(angle));
    if (label !== undefined && (label === LABEL.hair) === wanted) return true;
  }
  return false;
}

/**
 * Lays the hair of a picture on that of the canonical one, moving with the head. The body may have moved against it:
 * hair that is gone behind the garment, or has come out from behind it, is not counted where the body's own way says
 * so.
 */
export function hairShapeChange(
  canonical: Portrait,
  other: Portrait,
  { byHead, bodyAt, pose, headScale }: Registration,
): HairShapeChange {
  const [a, b] = [canonical.head.regions, other.head.regions];
  let [both, either, gone, grown, all, room, face, crossed] = [0, 0, 0, 0, 0, 0, 0, 0];
  const elsewhere: number[] = [];
  const turn = Math.max(Math.abs(pose.yaw), Math.abs(pose.pitch));
  const depth = DEPTH * Math.abs((canonical.head.mesh[263]?.x ?? 0) - (canonical.head.mesh[33]?.x ?? 0));
  const reach = (BORDER + Math.min(depth, depth * Math.sin((turn * Math.PI) / 180))) * headScale;
  for (let row = 1; row < SIDE; row += 2) {
    for (let column = 1; column < SIDE; column += 2) {
      const index = row * SIDE + column;
      if (canonical.view.inside[index] === 0) continue;
      const before = a.labels[index];
      if (before === LABEL.hair) all += 1;
      const there = byHead({ x: column + 0.5, y: row + 0.5 });
      const after = labelAt(b, there.x, there.y);
      if (after === undefined || other.view.inside[Math.floor(there.y) * SIDE + Math.floor(there.x)] !== 1)
        continue;
      if (before === LABEL.hair) room += 1;
      if (after === LABEL.garment || before === LABEL.garment) {
        const cloth = bodyAt({ x: column + 0.5, y: row + 0.5 });
        const now = labelAt(a, cloth.x, cloth.y) === LABEL.garment;
        if (before === LABEL.garment ? after !== LABEL.hair || !now : now) continue;
      }
      const was = before === LABEL.hair;
      // The border of a turned head lies elsewhere by as much as its own depth.
      const is = (after === LABEL.hair) === was || hairNear(b, there, reach, was) ? was : !was;
      if (a.oval[index] === 1) {
        face += 1;
        if (was !== is) crossed += 1;
      }
      if (was !== is && row % 4 === 1 && column % 4 === 1)
        elsewhere.push(Math.floor(there.y) * SIDE + Math.floor(there.x));
      if (was && is) both += 1;
      if (was || is) either += 1;
      if (was && !is) gone += 1;
      if (is && !was) grown += 1;
    }
  }
  const brow = face === 0 ? 0 : crossed / face;
  return {
    apart: Math.max(either === 0 ? 0 : 1 - both / either, brow),
    brow,
    gone: all === 0 ? 0 : gone / all,
    grown: all === 0 ? 0 : grown / all,
    shown: all === 0 ? 0 : room / all,
    elsewhere,
  };
}
