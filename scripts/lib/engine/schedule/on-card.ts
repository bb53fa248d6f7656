import type { CardStand } from '../pipelines/card.ts';

/** A build that has begun and uses the card. */
export interface CardBuild {
  readonly system: string;
  /** What it holds from its beginning until it has left the card, GB. */
  readonly vramGb: number;
  /** `undefined` while it prepares itself and loads its model. */
  readonly stand: CardStand | undefined;
}

/** What lies in VRAM or is about to. */
export interface CardState {
  /** Of the card, GB. */
  readonly vramGb: number;
  readonly builds: readonly CardBuild[];
  /** Models that stay loaded and belong to no build now: system → GB. */
  readonly idle: ReadonlyMap<string, number>;
}

/** What must leave VRAM before a build may begin. */
export interface CardRoom {
  readonly end: readonly string[];
}

/**
 * Whether the next build may begin now, and what must leave VRAM for it; `undefined` when it must wait. One computes and one
 * gets ready beside it (it prepares its inputs, loads its model, and waits for its turn): a second one that got ready would take
 * its turn from the first. What is reserved never exceeds what the card has (I21). Idle models leave when the room is needed,
 * those first that `later`, the systems of what still has to be built in their order, names last or not at all.
 */
export function roomOnCard(
  { vramGb, builds, idle }: CardState,
  next: Pick<CardBuild, 'system' | 'vramGb'>,
  later: readonly string[],
): CardRoom | undefined {
  const present = builds.filter(({ stand }) => stand !== 'left');
  if (present.some(({ stand }) => stand !== 'computing')) return undefined;
  if (present.some(({ system }) => system === next.system)) return undefined;
  const held = present.reduce((sum, build) => sum + build.vramGb, next.vramGb);
  // A build and the model that it uses are one.
  const resting = [...idle].filter(
    ([system]) => system !== next.system && !present.some((build) => build.system === system),
  );
  const use = (system: string): number => {
    const at = later.indexOf(system);
    return at < 0 ? Infinity : at;
  };
  const end: string[] = [];
  let free = vramGb - held - resting.reduce((sum, [, size]) => sum + size, 0);
  for (const [system, size] of resting.toSorted(([a], [b]) => use(b) - use(a) || (a < b ? -1 : 1))) {
    if (free >= 0) break;
    end.push(system);
    free += size;
  }
  return free >= 0 ? { end } : undefined;
}
