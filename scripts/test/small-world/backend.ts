import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { oidOf } from '#core/oid.ts';
import type { Backend, Declaration, Params, Pipeline } from '#engine/pipelines/pipeline.ts';

/** Writes down what it was given, and has a child process put it in capitals. */
function backendOf(system: Declaration): Backend<Params> {
  return {
    async build(job) {
      const lines = [`${system.name} ${JSON.stringify(job.params)} ${job.seed}`];
      for (const [name, { path }] of job.inputs) lines.push(`${name} ${oidOf(await readFile(path))}`);
      const running = promisify(execFile)('tr', ['a-z', 'A-Z'], { signal: job.signal });
      running.child.stdin?.end(lines.join('\n'));
      const { stdout } = await running;
      job.log(`${job.artifact} is woven`);
      job.progress(0.5);
      for (const { file } of system.outputs) await writeFile(join(job.outDir, file), stdout);
      job.progress(1);
    },
  };
}

export const pipelineOf = (system: Declaration): Pipeline => {
  const backend = () => Promise.resolve(backendOf(system));
  return { system, backends: { preview: backend, upstream: backend } };
};
