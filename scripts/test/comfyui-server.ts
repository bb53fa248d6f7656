import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { WebSocket as Socket } from 'ws';
import { z } from 'zod';

/** How a run shall go. */
export interface ComfyPlan {
  /** What SaveImage writes. */
  readonly picture?: Uint8Array;
  /** POST /prompt answers 400 with this. */
  readonly refuse?: { readonly error: unknown; readonly node_errors?: unknown };
  /** POST /prompt answers 200 and names outputs that were dropped. */
  readonly dropped?: unknown;
  /** Fails in this node; several in a row fail one run each. */
  readonly fails?: { readonly node: string; readonly type: string; readonly message: string }[];
  /** The run is interrupted by someone. */
  readonly interrupted?: boolean;
  /** Success, and yet SaveImage wrote nothing. */
  readonly writesNothing?: boolean;
  /** Answers from the cache: the files of the first run, whatever the prefix is now. */
  readonly cached?: boolean;
  /** Forgets the run half way, as after a restart. */
  readonly forgets?: boolean;
  /** The WebSocket breaks as soon as the run has begun. */
  readonly breaksSocket?: boolean;
  /** There is no WebSocket at all. */
  readonly deaf?: boolean;
  /** Runs until it is interrupted. */
  readonly hangs?: boolean;
  readonly maxUploadBytes?: number;
}

/** A ComfyUI on loopback as its contract has it, oddities and all; no models, no nodes. */
export interface ComfyServer extends AsyncDisposable {
  readonly url: string;
  /** Method and path of each request. */
  readonly asked: readonly string[];
  readonly graphs: readonly unknown[];
  readonly uploads: ReadonlyMap<string, Buffer>;
}

const Prompt = z.object({
  prompt: z.record(
    z.string(),
    z.object({ class_type: z.string(), inputs: z.record(z.string(), z.unknown()) }),
  ),
  client_id: z.string(),
  prompt_id: z.uuid(),
});
type Prompt = z.infer<typeof Prompt>;

export async function comfyServer(plan: ComfyPlan): Promise<ComfyServer> {
  const asked: string[] = [];
  const graphs: unknown[] = [];
  const uploads = new Map<string, Buffer>();
  const history = new Map<string, unknown>();
  const queue: Prompt[] = [];
  const files = new Map<string, Uint8Array>();
  const sockets = new Map<string, Socket>();
  const failures = [...(plan.fails ?? [])];
  let interrupt = Promise.withResolvers<void>();
  let counter = 0;
  let first: string | undefined;

  const send = (client: string, type: string, data: unknown) =>
    sockets.get(client)?.send(JSON.stringify({ type, data }));
  const run = async (job: Prompt) => {
    const id = job.prompt_id;
    const messages: [string, unknown][] = [['execution_start', { prompt_id: id }]];
    send(job.client_id, 'execution_start', { prompt_id: id });
    // A binary frame: a preview, which no client here shows.
    sockets.get(job.client_id)?.send(Buffer.from([0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3]));
    if (plan.breaksSocket === true) sockets.get(job.client_id)?.terminate();
    const end = (status: string, completed: boolean, outputs: unknown) => {
      queue.splice(queue.indexOf(job), 1);
      if (plan.forgets === true) return;
      history.set(id, {
        prompt: [0, id, job.prompt, {}, []],
        outputs,
        status: { status_str: status, completed, messages },
      });
      send(job.client_id, 'executing', { node: null, prompt_id: id });
    };
    for (const node of Object.keys(job.prompt)) {
      send(job.client_id, 'executing', { node, display_node: node, prompt_id: id });
      send(job.client_id, 'progress', { value: 1, max: 2, prompt_id: id, node });
      await wait(1);
      const failure = failures[0]?.node === node ? failures.shift() : undefined;
      if (failure !== undefined) {
        const data = {
          prompt_id: id,
          node_id: node,
          node_type: job.prompt[node]?.class_type,
          exception_type: failure.type,
          exception_message: failure.message,
          traceback: [],
        };
        messages.push(['execution_error', data]);
        send(job.client_id, 'execution_error', data);
        return end('error', false, {});
      }
    }
    if (plan.hangs === true) await interrupt.promise;
    if (plan.interrupted === true || plan.hangs === true) {
      messages.push(['execution_interrupted', { prompt_id: id, node_id: '1' }]);
      return end('error', false, {});
    }
    const outputs: Record<string, unknown> = {};
    for (const [node, { class_type: kind, inputs }] of Object.entries(job.prompt)) {
      if (kind !== 'SaveImage' || plan.writesNothing === true) continue;
      const prefix = String(inputs['filename_prefix']);
      const slash = prefix.lastIndexOf('/');
      const name =
        plan.cached === true && first !== undefined
          ? first
          : `${prefix.slice(slash + 1)}_${String((counter += 1)).padStart(5, '0')}_.png`;
      first ??= name;
      const subfolder = slash < 0 ? '' : prefix.slice(0, slash);
      files.set(`${subfolder}/${name}`, plan.picture ?? new Uint8Array());
      outputs[node] = { images: [{ filename: name, subfolder, type: 'output' }] };
    }
    messages.push(['execution_success', { prompt_id: id }]);
    send(job.client_id, 'execution_success', { prompt_id: id });
    return end('success', true, outputs);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    asked.push(`${request.method} ${url.pathname}`);
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(Buffer.from(piece));
    const body = Buffer.concat(pieces);
    const answer = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const route = `${request.method} ${url.pathname}`;
    if (route === 'POST /upload/image') {
      if (body.length > (plan.maxUploadBytes ?? 100 * 2 ** 20)) return answer(413, undefined);
      const form = await new Response(body, {
        headers: { 'content-type': request.headers['content-type'] ?? '' },
      }).formData();
      const image = form.get('image');
      if (!(image instanceof File) || form.get('overwrite') !== 'true') return answer(400, undefined);
      uploads.set(image.name, Buffer.from(await image.arrayBuffer()));
      return answer(200, {
        name: image.name,
        subfolder: z.string().parse(form.get('subfolder')),
        type: 'input',
      });
    }
    if (route === 'POST /prompt') {
      const job = Prompt.parse(JSON.parse(body.toString('utf8')));
      graphs.push(job.prompt);
      if (plan.refuse !== undefined) return answer(400, { node_errors: {}, ...plan.refuse });
      queue.push(job);
      void run(job);
      return answer(200, { prompt_id: job.prompt_id, number: 1, node_errors: plan.dropped ?? {} });
    }
    if (url.pathname.startsWith('/history/')) {
      const id = url.pathname.slice('/history/'.length);
      return answer(200, history.has(id) ? { [id]: history.get(id) } : {});
    }
    if (route === 'GET /queue')
      return answer(200, {
        queue_running: queue.slice(0, 1).map((job) => [0, job.prompt_id, job.prompt, {}, []]),
        queue_pending: queue.slice(1).map((job) => [0, job.prompt_id, job.prompt, {}, []]),
      });
    if (route === 'POST /interrupt') {
      interrupt.resolve();
      interrupt = Promise.withResolvers<void>();
      return answer(200, undefined);
    }
    if (route === 'POST /queue' || route === 'POST /free') return answer(200, undefined);
    if (route === 'GET /view') {
      const bytes = files.get(
        `${url.searchParams.get('subfolder') ?? ''}/${url.searchParams.get('filename') ?? ''}`,
      );
      if (bytes === undefined) return answer(404, undefined);
      response.writeHead(200, { 'content-type': 'image/png' });
      response.end(bytes);
      return undefined;
    }
    return answer(404, undefined);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500);
      response.end(String(error));
    });
  });
  const listener = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (plan.deaf === true) {
      socket.destroy();
      return;
    }
    const client = new URL(request.url ?? '/', 'http://localhost').searchParams.get('clientId') ?? '';
    listener.handleUpgrade(request, socket, head, (ears) => {
      sockets.set(client, ears);
      ears.send(
        JSON.stringify({
          type: 'status',
          data: { status: { exec_info: { queue_remaining: 0 } }, sid: client },
        }),
      );
      ears.send(JSON.stringify({ type: 'feature_flags_of_tomorrow', data: { any: true } }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    graphs,
    uploads,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.values()) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
