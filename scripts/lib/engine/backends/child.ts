import { readFile } from 'node:fs/promises';
import { writeSync } from 'node:fs';
import { UserError } from '#core/errors.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { ChildJob, MESSAGES_FD } from './child-job.ts';
import type { ChildMessage } from './child-job.ts';

// The process of one build, leader of its own group: reads its job, runs one backend, says how it went. It ends with its
// parent: standard input is a pipe that the parent holds open, and closes by living no more.

/** After a cancellation, until the whole group is killed. */
const GRACE_MS = 5000;

const say = (message: ChildMessage): void => {
  const line = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let at = 0; at < line.length;) at += writeSync(MESSAGES_FD, line, at);
};

const abort = new AbortController();
function cancel(): void {
  if (abort.signal.aborted) return;
  abort.abort(new Error('the build was cancelled'));
  setTimeout(() => process.kill(0, 'SIGKILL'), GRACE_MS).unref();
}
process.on('SIGTERM', cancel);
process.stdin.on('end', cancel).on('error', cancel).resume();

const job = ChildJob.parse(JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')));
try {
  await build(job);
  say({ kind: 'done' });
  process.exit(0);
} catch (cause) {
  say(failure(cause));
  process.exit(1);
}

async function build({ pipeline, backend: name, inputs, params, ...rest }: ChildJob): Promise<void> {
  const backend = await (await load(pipeline)).backends[name]?.();
  if (backend === undefined) {
    throw new UserError('backend-missing', `${rest.artifact}: its ${name} backend is not there yet`, {
      hint: 'Choose another backend for this system in assets/alpha.yml.',
    });
  }
  await backend.build({
    ...rest,
    params,
    inputs: new Map(Object.entries(inputs)),
    signal: abort.signal,
    log: (line) => say({ kind: 'log', line }),
    progress: (share) => say({ kind: 'progress', share: Math.min(Math.max(share, 0), 1) }),
  });
}

async function load(url: string): Promise<Pipeline> {
  const module: { readonly pipeline: Pipeline } = await import(url);
  return module.pipeline;
}

function failure(cause: unknown): ChildMessage {
  if (cause instanceof UserError)
    return { kind: 'failed', code: cause.code, message: cause.message, hint: cause.hint };
  const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return { kind: 'failed', message };
}
