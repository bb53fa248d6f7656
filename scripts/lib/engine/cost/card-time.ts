import type { CardStand } from '../pipelines/card.ts';

/** A stretch of time by `performance.now()`, milliseconds. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a build took. */
export interface CardTime {
  /** Wall time without what it waited for its turn on the card. */
  readonly seconds: number;
  /** For which it alone computed on the card: sums over builds are never more than the time that has passed. */
  readonly gpuSeconds: number;
  readonly computing: readonly Stretch[];
}

const inSeconds = (milliseconds: number): number => Math.round(milliseconds) / 1000;

/**
 * Measures a build that shares a card, from now on. A build that says nothing of the card had it from start to end. The load of
 * a model that overlaps the compute of another build is on nobody's bill: the card was busy with the other.
 */
export function cardTime(now: () => number = () => performance.now()): {
  stands(at: CardStand): void;
  end(): CardTime;
} {
  const began = now();
  const computing: Stretch[] = [];
  let [waited, said] = [0, false];
  let since: { readonly at: CardStand; readonly fromMs: number } | undefined;
  const close = (): void => {
    if (since?.at === 'computing') computing.push({ fromMs: since.fromMs, toMs: now() });
    if (since?.at === 'waiting') waited += now() - since.fromMs;
    since = undefined;
  };
  return {
    stands(at) {
      close();
      said = true;
      since = { at, fromMs: now() };
    },
    end() {
      close();
      if (!said) computing.push({ fromMs: began, toMs: now() });
      return {
        seconds: inSeconds(now() - began - waited),
        gpuSeconds: inSeconds(computing.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)),
        computing,
      };
    },
  };
}
