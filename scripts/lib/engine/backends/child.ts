import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { UserError } from '#core/errors.ts';
import type { CardAccess } from '../pipelines/card.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { askParent } from './child-drive.ts';
import { ChildJob, END_OF_WORDS, failureMessage, MESSAGES_FD } from './child-job.ts';
import type { ChildMessage } from './child-job.ts';

// The process of builds, leader of its own group: reads jobs from standard input, a line each, runs one backend after the
// other, and says how each went; lines that come meanwhile are answers of the parent, which keeps the drivers. It ends with its
// parent, who holds that pipe open, and closes it by living no more.

/** After a cancellation, until the whole group is killed. */
const GRACE_MS = 5000;

const say = (message: ChildMessage): void => {
  const line = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let at = 0; at < line.length;) at += writeSync(MESSAGES_FD, line, at);
};

const abort = new AbortController();
const endGroup = (): boolean => process.kill(0, 'SIGKILL');
let busy = false;
function cancel(): void {
  if (abort.signal.aborted) return;
  abort.abort(new Error('the build was cancelled'));
  if (busy) setTimeout(endGroup, GRACE_MS).unref();
  else endGroup();
}
process.on('SIGTERM', cancel);

const parent = askParent(say);
createInterface({ input: process.stdin.on('end', cancel).on('error', cancel) }).on('line', (line) => {
  if (busy) parent.heard(line);
  else void work(line);
});

async function work(line: string): Promise<void> {
  busy = true;
  const message = await outcomeOf(ChildJob.parse(JSON.parse(line)));
  // What it printed comes before how it went.
  for (const stream of [process.stdout, process.stderr])
    await new Promise((written) => stream.write(`${END_OF_WORDS}\n`, written));
  say(message);
  if (abort.signal.aborted) endGroup();
  busy = false;
}

async function outcomeOf(job: ChildJob): Promise<ChildMessage> {
  try {
    process.chdir(job.workDir);
    process.env['TMPDIR'] = job.workDir;
    await build(job);
    return { kind: 'done' };
  } catch (cause) {
    return failureMessage(cause);
  }
}

async function build({ pipeline, backend: name, inputs, params, card, ...rest }: ChildJob): Promise<void> {
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
    card: card && accessTo(card),
  });
}

function accessTo({ lock, drives }: NonNullable<ChildJob['card']>): CardAccess {
  return { lock, stands: (at) => say({ kind: 'card', at }), drive: drives ? parent.drive : undefined };
}

async function load(url: string): Promise<Pipeline> {
  const module: { readonly pipeline: Pipeline } = await import(url);
  return module.pipeline;
}
