import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Json } from '#core/json.ts';
import type { InputFile, Params } from '../pipelines/pipeline.ts';
import type { JobFacts, UpstreamStep } from './upstream-system.ts';

/** `scripts/drivers` of this repository, also from a bundle in `actions/dist`. */
export function driversFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const drivers = join(folder, 'scripts', 'drivers');
    if (existsSync(drivers)) return drivers;
    if (folder === dirname(folder)) throw new Error('scripts/drivers is missing from this checkout');
  }
}

/** A step that runs one of our drivers: one JSON job in, one JSON result out. */
export function driverStep(
  driver: string,
  at: {
    readonly cwd: string;
    readonly workDir: string;
    /** What of the job decides which model is loaded; the driver knows the same names as `MODEL`. */
    readonly model: Readonly<Record<string, Json>>;
    /** The rest of it. */
    readonly job: Readonly<Record<string, Json>>;
    readonly expects: readonly string[];
    readonly share: number;
    readonly env?: Readonly<Record<string, string>>;
  },
): UpstreamStep & { readonly result: string } {
  const name = driver.replace(/\.py$/u, '');
  const job = join(at.workDir, `${name}.job.json`);
  const result = join(at.workDir, `${name}.result.json`);
  const program = join(driversFolder(), driver);
  return {
    args: ['python', program, job, result],
    serves: { args: ['python', program, '--serve'], model: { driver, ...at.model }, job, result },
    cwd: at.cwd,
    ...(at.env !== undefined && { env: at.env }),
    writes: { [job]: { ...at.model, ...at.job } },
    expects: [...at.expects, result],
    share: at.share,
    result,
  };
}

/**
 * A long option with its value. A value that begins with `-` is joined by `=`, so that no text of a pull request is ever
 * taken for an option; argparse and click read both forms.
 */
export const option = (name: `--${string}`, value: string | number): string[] => {
  const text = String(value);
  return text.startsWith('-') ? [`${name}=${text}`] : [name, text];
};

/** The one input of a slot, whatever the role; with several, the one of `role`. @throws {RangeError} a bug of the pipeline */
export function slotFile<P extends Params>(job: JobFacts<P>, slot: string, role?: string): InputFile {
  const found = [...job.inputs].filter(([name]) => name.startsWith(`${slot}/`));
  const [first] = found;
  const chosen = found.length === 1 ? first?.[1] : job.inputs.get(`${slot}/${role ?? ''}`);
  if (chosen === undefined) {
    throw new RangeError(
      `${job.artifact} has no one file in slot ${slot}${role === undefined ? '' : ` (${role})`}; it has ${[...job.inputs.keys()].join(', ')}`,
    );
  }
  return chosen;
}
