import { asText, interpolateText } from '../expression.ts';
import type { StandIn, StandInContext } from '../stand-in.ts';
import { standInFor } from '../stand-ins/table.ts';
import { processEnv } from './environment.ts';
import { warnOfUnknown } from './inputs.ts';
import { asObject } from './scope.ts';
import type { Conclusion } from './setting.ts';
import type { Frame, JobState, StepCall } from './state.ts';

/** Whether a step uses what is not of this repository. */
export const isForeign = (uses: string): boolean => !uses.startsWith('./') && !uses.startsWith('$/');

/** A step with a foreign action: its stand-in runs in its place. */
export async function runForeignAction(
  job: JobState,
  uses: string,
  given: Readonly<Record<string, string>>,
  frame: Frame,
  call: StepCall,
): Promise<Conclusion> {
  const standIn = standInFor(uses);
  warnOfUnknown(job.report, standIn.action, given, Object.keys(standIn.inputs));
  const context = contextOf(job, standIn, given, frame, call);
  if (standIn.post) {
    job.posts.push({
      name: `Post ${standIn.action}`,
      condition: standIn.postIf ?? 'always()',
      env: {},
      run: async () => {
        await standIn.post?.({ ...context, signal: new AbortController().signal });
        return 'success';
      },
    });
  }
  await standIn.main(context);
  return 'success';
}

function contextOf(
  job: JobState,
  standIn: StandIn,
  given: Readonly<Record<string, string>>,
  frame: Frame,
  call: StepCall,
): StandInContext {
  const defaults = Object.fromEntries(
    Object.entries(standIn.inputs).map(([name, value]) => [name, interpolateText(value, call.scope)]),
  );
  const { forge, row, token, checkout, event, shared, contexts } = job.setting;
  const { workspace, temp, home } = job.places;
  return {
    forge,
    repo: row.repo,
    run: row.run,
    job: row.id,
    workspace,
    temp,
    home,
    checkout,
    token,
    github: {
      event_name: asText(asObject(contexts['github'])['event_name'] ?? ''),
      ref: event.ref,
      sha: event.sha ?? '',
      event: event.payload,
    },
    inputs: { ...defaults, ...given },
    env: processEnv(job, { ...frame.env, ...call.env }, null, null),
    shared,
    signal: call.signal,
    state: new Map(),
    log: (line) => job.report.line(line),
    warn: (message) => job.report.annotate('warning', message),
    output: (name, value) => {
      call.outputs[name] = value;
    },
    addPath: (folder) => job.paths.unshift(folder),
    mask: (secret) => job.report.masks.add(secret),
  };
}
