import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inOrder } from '#core/json.ts';
import { startDriver } from './warm-driver.ts';
import type { Drive, DriveRequest } from '../pipelines/card.ts';
import type { WarmDriver } from './warm-driver.ts';

/** Drivers that stay for the next job of their system, for as long as the block that holds them. */
export interface WarmDrivers extends AsyncDisposable {
  readonly drive: Drive;
  /** Systems whose driver has its model in VRAM and waits for a job. */
  idle(): string[];
  /** Ends the driver of a system, if there is one, and is done when its VRAM is free. */
  end(system: string): Promise<void>;
}

interface Kept {
  readonly driver: WarmDriver;
  /** What jobs must agree in to share it. */
  readonly kind: string;
  /** For its temporary files: a job's own folder goes with the job. */
  readonly folder: string;
  busy: boolean;
}

/** Starts a driver where none of the same program, environment and model waits, and keeps it after its job went well. */
export function warmDrivers(): WarmDrivers {
  const kept = new Map<string, Kept>();
  const end = async (system: string): Promise<void> => {
    const there = kept.get(system);
    if (there === undefined) return;
    await there.driver.end();
    // Meanwhile it may have been ended, and followed by another.
    if (kept.get(system) === there) kept.delete(system);
    await rm(there.folder, { recursive: true, force: true, maxRetries: 3 });
  };
  const obtain = async (request: DriveRequest): Promise<Kept> => {
    const { system } = request;
    const kind = kindOf(request);
    const there = kept.get(system);
    if (there?.busy === true) throw new RangeError(`the driver of ${system} has a job`);
    if (there?.kind === kind && there.driver.serves()) return there;
    await end(system);
    const folder = await mkdtemp(join(tmpdir(), 'alpha-driver-'));
    const driver = startDriver({ ...request, env: { ...request.env, TMPDIR: folder } });
    const made: Kept = { driver, kind, folder, busy: false };
    kept.set(system, made);
    return made;
  };
  return {
    async drive(request) {
      const one = await obtain(request);
      one.busy = true;
      try {
        return await one.driver.drive(request);
      } finally {
        one.busy = false;
        if (!one.driver.serves()) await end(request.system);
      }
    },
    idle: () => [...kept].filter(([, { busy }]) => !busy).map(([system]) => system),
    end,
    async [Symbol.asyncDispose]() {
      await Promise.all([...kept.keys()].map(end));
    },
  };
}

const kindOf = ({ argv, cwd, env, model }: DriveRequest): string =>
  JSON.stringify([argv, cwd, inOrder(env), model]);
