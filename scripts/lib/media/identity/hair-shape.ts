import { LABEL, labelAt } from './regions.ts';
import type { Portrait, Registration } from './registration.ts';
import { SIDE } from './view.ts';

/** How the hair lies, as against the canonical picture. */
export interface HairShapeChange {
  /** Share of the area covered by either hair that is not covered by both, 0 to 1. */
  readonly apart: number;
  /** Of the canonical hair, the share that is gone; and new hair as a share of it. */
  readonly gone: number;
  readonly grown: number;
  /** Share of the canonical hair that the other picture has room for, 0 to 1. */
  readonly shown: number;
}

/**
 * Lays the hair of a picture on that of the canonical one, moving with the head. The body may have moved against it:
 * hair that is gone behind the garment, or has come out from behind it, is not counted where the body's own way says
 * so.
 */
export function hairShapeChange(
  canonical: Portrait,
  other: Portrait,
  { byHead, bodyAt }: Registration,
): HairShapeChange {
  const [a, b] = [canonical.head.regions, other.head.regions];
  let [both, either, gone, grown, all, room] = [0, 0, 0, 0, 0, 0];
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
      const [was, is] = [before === LABEL.hair, after === LABEL.hair];
      if (was && is) both += 1;
      if (was || is) either += 1;
      if (was && !is) gone += 1;
      if (is && !was) grown += 1;
    }
  }
  return {
    apart: either === 0 ? 0 : 1 - both / either,
    gone: all === 0 ? 0 : gone / all,
    grown: all === 0 ? 0 : grown / all,
    shown: all === 0 ? 0 : room / all,
  };
}
