import { execFile, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import type { BuildJob, Params, Pipeline } from '#engine/pipelines/pipeline.ts';
import { misbehave } from '../declarations.ts';

/** What a bad backend may do, by the word in its parameter; the rest of the parameter is the word's object. */
const ways: Readonly<Record<string, (job: BuildJob<Params>, out: string, of: string) => Promise<unknown>>> = {
  behave: (_, out, of) => writeFile(out, of || 'good'),
  throw: () => Promise.reject(new Error('something broke')),
  refuse: () => Promise.reject(new UserError('too-blue', 'It is too blue', { hint: 'Make it red.' })),
  nothing: () => Promise.resolve(),
  empty: (_, out) => writeFile(out, ''),
  extra: (job, out) => Promise.all([writeFile(out, 'x'), writeFile(join(job.outDir, 'more.txt'), 'x')]),
  hang: () => wait(600_000),
  until: async (_, out, of) => {
    await promisify(execFile)('sh', ['-c', `until test -e "$1"; do sleep 0.02; done`, 'sh', of]);
    await writeFile(out, 'x');
  },
  deaf: (job) => {
    process.removeAllListeners('SIGTERM');
    process.on('SIGTERM', () => job.log('I do not hear'));
    return wait(600_000);
  },
  exit: () => process.exit(0),
  die: () => {
    process.kill(process.pid, 'SIGKILL');
    return wait(1000);
  },
  orphan: async (_, out, of) => {
    const child = spawn('sh', ['-c', `while true; do date +%N >> ${of}; sleep 0.02; done`], {
      stdio: 'ignore',
    });
    child.unref();
    await writeFile(out, 'x');
  },
  'orphan-and-hang': (_, __, of) => {
    spawn('sh', ['-c', `while true; do date +%N >> ${of}; sleep 0.02; done`], { stdio: 'ignore' });
    return wait(600_000);
  },
  read: async (_, out, of) => writeFile(out, await readFile(of)),
  write: (_, __, of) => writeFile(of, 'x'),
  connect: async (_, out, of) => writeFile(out, await fetch(of).then((answer) => answer.text())),
  process: (_, out) => writeFile(out, String(process.pid)),
  environment: (_, out) => writeFile(out, Object.keys(process.env).toSorted().join('\n')),
  chatter: (job, out) => {
    console.log('on standard output');
    console.error('on standard error');
    job.log('in the log');
    return writeFile(out, 'x');
  },
};

export const pipeline: Pipeline = {
  system: misbehave,
  backends: {
    preview: () =>
      Promise.resolve({
        async build(job) {
          const [way = '', of = ''] = z.string().parse(job.params['how']).split(/ (.*)/su);
          await ways[way]?.(job, join(job.outDir, 'text.txt'), of);
        },
      }),
  },
};
