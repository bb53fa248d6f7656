import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '#core/errors.ts';
import type { Json } from '#core/json.ts';
import type { Job } from '../../forge/tables.ts';
import type { Member } from '../concurrency.ts';
import { expand, interpolateText } from '../expression.ts';
import type { Contexts } from '../expression.ts';
import { runJob } from '../job/job.ts';
import { asObject } from '../job/scope.ts';
import type { JobEnd } from '../job/setting.ts';
import type { Machine } from '../machines.ts';
import { concurrencyOf } from './concurrency-rule.ts';
import type { Done, Instance, JobRows } from './job-rows.ts';
import type { RunSetting } from './setting.ts';

/** GitHub's own limits where a workflow says nothing: 6 hours a job on hosted runners. */
const JOB_MINUTES = 360;

/** Runs one job of a run, when its group lets it and a machine is free. */
export async function runInstance(setting: RunSetting, rows: JobRows, instance: Instance): Promise<Done> {
  const { house, run, signal } = setting;
  const { spec, contexts, combination, failFast } = instance;
  const own: Contexts = {
    ...contexts,
    matrix: { ...combination },
    strategy: {
      'fail-fast': expand(spec.strategy?.['fail-fast'] ?? true, { contexts }) !== false,
      'job-index': instance.at,
      'job-total': instance.total,
      'max-parallel': Number(expand(spec.strategy?.['max-parallel'] ?? instance.total, { contexts })),
    },
  };
  const abort = new AbortController();
  const forward = (signal: AbortSignal) => {
    const pass = () => abort.abort(signal.reason);
    if (signal.aborted) pass();
    else signal.addEventListener('abort', pass, { once: true });
  };
  forward(signal);
  forward(failFast.signal);
  const scope = { contexts: own };
  const forgiven = expand(spec['continue-on-error'] ?? false, scope) === true;
  const labels = labelsOf(expand(spec['runs-on'] ?? '', scope));
  const row = rows.begin(instance, own, labels);
  if (!house.pool.fits(labels)) {
    return rows.end(row, 'failure', `No runner has the labels [${labels.join(', ')}]`, !forgiven);
  }
  const rule = concurrencyOf(spec.concurrency, scope);
  const group = rule && `job ${run.repo} ${rule.group}`;
  const member: Member = { cancel: (reason) => abort.abort(new Error(reason)) };
  let machine: Machine | undefined;
  try {
    if (rule && group !== undefined) {
      abort.signal.addEventListener('abort', () => house.groups.withdraw(group, member), {
        once: true,
      });
      if (!(await house.groups.enter(group, member, rule))) {
        return rows.end(row, 'cancelled', 'A newer job took its place in the queue.', true);
      }
    }
    const environment =
      spec.environment && (typeof spec.environment === 'string' ? spec.environment : spec.environment.name);
    if (environment) {
      const name = interpolateText(environment, scope);
      const yes = (await house.options.approve?.(name, row)) ?? true;
      if (!yes) return rows.end(row, 'failure', `The deployment to ${name} was rejected`, !forgiven);
    }
    machine = await house.pool.take(labels, abort.signal);
    if (!machine) return rows.end(row, 'cancelled', messageOf(abort.signal.reason), true);
    return await onMachine(setting, rows, row, instance, own, machine, abort, !forgiven);
  } catch (error) {
    return rows.end(row, 'failure', messageOf(error), !forgiven);
  } finally {
    if (machine) house.pool.release(machine);
    if (group !== undefined) house.groups.leave(group, member);
  }
}

async function onMachine(
  { house, event, workflow }: RunSetting,
  rows: JobRows,
  row: Job,
  { spec }: Instance,
  contexts: Contexts,
  machine: Machine,
  abort: AbortController,
  counts: boolean,
): Promise<Done> {
  const { options, sink } = house;
  const { forge } = options;
  const began = performance.now();
  let job = rows.put({ ...row, status: 'in_progress', runner: machine.name, started_at: forge.now() });
  const token = forge.mintJobToken({ repo: row.repo, run: row.run, job: row.id }, rows.grants(spec));
  const minutes = Number(expand(spec['timeout-minutes'] ?? JOB_MINUTES, { contexts }));
  const message = `The job has exceeded the maximum execution time of ${minutes} minutes`;
  const clock = setTimeout(() => abort.abort(new Error(message)), minutes * 60_000);
  const folder = join(options.root, 'jobs', String(row.id));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let end: JobEnd;
  try {
    await using drain = await sink.open(row.id);
    const github = { ...asObject(contexts['github']), job: row.key };
    end = await runJob({
      forge,
      network: drain.env,
      event,
      workflow,
      spec,
      machine,
      row,
      token,
      secrets: event.fromFork ? {} : (options.secrets ?? {}),
      contexts: { ...contexts, github },
      folder,
      shared: join(options.root, 'caches'),
      tools: machine.hosted ? join(folder, 'tool') : join(options.root, 'machines', machine.name, 'tool'),
      checkout: options.checkout,
      signal: abort.signal,
      keepWorkspace: options.keepWorkspaces ?? false,
      onProgress: (progress) => {
        job = { ...job, ...progress };
      },
    });
  } finally {
    clearTimeout(clock);
    forge.revokeJobToken(token);
  }
  const note = abort.signal.aborted ? messageOf(abort.signal.reason) : null;
  const seconds = Math.round(performance.now() - began) / 1000;
  return { ...rows.end({ ...job, seconds }, end.conclusion, note, counts), outputs: end.outputs };
}

const Labels = z.union([
  z.string().transform((label) => [label]),
  z.array(z.string()),
  z
    .object({ labels: z.union([z.string().transform((label) => [label]), z.array(z.string())]) })
    .transform(({ labels }) => labels),
]);

function labelsOf(value: Json): string[] {
  return Labels.parse(value);
}
