import { execa } from 'execa';
import type { Stretch } from './card-time.ts';

/** A reading of the card: watts, at so many milliseconds since the meter began. */
export interface PowerSample {
  readonly atMs: number;
  readonly watts: number;
}

/** One line of `nvidia-smi --query-gpu=power.draw --format=csv,noheader,nounits`; `undefined` where the card tells none. */
export function parsePower(line: string): number | undefined {
  const watts = /^\s*(\d{1,5}(?:\.\d+)?)\s*$/u.exec(line)?.[1];
  return watts === undefined ? undefined : Number(watts);
}

/** Energy between the first and the last sample, watt-hours: trapezoids between readings. */
export function energyOf(samples: readonly PowerSample[]): number {
  let wattMilliseconds = 0;
  for (const [index, { atMs, watts }] of samples.entries()) {
    const before = samples[index - 1];
    if (before !== undefined) wattMilliseconds += ((before.watts + watts) / 2) * (atMs - before.atMs);
  }
  return wattMilliseconds / 3_600_000;
}

/** A running meter; it ends with its block. */
export interface PowerMeter extends AsyncDisposable {
  /** What the card used in these stretches, else since the meter began, watt-hours; `undefined` when it cannot be read. */
  energyWh(during?: readonly Stretch[]): number | undefined;
}

/** Reads what a card draws twice a second while its block lasts. Without nvidia-smi it measures nothing and says so. */
export function meterPower(gpu = 0, program = 'nvidia-smi'): PowerMeter {
  const samples: PowerSample[] = [];
  const began = performance.now();
  const query = ['--query-gpu=power.draw', '--format=csv,noheader,nounits', '--loop-ms=500'];
  const child = execa(program, [`--id=${gpu}`, ...query], {
    reject: false,
    stdin: 'ignore',
    stderr: 'ignore',
    buffer: false,
    cleanup: true,
  });
  const reading = (async () => {
    for await (const line of child) {
      const watts = parsePower(line);
      if (watts !== undefined) samples.push({ atMs: performance.now() - began, watts });
    }
  })().catch(() => undefined); // a meter that fails measures nothing; the build goes on
  return {
    energyWh: (during) =>
      samples.length < 2
        ? undefined
        : (during ?? [{ fromMs: began, toMs: Infinity }])
            .map(({ fromMs, toMs }) => energyOf(between(samples, fromMs - began, toMs - began)))
            .reduce((sum, energy) => sum + energy, 0),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await child;
      await reading;
    },
  };
}

/** The samples of a stretch. What was drawn at its ends is what was read last before them. */
export function between(samples: readonly PowerSample[], fromMs: number, toMs: number): PowerSample[] {
  const inside = samples.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const [first, last] = [inside[0], inside.at(-1)];
  const before = samples.findLast(({ atMs }) => atMs < fromMs) ?? first;
  if (before === undefined) return [];
  const end = last ?? before;
  return [
    { atMs: Math.max(fromMs, samples[0]?.atMs ?? 0), watts: before.watts },
    ...inside,
    ...(Number.isFinite(toMs) ? [{ atMs: toMs, watts: end.watts }] : []),
  ];
}
