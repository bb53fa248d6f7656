import pixelmatch from 'pixelmatch';
import { randomly } from '../random.ts';
import { randomPair } from './random-pair.ts';
import { MARK, workspace } from './workspace.ts';

/** How a run of random pictures went. */
export interface Agreement {
  readonly pairs: number;
  /** Pairs of which pixelmatch counts some pixel. */
  readonly counted: number;
  /** Pairs of which pixelmatch leaves some pixel out as anti-aliased. */
  readonly smoothed: number;
  /** The first pairs that the kernel counts otherwise; none. */
  readonly faults: readonly string[];
}

/** Holds the kernel against pixelmatch itself on `pairs` random pictures: count, mask, tiles. */
export function agreement(pairs: number, seed: number): Agreement {
  const next = randomly(seed);
  const faults: string[] = [];
  let counted = 0;
  let smoothed = 0;
  for (let pair = 0; pair < pairs && faults.length < 5; pair += 1) {
    const { before, after } = randomPair(next);
    const { width, height } = before;
    const wanted = pixelmatch(before.rgba, after.rgba, undefined, width, height, { threshold: 0.1 });
    const all = pixelmatch(before.rgba, after.rgba, undefined, width, height, {
      threshold: 0.1,
      includeAA: true,
    });
    const room = workspace(before);
    room.rgba('before').set(before.rgba);
    room.rgba('after').set(after.rgba);
    const got = room.count();
    const marked = (mark: number) => room.mask.reduce((sum, value) => sum + (value === mark ? 1 : 0), 0);
    const differing = room.mask.length - marked(MARK.equal);
    const seen = [got.counted, marked(MARK.counted), total(room.countedTiles)];
    if (
      seen.some((value) => value !== wanted) ||
      marked(MARK.smoothed) !== all - wanted ||
      got.differing !== differing ||
      total(room.differingTiles) !== differing
    ) {
      faults.push(`pair ${pair} of seed ${seed}, ${width} × ${height}: ${wanted} became ${seen.join(', ')}`);
    }
    counted += wanted > 0 ? 1 : 0;
    smoothed += all > wanted ? 1 : 0;
  }
  return { pairs, counted, smoothed, faults };
}

const total = (tiles: Uint32Array) => tiles.reduce((sum, value) => sum + value, 0);
