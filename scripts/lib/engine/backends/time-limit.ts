/** A time limit that can stand still: waiting for others is nobody's fault. */
export interface TimeLimit extends Disposable {
  /** Aborted when the time is over. */
  readonly signal: AbortSignal;
  readonly passed: () => boolean;
  pause(): void;
  resume(): void;
}

/** Begins at once. Longer than 24 days is 24 days: what a timer can hold. */
export function timeLimit(seconds: number): TimeLimit {
  const over = new AbortController();
  let left = Math.min(seconds * 1000, 2 ** 31 - 1);
  let since = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const run = () => {
    since = performance.now();
    timer = setTimeout(() => over.abort(new Error('its time is over')), Math.max(0, left));
  };
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  run();
  return {
    signal: over.signal,
    passed: () => over.signal.aborted,
    pause() {
      if (timer === undefined) return;
      left -= performance.now() - since;
      stop();
    },
    resume() {
      if (timer === undefined && !over.signal.aborted) run();
    },
    [Symbol.dispose]: stop,
  };
}
