import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import type { Advice } from '#core/errors.ts';
import type { ComfyGraph } from './comfyui-graph.ts';

const NodeError = z.looseObject({
  class_type: z.string().default('?'),
  errors: z
    .array(
      z.looseObject({ type: z.string(), message: z.string().default(''), details: z.string().default('') }),
    )
    .default([]),
});
export const NodeErrors = z.record(z.string(), NodeError);
export type NodeErrors = z.infer<typeof NodeErrors>;

/** The answer to POST /prompt, 200. Some outputs may have been dropped all the same: then `node_errors` is not empty. */
export const PromptTaken = z.looseObject({
  prompt_id: z.string(),
  // An empty list stands for none in some versions.
  node_errors: z.union([NodeErrors, z.tuple([])]).default({}),
});

/** The answer to POST /prompt, 400. */
export const PromptRefused = z.looseObject({
  error: z.looseObject({
    type: z.string(),
    message: z.string().default(''),
    details: z.string().default(''),
  }),
  node_errors: z.union([NodeErrors, z.tuple([])]).default({}),
});

export const Uploaded = z.looseObject({ name: z.string().min(1), subfolder: z.string(), type: z.string() });

export const Queue = z.looseObject({
  queue_running: z.array(z.array(z.unknown())),
  queue_pending: z.array(z.array(z.unknown())),
});

const File = z.looseObject({
  filename: z.string(),
  subfolder: z.string().default(''),
  type: z.string().default('output'),
});
export type ComfyFile = z.infer<typeof File>;

/** What is remembered of a run that has ended. */
export const HistoryEntry = z.looseObject({
  outputs: z.record(z.string(), z.record(z.string(), z.unknown())),
  status: z.looseObject({
    status_str: z.string(),
    completed: z.boolean(),
    messages: z.array(z.tuple([z.string(), z.unknown()])).default([]),
  }),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;
/** `{}` until a run has ended, and for one that nobody knows. */
export const History = z.record(z.string(), HistoryEntry);

/** Files that a node wrote, under whatever key: pictures, sounds and videos have different ones. */
export const filesOf = (outputs: Readonly<Record<string, unknown>>): ComfyFile[] =>
  Object.values(outputs).flatMap((value) => z.array(File).safeParse(value).data ?? []);

const Failed = z.looseObject({
  node_id: z.string().default('?'),
  node_type: z.string().default('?'),
  exception_type: z.string().default('?'),
  exception_message: z.string().default(''),
});

/** A text frame of the WebSocket, as far as it matters here; others are `undefined`. */
export const Event = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('progress'),
    data: z.looseObject({
      value: z.number(),
      max: z.number(),
      prompt_id: z.string().nullish(),
      node: z.string().nullish(),
    }),
  }),
  z.looseObject({
    type: z.literal('executing'),
    data: z.looseObject({ node: z.string().nullable(), prompt_id: z.string().nullish() }),
  }),
  z.looseObject({
    type: z.literal('execution_cached'),
    data: z.looseObject({ nodes: z.array(z.string()), prompt_id: z.string() }),
  }),
  z.looseObject({
    type: z.enum(['execution_success', 'execution_error', 'execution_interrupted', 'executed']),
    data: z.looseObject({ prompt_id: z.string(), node: z.string().nullish() }),
  }),
]);
export type Event = z.infer<typeof Event>;

export function readEvent(text: string): Event | undefined {
  try {
    return Event.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // a frame of a later version
  }
}

const advice = (hint: string): Advice => ({ hint });

const titleOf = (graph: ComfyGraph, id: string): string =>
  `node ${id} (${graph[id]?._meta?.title ?? graph[id]?.class_type ?? 'unknown'})`;

/** One sentence a fault: "node 3 (Load LoRA): lora_name: 'alpha.safetensors' not in []". */
export function nodeErrorLines(graph: ComfyGraph, errors: NodeErrors | readonly []): string[] {
  return Object.entries(errors).flatMap(([id, { errors: list }]) =>
    list.map(({ type, message, details }) =>
      [titleOf(graph, id), message === '' ? type : message, details].filter((part) => part !== '').join(': '),
    ),
  );
}

const typesOf = (errors: NodeErrors | readonly []): Set<string> =>
  new Set(Object.values(errors).flatMap(({ errors: list }) => list.map(({ type }) => type)));

/** Why a graph was not taken, or not whole. */
export function refusal(
  what: string,
  graph: ComfyGraph,
  refused: z.infer<typeof PromptRefused> | undefined,
  errors: NodeErrors | readonly [],
): UserError {
  const lines = nodeErrorLines(graph, errors);
  const told = [
    ...(refused === undefined
      ? ['it took the graph and dropped a part of it']
      : [[refused.error.message, refused.error.details].filter((part) => part !== '').join(': ')]),
    ...lines,
  ];
  const text = `${what}: ComfyUI refused the graph: ${told.join('\n')}`;
  if (refused !== undefined && /does not exist|Cannot execute because node/u.test(told[0] ?? '')) {
    return new UserError(
      'comfyui-node-missing',
      text,
      advice(
        'Install the node pack that brings this node, at the commit that the README of scripts/runner names.',
      ),
    );
  }
  if (typesOf(errors).has('value_not_in_list')) {
    return new UserError(
      'comfyui-file-missing',
      text,
      advice(
        'Put the file into the folder of models that this node reads, or name another below comfyui.models in the runner file.',
      ),
    );
  }
  return new UserError(
    'comfyui-refused',
    text,
    advice('The graph does not fit this version of ComfyUI or of its node packs: use the pinned commits.'),
  );
}

/** Why a run ended without its outputs. */
export function failureOf(what: string, graph: ComfyGraph, { status }: HistoryEntry): UserError {
  const interrupted = status.messages.some(([event]) => event === 'execution_interrupted');
  if (interrupted) {
    return new UserError('comfyui-interrupted', `${what}: someone interrupted the run in ComfyUI`, {
      hint: 'Build again; keep the runner’s ComfyUI to the builds.',
    });
  }
  const error = status.messages.findLast(([event]) => event === 'execution_error')?.[1];
  const parsed = Failed.safeParse(error).data;
  if (parsed === undefined)
    return new UserError('comfyui-failed', `${what}: the run ended with ${status.status_str}`, {
      hint: 'ComfyUI’s own log says why.',
    });
  const text = `${what}: ${titleOf(graph, parsed.node_id)} failed: ${parsed.exception_type}: ${parsed.exception_message.trim().slice(0, 500)}`;
  if (isOutOfMemory(status.messages)) {
    return new UserError('gpu-memory', text, {
      hint: 'Close what else uses the card (`nvidia-smi` names it), or start ComfyUI with --lowvram.',
    });
  }
  if (/face|insightface/iu.test(parsed.exception_message) && /pulid/iu.test(parsed.node_type)) {
    return new UserError('face-missing', text, {
      hint: 'The reference must show her face from the front, unhidden.',
    });
  }
  return new UserError('comfyui-failed', text, { hint: 'ComfyUI’s own log has the whole trace.' });
}

/** Out of memory by PyTorch's own name for it. */
export const isOutOfMemory = (messages: HistoryEntry['status']['messages']): boolean =>
  messages.some(
    ([event, data]) =>
      event === 'execution_error' &&
      /OutOfMemoryError|CUDA out of memory|Allocation on device/u.test(
        `${Failed.safeParse(data).data?.exception_type} ${Failed.safeParse(data).data?.exception_message}`,
      ),
  );
