import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackendName } from '#core/names.ts';
import type { ChildJob } from '../backends/child-job.ts';
import { codeOf, ifThere } from '../store/durable-file.ts';
import type { Confinement } from '../store/results.ts';
import { startWorker } from './worker.ts';
import type { RunOptions, Worker } from './worker.ts';

/** Where one build at a time is done: folders of its own, and whoever works there. */
export interface Seat {
  /** For inputs; who works here can read it. Absolute, as the others. */
  readonly inDir: string;
  /** For outputs. */
  readonly outDir: string;
  /** For scratch. */
  readonly workDir: string;
  /** As `Worker.run`. */
  run(job: SeatJob, options: RunOptions): Promise<Confinement>;
  /** Empties the folders, and frees the seat for the next build. */
  leave(): Promise<void>;
}

export type SeatJob = Omit<ChildJob, 'backend' | 'outDir' | 'workDir'>;

export interface Crew extends AsyncDisposable {
  /**
   * A free seat: of those that have one, the seat where most of these inputs were worked on before.
   *
   * @param digests of the inputs
   */
  take(backend: BackendName, digests: readonly string[]): Promise<Seat>;
}

/**
 * Those who build, for as long as some builds take. A model's program is started for each of its builds. A preview costs
 * less than the start of what computes it: one process makes one preview after another, what it found in a picture once is
 * found, and what it can read at any time are the inputs of the one that it is at.
 *
 * @param folder holds a folder for each seat; what a killed builder left there is removed
 * @param program as of `startWorker`
 */
export async function crewIn(folder: string, program: string): Promise<Crew> {
  await clearAbandoned(folder);
  const places: Place[] = [];
  return {
    async take(backend, digests) {
      const free = places.filter((place) => !place.taken && place.backend === backend);
      const known = (place: Place): number => digests.filter((digest) => place.known.has(digest)).length;
      const [best] = free.toSorted((a, b) => known(b) - known(a));
      const place = best ?? {
        backend,
        path: join(folder, `${process.pid}-${(serial += 1)}`),
        known: new Set(),
      };
      if (best === undefined) places.push(place);
      place.taken = true;
      return sit(place, digests, program);
    },
    async [Symbol.asyncDispose]() {
      for (const { path, worker } of places) {
        await worker?.end();
        await rm(path, { recursive: true, force: true, maxRetries: 3 });
      }
    },
  };
}
/** In this process, several crews may use one folder. */
let serial = 0;

interface Place {
  readonly backend: BackendName;
  readonly path: string;
  /** Digests of what was worked on here. */
  readonly known: Set<string>;
  taken?: boolean;
  worker?: Worker;
}

async function sit(place: Place, digests: readonly string[], program: string): Promise<Seat> {
  const [inDir, outDir, workDir] = [
    join(place.path, 'in'),
    join(place.path, 'out'),
    join(place.path, 'work'),
  ];
  await rm(place.path, { recursive: true, force: true, maxRetries: 3 });
  for (const path of [inDir, outDir, workDir]) await mkdir(path, { recursive: true });
  return {
    inDir,
    outDir,
    workDir,
    async run(job, options) {
      options.signal.throwIfAborted();
      if (place.worker?.usable !== true) {
        place.known.clear();
        place.worker = await startWorker(place.backend, program, {
          reads: [place.path],
          writes: [outDir, workDir],
        });
      }
      const { worker } = place;
      for (const digest of digests) place.known.add(digest);
      await worker.run({ ...job, backend: place.backend, outDir, workDir }, options);
      if (place.backend !== 'preview') await worker.end();
      return worker.confinement;
    },
    async leave() {
      await rm(place.path, { recursive: true, force: true, maxRetries: 3 });
      place.taken = false;
    },
  };
}

/** Removes the seats of builders that are no more. */
async function clearAbandoned(folder: string): Promise<void> {
  for (const name of (await ifThere(readdir(folder))) ?? []) {
    const builder = Number(/^(\d+)-\d+$/u.exec(name)?.[1]);
    if (Number.isSafeInteger(builder) && !lives(builder))
      await rm(join(folder, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return codeOf(cause) === 'EPERM';
  }
}
