import { execa } from 'execa';

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
  /** What the card used since the meter began, watt-hours; `undefined` when it cannot be read. */
  energyWh(): number | undefined;
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
    energyWh: () => (samples.length < 2 ? undefined : energyOf(samples)),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await child;
      await reading;
    },
  };
}
