import { UserError } from '#core/errors.ts';
import { defaultJobs } from './workspace.ts';

/** What `--jobs` says, 1 to 256; as many as there are cores when it says nothing. @throws {UserError} `option-invalid` */
export function jobsOf(text: string | undefined): number {
  const jobs = text === undefined ? defaultJobs() : Number(text);
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 256) return jobs;
  throw new UserError('option-invalid', `--jobs must be a whole number from 1 to 256, not ${text}`, {
    hint: 'As in `--jobs 2`.',
  });
}
