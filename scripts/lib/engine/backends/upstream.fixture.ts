import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { upstreamPlace } from '#test/upstream-place.ts';
import type { UpstreamGiven } from '#test/upstream-place.ts';
import type { Declaration } from '../pipelines/pipeline.ts';
import { option } from './upstream-driver.ts';
import type { UpstreamSystem } from './upstream-system.ts';

const Params = z.strictObject({ words: z.string().default('hello') });
type Params = z.infer<typeof Params>;
const declaration: Declaration<Params> = {
  name: 'demo',
  title: 'Demo',
  slots: ['text'],
  params: Params,
  outputs: [{ role: 'text', file: 'said.txt', medium: 'text' }],
  versions: { upstream: 'somebody/demo@0/1' },
};
const system: UpstreamSystem<Params> = {
  system: 'demo',
  pin: { repository: 'somebody/demo', commit: '0'.repeat(40), version: 'somebody/demo@0/1' },
  minutes: 1,
  weights: () => ({ 'demo.pt': 'weights/demo.pt' }),
  failures: [
    {
      says: /^quietly wrong/u,
      code: 'demo-wrong',
      meaning: 'it was wrong',
      hint: 'Ask again.',
      silent: true,
    },
  ],
  async steps({ job, place }) {
    return [
      {
        args: ['python', 'say.py', ...option('--words', job.params.words), join(job.workDir, 'said.txt')],
        cwd: place.checkout,
        expects: [join(job.workDir, 'said.txt')],
        share: 1,
      },
    ];
  },
  async collect({ job }) {
    await writeFile(join(job.outDir, 'said.txt'), await readFile(join(job.workDir, 'said.txt')));
  },
};
export const place = (program: string, more: Partial<UpstreamGiven> = {}) =>
  upstreamPlace(declaration, system, {
    files: { 'say.py': `import os, sys, time\nout = sys.argv[-1]\n${program}\n` },
    inputs: { 'text/text': { words: 'words' } },
    ...more,
  });
export const WRITE = 'open(out, "w").write("said")';
