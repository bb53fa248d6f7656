import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { checkPicture } from '../../backends/outputs-picture.ts';
import type { JobFacts } from '../../backends/upstream-system.ts';
import type { Flux1DevParams } from './params.ts';

const FILE = 'candidate.png';

/** Where a driver leaves the candidate. */
export const candidateIn = (workDir: string): string => join(workDir, FILE);

/** Takes it over once it is a picture of the size that was asked for. @throws {UserError} what `checkPicture` throws */
export async function collectCandidate(job: JobFacts<Flux1DevParams>): Promise<void> {
  const made = candidateIn(job.workDir);
  await checkPicture(job.artifact, made, job.params);
  await rename(made, join(job.outDir, FILE));
}
