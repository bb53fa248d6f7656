import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simpleGit } from 'simple-git';
import { placeOf, readEnvironment } from '#engine/backends/environment.ts';
import { upstreamBackend } from '#engine/backends/upstream.ts';
import type { UpstreamStep, UpstreamSystem } from '#engine/backends/upstream-system.ts';
import type { Declaration, Params, Pipeline } from '#engine/pipelines/pipeline.ts';
import { writeWhole } from '#media/picture-file.ts';

const DRIVER = fileURLToPath(new URL('card_driver.py', import.meta.url));

/** A system on the card: by a driver that stays, or by a program of its own that is started for each build. */
export const cardPipeline = (system: Declaration, by: 'driver' | 'program'): Pipeline => ({
  system,
  backends: {
    upstream: async () => {
      const { checkout } = placeOf(await readEnvironment(), system.name);
      const commit = await simpleGit(checkout).revparse(['HEAD']);
      return upstreamBackend(upstreamSystem(system, by, commit));
    },
  },
});

const upstreamSystem = (
  system: Declaration,
  by: 'driver' | 'program',
  commit: string,
): UpstreamSystem<Params> => ({
  system: system.name,
  pin: { repository: 'somebody/card', commit, version: '1' },
  minutes: 1,
  weights: () => ({}),
  failures: [],
  steps: async ({ job, place }): Promise<UpstreamStep[]> => {
    const [file, result, out] = ['job.json', 'result.json', 'text.txt'].map((name) =>
      join(job.workDir, name),
    );
    if (file === undefined || result === undefined || out === undefined) return [];
    const common = {
      cwd: place.checkout,
      writes: { [file]: { name: job.artifact, model: system.name, ...job.params, out } },
      share: 1,
    };
    return by === 'driver'
      ? [
          {
            ...common,
            args: ['python', DRIVER, file, result],
            serves: { args: ['python', DRIVER, '--serve'], model: { model: system.name }, job: file, result },
            expects: [out, result],
          },
        ]
      : [{ ...common, args: ['python', DRIVER, file, result], expects: [out] }];
  },
  collect: async ({ job }) =>
    writeWhole(join(job.outDir, 'text.txt'), await readFile(join(job.workDir, 'text.txt'))),
});
