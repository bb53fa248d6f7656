import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UserError } from '#core/errors.ts';
import { ArtifactName } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import { comfyServer } from '#test/comfyui-server.ts';
import type { ComfyPlan } from '#test/comfyui-server.ts';
import { picture } from '#test/upstream-samples.ts';
import { flux1DevComfyui } from '../pipelines/flux-1-dev/comfyui.ts';
import { flux1Dev } from '../pipelines/flux-1-dev/declaration.ts';
import { pulidFluxComfyui } from '../pipelines/pulid-flux/comfyui.ts';
import { pulidFlux } from '../pipelines/pulid-flux/declaration.ts';
import type { Declaration, Params } from '../pipelines/pipeline.ts';
import { comfyuiBackend } from './comfyui-backend.ts';
import type { ComfySystem } from './comfyui-backend.ts';
import { bypassed, brokenLinks, ComfyGraph, filled, outputsOf } from './comfyui-graph.ts';
import { readEvent } from './comfyui-messages.ts';

let folder: string;
let seen: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alpha-comfyui-'));
  seen = await picture(256, 256);
  await writeFile(join(folder, 'canon.png'), await picture(64, 64));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A job against a server that goes as planned. */
async function job<P extends Params>(
  declaration: Declaration<P>,
  system: ComfySystem<P>,
  plan: ComfyPlan,
  params: Readonly<Record<string, unknown>> = {},
  minutes = 1,
) {
  const server = await comfyServer({ picture: seen, ...plan });
  const root = await mkdtemp(join(folder, 'job-'));
  const environmentFile = join(root, 'runner.yml');
  await writeFile(
    environmentFile,
    JSON.stringify({ schema: 'alpha-runner/1', comfyui: { url: server.url, minutes } }),
  );
  const backend = comfyuiBackend(system, { environmentFile });
  const path = join(folder, 'canon.png');
  const lines: string[] = [];
  const shares: number[] = [];
  const facts = {
    artifact: ArtifactName.parse('stills'),
    params: declaration.params.parse({ width: 256, height: 256, ...params }),
    seed: 7,
    inputs: new Map([['picture/picture', { path, digest: oidOf(await readFile(path)) }]]),
    outDir: root,
    workDir: root,
  };
  const build = (signal = new AbortController().signal) =>
    backend.build({
      ...facts,
      signal,
      log: (line) => lines.push(line),
      progress: (share) => shares.push(share),
    });
  return {
    server,
    lines,
    shares,
    build,
    files: async () => (await readdir(root)).filter((file) => file.endsWith('.png')),
    fault: async () => {
      const ended: unknown = await build().catch((error: unknown) => error);
      if (ended instanceof UserError) return ended;
      throw new Error(`a UserError was expected, not ${String(ended)}`);
    },
    describe: async () => (await backend.describe?.(facts)) ?? [],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
const reference = (plan: ComfyPlan, params: Readonly<Record<string, unknown>> = {}, minutes = 1) =>
  job(flux1Dev, flux1DevComfyui, plan, params, minutes);

test('a candidate is uploaded for, asked for, waited for and fetched', async () => {
  await using made = await reference({});
  await made.build();
  expect(await made.files()).toEqual(['candidate.png']);
  expect([...made.server.uploads.keys()]).toEqual([
    `${oidOf(await readFile(join(folder, 'canon.png')))}.png`,
  ]);
  expect(made.server.asked.slice(0, 2)).toEqual(['POST /upload/image', 'POST /prompt']);
  expect(made.server.asked.at(-1)).toBe('GET /view');
  expect(made.lines).toContain('node 18: Sample');
  expect(made.shares.at(-1)).toBe(1);
  expect(made.shares).toEqual(made.shares.toSorted((a, b) => a - b));
});

test('the graph holds LoRA, face, prompt and seed; what is not wanted is not in it', async () => {
  await using whole = await reference(
    {},
    { prompt: 'a portrait', loraScale: 0.8, pulidStrength: 0.9, pulidStartStep: 7 },
  );
  await whole.build();
  const graph = ComfyGraph.parse(whole.server.graphs[0]);
  expect(graph['4']?.inputs).toMatchObject({ lora_name: 'alpha.safetensors', strength_model: 0.8 });
  expect(graph['9']?.inputs).toMatchObject({ weight: 0.9, start_at: 0.25, model: ['4', 0], image: ['5', 0] });
  expect(graph['11']?.inputs['text']).toBe('a portrait');
  expect(graph['14']?.inputs['noise_seed']).toBe(7);
  await using bare = await reference({}, { loraScale: 0, pulidStrength: 0 });
  await bare.build();
  const kinds = Object.values(ComfyGraph.parse(bare.server.graphs[0])).map((node) => node.class_type);
  expect(kinds.filter((kind) => /pulid|lora|loadimage/iu.test(kind))).toEqual([]);
  expect(ComfyGraph.parse(bare.server.graphs[0])['10']?.inputs['model']).toEqual(['1', 0]);
});

test('four stills are four runs, each with its own prompt, seed and prefix', async () => {
  await using made = await job(pulidFlux, pulidFluxComfyui, {}, { prompts: ['a', 'b', 'c', 'd'] });
  await made.build();
  expect(await made.files()).toEqual(['still-1.png', 'still-2.png', 'still-3.png', 'still-4.png']);
  const graphs = made.server.graphs.map((graph) => ComfyGraph.parse(graph));
  expect(graphs.map((graph) => [graph['11']?.inputs['text'], graph['14']?.inputs['noise_seed']])).toEqual([
    ['a', 7],
    ['b', 8],
    ['c', 9],
    ['d', 10],
  ]);
  expect(new Set(graphs.map((graph) => graph['20']?.inputs['filename_prefix'])).size).toBe(4);
});

test('a negative prompt is refused rather than left out', async () => {
  await using made = await job(pulidFlux, pulidFluxComfyui, {}, { negativePrompt: 'blurry' });
  expect((await made.fault()).code).toBe('params-unfit');
});

test('200 with node errors is a failure, told in words, and the rest is taken out of the queue', async () => {
  await using made = await reference({
    dropped: {
      4: {
        class_type: 'LoraLoaderModelOnly',
        dependent_outputs: ['20'],
        errors: [
          {
            type: 'value_not_in_list',
            message: 'Value not in list',
            details: "lora_name: 'alpha.safetensors' not in []",
            extra_info: {},
          },
        ],
      },
    },
  });
  const fault = await made.fault();
  expect(fault.code).toBe('comfyui-file-missing');
  expect(fault.message).toContain(
    "node 4 (Load LoRA): Value not in list: lora_name: 'alpha.safetensors' not in []",
  );
  expect(made.server.asked).toEqual(expect.arrayContaining(['POST /queue', 'POST /interrupt']));
});

test.each([
  [
    {
      type: 'invalid_prompt',
      message: 'Cannot execute because node ApplyPulidFlux does not exist.',
      details: "Node ID '#9'",
      extra_info: {},
    },
    'comfyui-node-missing',
  ],
  [
    { type: 'prompt_no_outputs', message: 'Prompt has no outputs', details: '', extra_info: {} },
    'comfyui-refused',
  ],
  [
    { type: 'invalid_prompt_id', message: 'prompt_id must be a UUID', details: '', extra_info: {} },
    'comfyui-refused',
  ],
])('a refused graph is told: %j', async (error, code) => {
  await using made = await reference({ refuse: { error } });
  const fault = await made.fault();
  expect(fault.code).toBe(code);
  expect(fault.message).toContain(error.message);
});

test('a node that fails is told by its title and its exception', async () => {
  await using made = await reference({
    fails: [{ node: '19', type: 'RuntimeError', message: 'shape mismatch\n' }],
  });
  const fault = await made.fault();
  expect(fault.code).toBe('comfyui-failed');
  expect(fault.message).toBe('stills: node 19 (Decode) failed: RuntimeError: shape mismatch');
});

test('out of memory frees what ComfyUI holds and is tried once more', async () => {
  const oom = { node: '18', type: 'torch.OutOfMemoryError', message: 'Allocation on device 0 would exceed' };
  await using once = await reference({ fails: [oom] });
  await once.build();
  expect(once.server.asked.filter((asked) => asked === 'POST /free')).toHaveLength(1);
  expect(await once.files()).toEqual(['candidate.png']);
  await using twice = await reference({ fails: [oom, oom] });
  expect((await twice.fault()).code).toBe('gpu-memory');
});

test('no face on the picture has its own code', async () => {
  await using made = await reference({
    fails: [{ node: '9', type: 'RuntimeError', message: 'insightface could not find a face' }],
  });
  expect((await made.fault()).code).toBe('face-missing');
});

test('a run that someone interrupted, and one that was forgotten, are told as such', async () => {
  await using interrupted = await reference({ interrupted: true });
  expect((await interrupted.fault()).code).toBe('comfyui-interrupted');
  await using forgotten = await reference({ forgets: true });
  expect((await forgotten.fault()).code).toBe('comfyui-lost');
});

test.each([{ breaksSocket: true }, { deaf: true }])(
  'without a WebSocket the result comes all the same: %j',
  async (plan) => {
    await using made = await reference(plan);
    await made.build();
    expect(await made.files()).toEqual(['candidate.png']);
  },
);

test('success without a file, a file of another run, an empty file and a black picture are failures', async () => {
  await using nothing = await reference({ writesNothing: true });
  expect((await nothing.fault()).code).toBe('output-missing');
  await using cached = await reference({ cached: true });
  await cached.build();
  expect((await cached.fault()).code, 'the second run is answered from the cache').toBe('output-old');
  await using empty = await reference({ picture: new Uint8Array() });
  expect((await empty.fault()).code).toBe('output-missing');
  await using black = await reference({ picture: await picture(256, 256, 0) });
  expect((await black.fault()).code).toBe('output-black');
  await using small = await reference({ picture: await picture(64, 64) });
  expect((await small.fault()).code).toBe('output-size');
});

test('aborting interrupts the run; a time limit does too', async () => {
  await using made = await reference({ hangs: true });
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('no longer wanted')), 200);
  await expect(made.build(stop.signal)).rejects.toThrow('no longer wanted');
  expect(made.server.asked).toContain('POST /interrupt');
  await using slow = await reference({ hangs: true }, {}, 0.01);
  expect((await slow.fault()).code).toBe('comfyui-timeout');
  expect(slow.server.asked).toContain('POST /interrupt');
});

test('an upload that is too large is told', async () => {
  await using made = await reference({ maxUploadBytes: 100 });
  const fault = await made.fault();
  expect(fault.code).toBe('comfyui-upload');
  expect(fault.message).toContain('--max-upload-size');
});

test('a ComfyUI that is not there is told with how it is started', async () => {
  await using made = await reference({});
  await made.server[Symbol.asyncDispose]();
  const fault = await made.fault().catch((error: unknown) => error);
  expect(fault).toMatchObject({
    code: 'server-unreachable',
    hint: expect.stringContaining('python main.py'),
  });
});

test('a dry run asks nobody and shows the graph', async () => {
  await using made = await reference({}, { prompt: 'a portrait' });
  const calls = await made.describe();
  expect(made.server.asked).toEqual([]);
  expect(
    calls.map((call) => (call.kind === 'http' ? `${call.method} ${new URL(call.url).pathname}` : '')),
  ).toEqual([
    'POST /upload/image',
    'WEBSOCKET /ws',
    'POST /prompt',
    'GET /history/%7Bprompt_id%7D',
    'GET /view',
  ]);
  expect(calls[2]?.kind === 'http' && calls[2].body).toMatchObject({
    prompt: { 11: { class_type: 'CLIPTextEncode', inputs: { text: 'a portrait' } } },
  });
});

const chain = ComfyGraph.parse({
  a: { class_type: 'Load', inputs: {} },
  b: { class_type: 'Change', inputs: { model: ['a', 0], extra: ['x', 0] } },
  x: { class_type: 'Extra', inputs: {} },
  c: { class_type: 'Save', inputs: { images: ['b', 0], words: 'two' } },
});

test('a node is bypassed with all that only it needed', () => {
  expect(bypassed(chain, 'b', 'model')).toEqual({
    a: chain['a'],
    c: { class_type: 'Save', inputs: { images: ['a', 0], words: 'two' } },
  });
  expect(outputsOf(chain)).toEqual(['c']);
  expect(brokenLinks({ c: { class_type: 'Save', inputs: { images: ['gone', 0] } } })).toEqual([
    'c reads gone',
  ]);
});

test('a value for a node or an input that is not there is a bug, not a wish', () => {
  expect(() => filled(chain, { z: { a: 1 } })).toThrow('no node z');
  expect(() => filled(chain, { c: { a: 1 } })).toThrow('no input a');
  expect(filled(chain, { c: { words: 'three' } })['c']?.inputs['words']).toBe('three');
  expect(chain['c']?.inputs['words'], 'the graph itself stays').toBe('two');
});

test('no frame whatever makes the reader throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      readEvent(text);
    }),
  );
});
