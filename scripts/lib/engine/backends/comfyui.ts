import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '#core/errors.ts';
import { brokenLinks, outputsOf } from './comfyui-graph.ts';
import type { ComfyGraph } from './comfyui-graph.ts';
import {
  failureOf,
  filesOf,
  History,
  isOutOfMemory,
  PromptRefused,
  PromptTaken,
  Queue,
  readEvent,
  refusal,
  Uploaded,
} from './comfyui-messages.ts';
import type { HistoryEntry } from './comfyui-messages.ts';
import { ask, readAnswer } from './http.ts';
import type { Answer, Request, Server } from './http.ts';

/** A run of a graph. */
export interface ComfyRun {
  /** `http://127.0.0.1:8188` */
  readonly url: string;
  /** For faults: the artifact. */
  readonly what: string;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** 0 to 1. */
  readonly progress: (share: number) => void;
}

/** A file that an output node wrote. */
export interface ComfyOutput {
  readonly node: string;
  readonly filename: string;
  readonly bytes: Buffer;
}

export const comfyServer = (url: string): Server => ({
  name: 'ComfyUI',
  url: url.replace(/\/+$/u, ''),
  mend: 'Start it in its folder with `python main.py --listen 127.0.0.1 --port 8188 --disable-auto-launch`, or name its address below comfyui.url in the runner file.',
});

/** History and queue are asked so often while the WebSocket says nothing. */
const ASK_MS = 400;
/** A run may be in neither list for a moment, between queue and history. */
const LOST_AFTER = 3;

/**
 * Uploads a file for a LoadImage node, under a name of its digest, and gives the name that ComfyUI knows it by: without
 * `overwrite` an equal name with other content would silently become another.
 *
 * @throws {UserError} `comfyui-upload` when it is too large, or refused
 */
export async function uploadPicture(
  { url, what, signal }: Pick<ComfyRun, 'url' | 'what' | 'signal'>,
  path: string,
  name: string,
): Promise<string> {
  const server = comfyServer(url);
  const form = new FormData();
  form.append('image', new Blob([await readFile(path)], { type: 'image/png' }), name);
  form.append('type', 'input');
  form.append('subfolder', 'alpha');
  form.append('overwrite', 'true');
  const answer = await ask(server, { method: 'POST', path: '/upload/image', form }, signal);
  if (answer.status !== 200) {
    const why = answer.status === 413 ? 'it is larger than --max-upload-size' : `status ${answer.status}`;
    throw new UserError('comfyui-upload', `${what}: ComfyUI did not take ${name}: ${why}`, {
      hint: 'Start ComfyUI with a larger --max-upload-size, or look into its log.',
    });
  }
  const { name: known, subfolder } = readAnswer(server, '/upload/image', answer, Uploaded);
  return subfolder === '' ? known : `${subfolder}/${known}`;
}

/**
 * Runs a graph and gives what its output nodes wrote. The WebSocket tells progress; whether it is over, and how, is asked of
 * history and queue alone, so that a broken connection loses nothing. Aborting takes the run out of the queue, or interrupts it.
 *
 * @throws {UserError} `server-unreachable`, `server-silent`, `server-unknown`, `comfyui-refused`, `comfyui-node-missing`,
 *   `comfyui-file-missing`, `comfyui-failed`, `comfyui-interrupted`, `comfyui-lost`, `comfyui-timeout`, `gpu-memory`,
 *   `face-missing`, `output-missing`
 */
export async function runGraph(graph: ComfyGraph, run: ComfyRun): Promise<ComfyOutput[]> {
  const broken = brokenLinks(graph);
  if (broken.length > 0) throw new RangeError(`the graph is not sound: ${broken.join(', ')}`);
  const first = await attempt(graph, run);
  if (first.kind === 'outputs') return first.outputs;
  // Other models may lie in VRAM: what they hold is freed, which changes no result, and the run is tried once more.
  run.log('alpha: out of memory; ComfyUI is asked to free what it holds, and the graph is run once more');
  await post(run, '/free', { unload_models: true, free_memory: true });
  const second = await attempt(graph, run);
  if (second.kind === 'outputs') return second.outputs;
  throw failureOf(run.what, graph, second.entry);
}

/** Asks a ComfyUI to unload its models; one that does not answer holds none. */
export async function freeComfyui(url: string): Promise<void> {
  const json = { unload_models: true, free_memory: true };
  await ask(comfyServer(url), { method: 'POST', path: '/free', json }, AbortSignal.timeout(30_000)).catch(
    () => undefined,
  );
}

type Attempt =
  | { readonly kind: 'outputs'; readonly outputs: ComfyOutput[] }
  | { readonly kind: 'out-of-memory'; readonly entry: HistoryEntry };

async function attempt(graph: ComfyGraph, run: ComfyRun): Promise<Attempt> {
  const clock = AbortSignal.timeout(run.timeoutSeconds * 1000);
  const signal = AbortSignal.any([run.signal, clock]);
  const client = randomUUID();
  const prompt = randomUUID();
  await using ears = await listen(graph, { ...run, signal }, client, prompt);
  const taken = await submit(graph, { ...run, signal }, client, prompt);
  try {
    const entry = await untilEnded(taken, { ...run, signal }, ears);
    if (entry.status.status_str === 'success' && entry.status.completed)
      return { kind: 'outputs', outputs: await collect(graph, { ...run, signal }, entry) };
    if (isOutOfMemory(entry.status.messages)) return { kind: 'out-of-memory', entry };
    throw failureOf(run.what, graph, entry);
  } catch (error) {
    if (!signal.aborted) throw error;
    await cancel(run, taken);
    run.signal.throwIfAborted();
    throw new UserError('comfyui-timeout', `${run.what}: the graph ran longer than ${run.timeoutSeconds} s`, {
      hint: 'Give comfyui.minutes in the runner file more, or look where it hung.',
      cause: error,
    });
  }
}

async function submit(graph: ComfyGraph, run: ComfyRun, client: string, prompt: string): Promise<string> {
  const server = comfyServer(run.url);
  const answer = await ask(
    server,
    { method: 'POST', path: '/prompt', json: { prompt: graph, client_id: client, prompt_id: prompt } },
    run.signal,
  );
  if (answer.status !== 200) {
    const refused = readAnswer(server, '/prompt', answer, PromptRefused);
    throw refusal(run.what, graph, refused, refused.node_errors);
  }
  const { prompt_id: taken, node_errors: errors } = readAnswer(server, '/prompt', answer, PromptTaken);
  if (Object.keys(errors).length > 0) {
    // 200, and yet outputs were dropped: the rest must not run for nothing.
    await cancel(run, taken);
    throw refusal(run.what, graph, undefined, errors);
  }
  return taken;
}

/** The WebSocket while a run lasts. */
interface Ears extends AsyncDisposable {
  /** Resolves when something was said that may mean the end. */
  news(): Promise<void>;
}

async function listen(graph: ComfyGraph, run: ComfyRun, client: string, prompt: string): Promise<Ears> {
  const server = comfyServer(run.url);
  const socket = new WebSocket(`${server.url.replace(/^http/u, 'ws')}/ws?clientId=${client}`);
  let wake = Promise.withResolvers<void>();
  const total = Object.keys(graph).length;
  const done = new Set<string>();
  let current: string | undefined;
  const told = (within: number) => run.progress(Math.min((done.size + within) / total, 1));
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data !== 'string') return; // previews
    const event = readEvent(data);
    if (event === undefined || (event.data.prompt_id ?? prompt) !== prompt) return;
    if (event.type === 'progress') {
      told(event.data.max > 0 ? event.data.value / event.data.max : 0);
    } else if (event.type === 'executing') {
      if (current !== undefined) done.add(current);
      current = event.data.node ?? undefined;
      if (current === undefined) wake.resolve();
      else run.log(`node ${current}: ${graph[current]?._meta?.title ?? graph[current]?.class_type ?? '?'}`);
      told(0);
    } else if (event.type === 'execution_cached') {
      for (const node of event.data.nodes) done.add(node);
      told(0);
    } else if (event.type !== 'executed') wake.resolve();
  });
  const opened = Promise.withResolvers<void>();
  socket.addEventListener('open', () => opened.resolve());
  // Without it progress is not told; the run itself is followed by history and queue.
  socket.addEventListener('error', () => {
    run.log('alpha: the WebSocket of ComfyUI is gone; asking for the result instead');
    opened.resolve();
  });
  socket.addEventListener('close', () => wake.resolve());
  const abort = () => {
    opened.resolve();
    wake.resolve();
  };
  run.signal.addEventListener('abort', abort);
  await opened.promise;
  return {
    async news() {
      await wake.promise;
      wake = Promise.withResolvers<void>();
    },
    async [Symbol.asyncDispose]() {
      run.signal.removeEventListener('abort', abort);
      socket.close();
    },
  };
}

async function untilEnded(prompt: string, run: ComfyRun, ears: Ears): Promise<HistoryEntry> {
  const server = comfyServer(run.url);
  let missing = 0;
  for (;;) {
    run.signal.throwIfAborted();
    const history = await get(run, `/history/${prompt}`);
    const entry = readAnswer(server, '/history', history, History)[prompt];
    if (entry !== undefined) return entry;
    // {} until it has ended, and for a run that is not known: the queue tells them apart.
    const queue = readAnswer(server, '/queue', await get(run, '/queue'), Queue);
    const known = [...queue.queue_running, ...queue.queue_pending].some((item) => item[1] === prompt);
    missing = known ? 0 : missing + 1;
    if (missing >= LOST_AFTER) {
      throw new UserError(
        'comfyui-lost',
        `${run.what}: ComfyUI no longer knows the run: it was restarted, or cleared`,
        {
          hint: 'Build again; if it happens again, look into its log for a crash.',
        },
      );
    }
    const pause = new AbortController();
    await Promise.race([
      ears.news(),
      wait(ASK_MS, undefined, { signal: pause.signal }).catch(() => undefined), // told by the race
    ]);
    pause.abort();
    if (missing > 0) await wait(ASK_MS / 4);
  }
}

async function collect(graph: ComfyGraph, run: ComfyRun, entry: HistoryEntry): Promise<ComfyOutput[]> {
  const outputs: ComfyOutput[] = [];
  for (const node of outputsOf(graph)) {
    const files = filesOf(entry.outputs[node] ?? {}).filter(({ type }) => type === 'output');
    const prefix = graph[node]?.inputs['filename_prefix'];
    if (files.length === 0) {
      throw new UserError(
        'output-missing',
        `${run.what}: node ${node} wrote nothing, and the run counts as a success`,
        {
          hint: 'ComfyUI’s own log says more.',
        },
      );
    }
    for (const { filename, subfolder, type } of files) {
      // A graph that ran before is answered from the cache with the files of then: each run has a prefix of its own.
      if (typeof prefix === 'string' && !`${subfolder}/${filename}`.replace(/^\/+/u, '').startsWith(prefix)) {
        throw new UserError('output-old', `${run.what}: ComfyUI gave ${filename}, a file of another run`, {
          hint: 'Start ComfyUI with --cache-none, or restart it.',
        });
      }
      const query = new URLSearchParams({ filename, subfolder, type });
      const { status, bytes } = await get(run, `/view?${query.toString()}`);
      if (status !== 200 || bytes.length === 0) {
        throw new UserError(
          'output-missing',
          `${run.what}: ComfyUI does not give ${filename} (status ${status})`,
          {
            hint: 'Its output folder may have been cleared; build again.',
          },
        );
      }
      outputs.push({ node, filename, bytes });
    }
  }
  return outputs;
}

/** Out of the queue, or interrupted when it is this one that runs; with a clock of its own, for the run's has ended. */
async function cancel(run: ComfyRun, prompt: string): Promise<void> {
  const ours = { ...run, signal: AbortSignal.timeout(5000) };
  try {
    await post(ours, '/queue', { delete: [prompt] });
    await post(ours, '/interrupt', { prompt_id: prompt });
  } catch {
    run.log('alpha: ComfyUI could not be told that the run is no longer wanted');
  }
}

const get = (run: ComfyRun, path: string): Promise<Answer> =>
  ask(comfyServer(run.url), { method: 'GET', path }, run.signal);
const post = (run: ComfyRun, path: string, json: NonNullable<Request['json']>): Promise<Answer> =>
  ask(comfyServer(run.url), { method: 'POST', path, json }, run.signal);
