import type { ChildJob } from '../backends/child-job.ts';
import type { Confinement } from '../store/results.ts';
import { startWorker } from './worker.ts';
import type { RunOptions } from './worker.ts';

export interface RunAlone extends RunOptions {
  /** The folder of this job alone, which it may read; holds inputs, outputs, scratch. Absolute. */
  readonly folder: string;
  /** The tree that holds `scripts` and `node_modules`: what the program itself is. Absolute. */
  readonly program: string;
}

/**
 * Runs one backend in a process and a group of its own, and ends the whole group when it is over, however it ended.
 *
 * @throws {UserError} what the backend threw; `build-timeout`, `build-died` with the end of the log
 * @throws the signal's reason when it was aborted
 */
export async function runBackend(
  job: ChildJob,
  { folder, program, ...options }: RunAlone,
): Promise<Confinement> {
  options.signal.throwIfAborted();
  const worker = await startWorker(job.backend, program, {
    reads: [folder],
    writes: [job.outDir, job.workDir],
  });
  try {
    await worker.run(job, options);
    return worker.confinement;
  } finally {
    await worker.end();
  }
}
