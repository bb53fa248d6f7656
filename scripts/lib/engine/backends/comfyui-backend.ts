import { createHash } from 'node:crypto';
import type { Backend, BuildJob, Invocation, Params } from '../pipelines/pipeline.ts';
import { holdCard } from './card-lock.ts';
import { comfyuiOf, readEnvironment } from './environment.ts';
import type { ComfyModels } from './environment.ts';
import { runGraph, uploadPicture } from './comfyui.ts';
import type { ComfyOutput } from './comfyui.ts';
import type { ComfyGraph } from './comfyui-graph.ts';
import type { JobFacts } from './upstream-system.ts';

/** One graph of a job, and the file that becomes of it. */
export interface ComfyStep {
  readonly graph: ComfyGraph;
  /** Name in `job.outDir`. */
  readonly file: string;
}

/** How a system is made by graphs. */
export interface ComfySystem<P extends Params> {
  readonly system: string;
  /** What LoadImage nodes read: the path of a file. */
  picture(job: JobFacts<P>): string;
  /**
   * The graphs, one after another. `picture` is the name that ComfyUI knows the upload by; `prefix` begins the names of the
   * files and is new for each run, so that a graph that ran before writes a new file.
   */
  steps(job: JobFacts<P>, picture: string, prefix: string, models: ComfyModels): readonly ComfyStep[];
  /** Checks a file and leaves it in `job.outDir`. */
  collect(job: JobFacts<P>, file: string, bytes: Buffer): Promise<void>;
}

/** A backend that runs graphs on a ComfyUI that is there already. */
export function comfyuiBackend<P extends Params>(
  system: ComfySystem<P>,
  host: { readonly environmentFile?: string } = {},
): Backend<P> {
  const settings = async () => comfyuiOf(await readEnvironment(host.environmentFile));
  return {
    async describe(job) {
      const { url, models } = await settings();
      const upload = uploadName(system, job);
      const prompts = system.steps(job, `alpha/${upload}`, prefixOf(job, 'dry-run'), models);
      const http = (
        method: 'GET' | 'POST',
        path: string,
        body: Extract<Invocation, { kind: 'http' }>['body'],
      ) => ({ kind: 'http', method, url: `${url}${path}`, headers: {}, body, files: [] }) as const;
      return [
        {
          ...http('POST', '/upload/image', {
            image: upload,
            type: 'input',
            subfolder: 'alpha',
            overwrite: 'true',
          }),
          headers: { 'content-type': 'multipart/form-data' },
          files: [system.picture(job)],
        },
        ...prompts.flatMap(({ graph }): Invocation[] => [
          {
            ...http('GET', '', null),
            method: 'WEBSOCKET',
            url: `${url.replace(/^http/u, 'ws')}/ws?clientId={client_id}`,
          },
          {
            ...http('POST', '/prompt', { prompt: graph, client_id: '{client_id}', prompt_id: '{prompt_id}' }),
            headers: { 'content-type': 'application/json' },
          },
          http('GET', '/history/{prompt_id}', null),
          http('GET', '/view?filename={filename}&subfolder={subfolder}&type=output', null),
        ]),
      ];
    },
    async build(job) {
      const { url, minutes, models } = await settings();
      const run = { url, what: job.artifact, signal: job.signal, log: (line: string) => job.log(line) };
      const picture = await uploadPicture(run, system.picture(job), uploadName(system, job));
      const steps = system.steps(job, picture, prefixOf(job, runName()), models);
      for (const [index, { graph, file }] of steps.entries()) {
        const outputs = await onCard(job, () =>
          runGraph(graph, {
            ...run,
            timeoutSeconds: minutes * 60,
            progress: (share) => job.progress((index + share) / steps.length),
          }),
        );
        if (index === steps.length - 1) job.card?.stands('left');
        await system.collect(job, file, onlyOutput(job, outputs).bytes);
      }
      job.progress(1);
    },
  };
}

/** Its server knows nothing of the others on the card, so the lock is held for it. */
async function onCard<P extends Params, T>(
  { card, signal }: BuildJob<P>,
  work: () => Promise<T>,
): Promise<T> {
  if (card === undefined) return work();
  card.stands('waiting');
  await using _held = await holdCard(card.lock, signal);
  card.stands('computing');
  return work();
}

/** Its digest is its name: the same picture is the same file, and no other. */
const uploadName = <P extends Params>(system: ComfySystem<P>, job: JobFacts<P>): string => {
  const path = system.picture(job);
  const digest = [...job.inputs.values()].find((input) => input.path === path)?.digest;
  return `${digest ?? createHash('sha256').update(path).digest('hex')}.png`;
};

const prefixOf = <P extends Params>(job: JobFacts<P>, run: string): string =>
  `alpha/${job.artifact.replaceAll('/', '-')}-${run}`;

let runs = 0;
/** New for each run of each process; it stands in a file name only, never in a result. */
const runName = (): string =>
  createHash('sha256')
    .update(`${process.pid} ${process.hrtime.bigint()} ${(runs += 1)}`)
    .digest('hex')
    .slice(0, 12);

function onlyOutput<P extends Params>(job: BuildJob<P>, outputs: readonly ComfyOutput[]): ComfyOutput {
  const [only, ...others] = outputs;
  if (only === undefined || others.length > 0)
    throw new RangeError(`${job.artifact}: the graph must write one file, it wrote ${outputs.length}`);
  return only;
}
