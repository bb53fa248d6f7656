import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { writeModule, writePackages } from './interfaces/interface.ts';

/** Stand-ins for what the models' packages themselves stand on: only what the drivers touch. */
const TORCH = `
float16, bfloat16 = "float16", "bfloat16"
half = float16
class Generator:
    def __init__(self, device="cpu"):
        self.shown = f"generator {device}"
    def manual_seed(self, seed):
        self.shown += f" seed {seed}"
        return self
class device:
    def __init__(self, name):
        self.shown = name
def manual_seed(seed):
    import json, os
    with open(os.environ["CALLS"], "a") as file:
        file.write(json.dumps(["torch.manual_seed", {"seed": seed}]) + "\\n")
class cuda:
    @staticmethod
    def empty_cache():
        pass
`;
const PIL = `
import json
class Image:
    def __init__(self, mode, size, alpha):
        self.mode, self.size, self.alpha = mode, size, alpha
        self.shown = f"{mode} {size[0]}x{size[1]}"
    def convert(self, mode):
        return Image(mode, self.size, self.alpha if mode == "RGBA" else (255, 255))
    def getchannel(self, name):
        return self
    def getextrema(self):
        return self.alpha
    def alpha_composite(self, other):
        pass
    def save(self, path, format=None):
        with open(path, "w") as file:
            file.write(f"picture {self.shown}")
def open_image(path):
    with open(path) as file:
        return Image(**json.load(file))
def new(mode, size, colour):
    return Image(mode, size, (255, 255))
`;

let folder: string;
const upstream = () => join(folder, 'upstream');
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alpha-drivers-'));
  await writeModule(upstream(), 'torch', TORCH);
  await writeModule(upstream(), 'PIL.Image', `${PIL}\nimport builtins\nreal_open = builtins.open\n`);
  await writeFile(
    join(upstream(), 'PIL', '__init__.py'),
    'from . import Image as _module\nclass Image:\n    open = staticmethod(_module.open_image)\n    new = staticmethod(_module.new)\n    Image = _module.Image\n',
  );
  await writeModule(
    upstream(),
    'numpy',
    'class random:\n    @staticmethod\n    def seed(n):\n        pass\ndef array(picture):\n    return picture\n',
  );
  await writeFile(
    join(folder, 'opaque.png'),
    JSON.stringify({ mode: 'RGB', size: [1024, 1024], alpha: [255, 255] }),
  );
  await writeFile(
    join(folder, 'cut.png'),
    JSON.stringify({ mode: 'RGBA', size: [1024, 1024], alpha: [0, 255] }),
  );
  await writeFile(
    join(folder, 'nothing.png'),
    JSON.stringify({ mode: 'RGBA', size: [1024, 1024], alpha: [0, 0] }),
  );
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const Call = z.tuple([z.string(), z.record(z.string(), z.unknown())]);
let serial = 0;

/** Starts a driver as the backend does; `calls` is what it asked of the packages. */
async function drive(driver: string, job: Readonly<Record<string, unknown>>, drivers = import.meta.dirname) {
  const work = await mkdtemp(join(folder, `run-${(serial += 1)}-`));
  const calls = join(work, 'calls.jsonl');
  await writeFile(join(work, 'job.json'), JSON.stringify({ ...job, ...('work' in job && { work }) }));
  const { exitCode, stderr, stdout } = await execa(
    'python3',
    [join(drivers, driver), join(work, 'job.json'), join(work, 'result.json')],
    {
      cwd: upstream(),
      reject: false,
      env: { CALLS: calls, PYTHONPATH: upstream(), PYTHONDONTWRITEBYTECODE: '1' },
    },
  );
  const lines = (await readFile(calls, 'utf8').catch(() => '')).split('\n').filter(Boolean);
  return {
    exitCode,
    stderr,
    stdout,
    work,
    files: (await readdir(work)).toSorted(),
    calls: lines.map((line) => Call.parse(JSON.parse(line))),
    result: await readFile(join(work, 'result.json'), 'utf8').then(
      (text): unknown => JSON.parse(text),
      () => undefined,
    ),
  };
}
const argumentsOf = (calls: z.infer<typeof Call>[], name: string) =>
  calls.filter(([called]) => called === name).map(([, given]) => given);

const mesh = (image: string) => ({
  image: join(folder, image),
  out: join(folder, 'alpha.glb'),
  work: '',
  seed: 7,
  model: 'tencent/Hunyuan3D-2.1',
  steps: 50,
  guidance: 5,
  octree_resolution: 384,
  num_chunks: 8000,
  faces: 40_000,
  max_num_view: 6,
  texture_resolution: 512,
  remove_background: true,
});
const writes = (path: string, text: string) => `open(${path}, "w").write(${JSON.stringify(text)})`;
const meshBodies = {
  'hy3dshape.pipelines:Hunyuan3DDiTFlowMatchingPipeline.from_pretrained': 'return cls()',
  'hy3dshape.pipelines:Hunyuan3DDiTFlowMatchingPipeline.__call__': `class Mesh:
    def export(self, path):
        ${writes('path', 'shape')}
return [Mesh()]`,
  'hy3dshape.rembg:BackgroundRemover.__call__':
    'from PIL import Image\nreturn Image.Image("RGBA", image.size, (0, 255))',
  'textureGenPipeline:Hunyuan3DPaintPipeline.__call__': `stem = output_mesh_path[:-4]
for suffix in (".obj", ".jpg", "_metallic.jpg", "_roughness.jpg"):
    ${writes('stem + suffix', 'texture')}`,
  'convert_utils:create_glb_with_pbr_materials': `${writes('"temp.glb"', 'temporary')}\n${writes('output_path', 'glTF')}`,
};

test('the mesh driver hands seed, steps and resolution to the shape model and the cut-out to both', async () => {
  await writePackages(upstream(), 'hunyuan3d-2.1', meshBodies);
  const { exitCode, stderr, calls, result, files, stdout } = await drive(
    'hunyuan3d_mesh.py',
    mesh('opaque.png'),
  );

  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(argumentsOf(calls, 'BackgroundRemover.__call__')).toEqual([{ image: 'RGB 1024x1024' }]);
  expect(argumentsOf(calls, 'Hunyuan3DDiTFlowMatchingPipeline.__call__')).toEqual([
    expect.objectContaining({
      image: 'RGBA 1024x1024',
      num_inference_steps: 50,
      octree_resolution: 384,
      generator: 'generator cpu seed 7',
    }),
  ]);
  expect(argumentsOf(calls, 'Hunyuan3DPaintPipeline.__call__')).toEqual([
    expect.objectContaining({
      use_remesh: true,
      save_glb: false,
      output_mesh_path: expect.stringMatching(/\.obj$/u),
    }),
  ]);
  expect(await readFile(join(folder, 'alpha.glb'), 'utf8')).toBe('glTF');
  expect(result).toMatchObject({ files: [join(folder, 'alpha.glb')], seed: 7 });
  expect(files, "what upstream writes where it stands lands in the job's own folder").toContain('temp.glb');
  expect(stdout.split('\n')).toContain('{"progress": 1.0}');
});

test('the mesh driver takes a picture that is cut out already as it is', async () => {
  await writePackages(upstream(), 'hunyuan3d-2.1', meshBodies);
  const { calls, exitCode } = await drive('hunyuan3d_mesh.py', mesh('cut.png'));
  expect(exitCode).toBe(0);
  expect(argumentsOf(calls, 'BackgroundRemover.__call__')).toEqual([]);
});

test.each([
  [10_000, [{ max_facenum: 10_000 }], { use_remesh: true, mesh_path: expect.stringMatching(/shape\.glb$/u) }],
  [
    80_000,
    [{ max_facenum: 80_000 }],
    { use_remesh: false, mesh_path: expect.stringMatching(/shape\.obj$/u) },
  ],
])('a mesh of %i triangles is reduced before it is painted', async (faces, reduced, painted) => {
  await writePackages(upstream(), 'hunyuan3d-2.1', {
    ...meshBodies,
    'hy3dshape.postprocessors:FaceReducer.__call__': 'return mesh',
  });
  const { calls, exitCode } = await drive('hunyuan3d_mesh.py', { ...mesh('cut.png'), faces });
  expect(exitCode).toBe(0);
  expect(argumentsOf(calls, 'FaceReducer.__call__')).toMatchObject(reduced);
  expect(argumentsOf(calls, 'Hunyuan3DPaintPipeline.__call__')).toMatchObject([painted]);
});

test('the mesh driver refuses a picture with nothing on it', async () => {
  const { exitCode, stderr, result } = await drive('hunyuan3d_mesh.py', mesh('nothing.png'));
  expect(exitCode).toBe(2);
  expect(stderr).toContain('transparent everywhere');
  expect(result).toBeUndefined();
});

test('a texture stage that writes nothing is a failure of the mesh driver, never a bare shape', async () => {
  await writePackages(upstream(), 'hunyuan3d-2.1', {
    ...meshBodies,
    'textureGenPipeline:Hunyuan3DPaintPipeline.__call__': writes('output_mesh_path', 'no maps'),
  });
  await rm(join(folder, 'alpha.glb'), { force: true });
  const { exitCode, stderr, result } = await drive('hunyuan3d_mesh.py', mesh('cut.png'));
  expect(exitCode).toBe(1);
  expect(stderr).toContain('Texture generation failed: textured.jpg');
  expect(result).toBeUndefined();
  await expect(readFile(join(folder, 'alpha.glb'))).rejects.toThrow('ENOENT');
});

const stills = {
  width: 1024,
  height: 1024,
  steps: 28,
  start_step: 1,
  guidance: 4,
  id_weight: 1,
  negative_prompt: '',
  true_cfg: 1,
  timestep_to_start_cfg: 1,
  max_sequence_length: 128,
  model: 'flux-dev',
  version: 'v0.9.1',
  pretrained_model: null,
  offload: true,
  aggressive_offload: false,
  fp8: false,
  onnx_provider: 'gpu',
  lora: null,
  lora_scale: 0,
};
const stillsJob = () => ({
  ...stills,
  image: join(folder, 'cut.png'),
  stills: [
    { prompt: 'in the rain', seed: 7, out: join(folder, 'still-0.png') },
    { prompt: 'at a desk', seed: 8, out: join(folder, 'still-1.png') },
  ],
});
const stillsBody = (seed: string) => ({
  'app_flux:FluxGenerator.generate_image': `from PIL import Image\nreturn Image.Image("RGB", (width, height), (255, 255)), ${seed}, []`,
});

test('the stills driver loads the model once and gives each still its own prompt and seed, always with the face', async () => {
  await writePackages(upstream(), 'pulid-flux', stillsBody('str(seed)'));
  const { exitCode, stderr, calls, result } = await drive('pulid_stills.py', stillsJob());
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(argumentsOf(calls, 'FluxGenerator.__init__')).toEqual([
    {
      model_name: 'flux-dev',
      device: 'cuda',
      offload: true,
      aggressive_offload: false,
      args: { fp8: false, onnx_provider: 'gpu', pretrained_model: null, version: 'v0.9.1' },
    },
  ]);
  expect(argumentsOf(calls, 'FluxGenerator.generate_image')).toMatchObject([
    { prompt: 'in the rain', seed: 7, id_image: 'RGB 1024x1024', id_weight: 1, start_step: 1 },
    { prompt: 'at a desk', seed: 8, id_image: 'RGB 1024x1024', true_cfg: 1, max_sequence_length: 128 },
  ]);
  expect(await readFile(join(folder, 'still-1.png'), 'utf8')).toBe('picture RGB 1024x1024');
  expect(result).toMatchObject({ files: [join(folder, 'still-0.png'), join(folder, 'still-1.png')] });
});

test('the stills driver refuses to make anybody: no picture, no generation', async () => {
  const { exitCode, stderr, calls } = await drive('pulid_stills.py', {
    ...stillsJob(),
    image: join(folder, 'absent.png'),
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('there is no picture at');
  expect(calls).toEqual([]);
});

test('the stills driver notices when another seed was used', async () => {
  await writePackages(upstream(), 'pulid-flux', stillsBody('"12345"'));
  const { exitCode, stderr, result } = await drive('pulid_stills.py', stillsJob());
  expect(exitCode).toBe(1);
  expect(stderr).toContain('asked for seed 7, the generator used 12345');
  expect(result).toBeUndefined();
});

test('the stills driver lays a LoRA into the weights before anything is made, and refuses one with 8-bit weights', async () => {
  await writePackages(upstream(), 'pulid-flux', {
    ...stillsBody('str(seed)'),
    'app_flux:FluxGenerator.__init__': 'self.model = "the weights"',
  });
  const merge = `import json, os
def merge(model, path, scale):
    with open(os.environ["CALLS"], "a") as file:
        file.write(json.dumps(["merge", {"model": model, "name": os.path.basename(path), "scale": scale}]) + "\\n")
    return 304
`;
  const lora = join(folder, 'alpha.safetensors');
  await writeFile(lora, 'lora');
  const merging = join(folder, 'merging');
  await writeModule(merging, 'flux_lora', merge);
  const script = await readFile(join(import.meta.dirname, 'pulid_stills.py'), 'utf8');
  await writeFile(join(merging, 'pulid_stills.py'), script);
  await writeFile(
    join(merging, 'alpha_job.py'),
    await readFile(join(import.meta.dirname, 'alpha_job.py'), 'utf8'),
  );
  const job = { ...stillsJob(), lora, lora_scale: 0.85 };
  const { exitCode, stderr, calls, stdout } = await drive('pulid_stills.py', job, merging);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(calls.map(([name]) => name).slice(0, 3)).toEqual([
    'FluxGenerator.__init__',
    'merge',
    'FluxGenerator.generate_image',
  ]);
  expect(argumentsOf(calls, 'merge')).toEqual([
    { model: 'the weights', name: 'alpha.safetensors', scale: 0.85 },
  ]);
  expect(stdout).toContain('alpha.safetensors: 304 parts at 0.85');

  const refused = await drive('pulid_stills.py', { ...job, fp8: true });
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('a LoRA cannot be laid into 8-bit weights');
  expect(refused.calls).toEqual([]);
});

test('a process that serves loads its model for the first job, and each job is done as by a process of its own', async () => {
  await writePackages(upstream(), 'pulid-flux', stillsBody('str(seed)'));
  const work = await mkdtemp(join(folder, 'served-'));
  const calls = join(work, 'calls.jsonl');
  const requests = await Promise.all(
    [7, 8, 9].map(async (seed) => {
      const [job, result] = [join(work, `job-${seed}.json`), join(work, `result-${seed}.json`)];
      const stills = [{ prompt: `still ${seed}`, seed, out: join(work, `still-${seed}.png`) }];
      await writeFile(
        job,
        JSON.stringify({ ...stillsJob(), stills, ...(seed === 9 && { version: 'v0.9.0' }) }),
      );
      return JSON.stringify({ id: `request ${seed}`, job, result });
    }),
  );
  const { stdout, exitCode } = await execa(
    'python3',
    [join(import.meta.dirname, 'pulid_stills.py'), '--serve'],
    {
      cwd: upstream(),
      reject: false,
      input: `${requests.join('\n')}\n`,
      env: { CALLS: calls, PYTHONPATH: upstream(), PYTHONDONTWRITEBYTECODE: '1' },
    },
  );
  expect(stdout.split('\n').filter((line) => line.startsWith('{"id"'))).toEqual([
    '{"id": "request 7", "exit": 0, "serves": true}',
    '{"id": "request 8", "exit": 0, "serves": true}',
    '{"id": "request 9", "exit": 2, "serves": false}',
  ]);
  expect(stdout, 'a job for another model').toContain('job: another model is loaded');
  expect(exitCode).toBe(2);
  const made = (await readFile(calls, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => Call.parse(JSON.parse(line)));
  expect(argumentsOf(made, 'FluxGenerator.__init__')).toHaveLength(1);
  expect(argumentsOf(made, 'FluxGenerator.generate_image')).toMatchObject([
    { prompt: 'still 7', seed: 7 },
    { prompt: 'still 8', seed: 8 },
  ]);
  expect(await readdir(work)).toEqual(
    expect.arrayContaining(['still-7.png', 'result-7.json', 'still-8.png', 'result-8.json']),
  );
});

test('the voice driver runs the program’s own command line, with the models that the first run loaded', async () => {
  const module = 'fish_speech.models.text2semantic.inference';
  await writePackages(upstream(), 'fish-speech', {
    [`${module}:init_model`]: 'return "speaker", "decode"',
    [`${module}:load_codec_model`]: 'return "codec"',
    [`${module}:Command.main`]: `import pathlib
where = pathlib.Path(args[args.index("--checkpoint-path") + 1])
precision = "float16" if "--half" in args else "bfloat16"
assert init_model(where, "cuda", precision, compile=False) == ("speaker", "decode")
assert load_codec_model(where / "codec.pth", "cuda", precision) == "codec"`,
  });
  const file = join(upstream(), `${module.replaceAll('.', '/')}.py`);
  await writeFile(file, `${await readFile(file, 'utf8')}\nmain = Command()\n`);
  const work = await mkdtemp(join(folder, 'voices-'));
  const calls = join(work, 'calls.jsonl');
  const weights = join(folder, 's2-pro');
  const requests = await Promise.all(
    ['one', 'two', 'odd'].map(async (name) => {
      const [job, result] = [join(work, `job-${name}.json`), join(work, `result-${name}.json`)];
      const argv = ['--text', name, '--checkpoint-path', weights, ...(name === 'odd' ? ['--half'] : [])];
      await writeFile(job, JSON.stringify({ argv, checkpoint_path: weights, half: false }));
      return JSON.stringify({ id: name, job, result });
    }),
  );
  const { stdout } = await execa('python3', [join(import.meta.dirname, 'fish_voice.py'), '--serve'], {
    cwd: upstream(),
    reject: false,
    input: `${requests.join('\n')}\n`,
    env: { CALLS: calls, PYTHONPATH: upstream(), PYTHONDONTWRITEBYTECODE: '1' },
  });
  expect(stdout.split('\n').filter((line) => line.startsWith('{"id"'))).toEqual([
    '{"id": "one", "exit": 0, "serves": true}',
    '{"id": "two", "exit": 0, "serves": true}',
    '{"id": "odd", "exit": 1, "serves": false}',
  ]);
  expect(stdout, 'arguments that ask for other models than the job says').toContain(
    'another model is loaded',
  );
  const made = (await readFile(calls, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => Call.parse(JSON.parse(line)));
  expect(argumentsOf(made, 'init_model')).toEqual([
    { checkpoint_path: weights, device: 'cuda', precision: 'bfloat16', compile: false },
  ]);
  expect(argumentsOf(made, 'load_codec_model')).toEqual([
    { codec_checkpoint_path: join(weights, 'codec.pth'), device: 'cuda', precision: 'bfloat16' },
  ]);
  expect(argumentsOf(made, 'Command.main').map(({ args }) => args)).toEqual([
    ['--text', 'one', '--checkpoint-path', weights],
    ['--text', 'two', '--checkpoint-path', weights],
    ['--text', 'odd', '--checkpoint-path', weights, '--half'],
  ]);
});

const ambient = {
  prompt: 'a quiet design studio',
  negative_prompt: 'noisy, harsh',
  seconds: 10,
  seed: 1,
  steps: 50,
  guidance: 4.5,
  model_path: 'weights',
  model_size: 'xxl',
};
const TENSOR = `class Tensor:
    def __init__(self, shown, shape=(2, 77, 768)):
        self.shown, self.shape = shown, shape
    def __getitem__(self, key):
        return Tensor(f"{self.shown}[{key.start}:{key.stop}]", self.shape) if isinstance(key, slice) else self
    def to(self, device):
        return self
class Foley:
    def get_empty_clip_sequence(self, bs=None, len=None):
        return Tensor(f"empty clip {len}")
    def get_empty_sync_sequence(self, bs=None, len=None):
        return Tensor(f"empty sync {len}")
class Manager:
    def release_feature_models(self):
        pass
class Models:
    foley_model, dac_model, manager = Foley(), None, Manager()
class Config:
    class model_config:
        class model_kwargs:
            text_length = 77
`;
const foleyBodies = {
  'hunyuanvideo_foley.utils.config_utils:AttributeDict.__init__':
    'self.shown = {key: value.shown for key, value in data.items()}',
  'hunyuanvideo_foley.utils.feature_utils:encode_text_feat': `${TENSOR}return Tensor("words"), None`,
  'hunyuanvideo_foley.utils.model_utils:load_model': `${TENSOR}return Models(), Config()`,
  'hunyuanvideo_foley.utils.model_utils:denoise_process': `class Sound(list):
    def tolist(self):
        return list(self)
return [[Sound([0.5, -2.0] * int(audio_len_in_s * 24000))]], 48000`,
};

test('the ambient driver conditions on the learned empty features, seeds right before sampling and writes 16-bit mono', async () => {
  await writePackages(upstream(), 'hunyuan-foley', foleyBodies);
  const { exitCode, stderr, calls, result } = await drive('foley_ambient.py', {
    ...ambient,
    out: join(folder, 'ambient.wav'),
  });
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(argumentsOf(calls, 'load_model')).toEqual([
    expect.objectContaining({
      config_path: 'configs/hunyuanvideo-foley-xxl.yaml',
      model_size: 'xxl',
      enable_offload: true,
      device: 'cuda:0',
    }),
  ]);
  expect(argumentsOf(calls, 'denoise_process')).toEqual([
    expect.objectContaining({
      visual_feats: { siglip2_feat: 'empty clip 80', syncformer_feat: 'empty sync 240' },
      text_feats: { text_feat: 'words[1:None]', uncond_text_feat: 'words[None:1]' },
      audio_len_in_s: 10,
      guidance_scale: 4.5,
      num_inference_steps: 50,
    }),
  ]);
  expect(calls.map(([name]) => name).slice(-2)).toEqual(['torch.manual_seed', 'denoise_process']);
  const wave = await readFile(join(folder, 'ambient.wav'));
  expect(wave.length).toBe(44 + 480_000 * 2);
  expect(wave.readUInt32LE(24)).toBe(48_000);
  expect([wave.readInt16LE(44), wave.readInt16LE(46)], 'what is too loud is cut off').toEqual([
    16_384, -32_767,
  ]);
  expect(result).toMatchObject({ rate: 48_000, samples: 480_000, seed: 1 });
});

test.each([
  [{ seconds: 16 }, 'seconds must be 1 to 15'],
  [{ prompt: ' ' }, 'prompt is empty'],
  [{ model_size: 'tiny' }, 'model_size must be xl or xxl'],
  [{ seed: '1' }, 'seed is "1"'],
  [{ seed: true }, 'seed is true'],
  [{ voice: 'x' }, 'voice is not known'],
])('a job with %j is refused before anything is loaded', async (change, told) => {
  const { exitCode, stderr, calls } = await drive('foley_ambient.py', {
    ...ambient,
    out: join(folder, 'never.wav'),
    ...change,
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(told);
  expect(calls).toEqual([]);
});

const reference = {
  model: 'black-forest-labs/FLUX.1-dev',
  prompt: 'front-facing portrait',
  width: 1024,
  height: 1024,
  steps: 28,
  guidance: 3.5,
  seed: 7,
  max_sequence_length: 512,
  lora: null,
  lora_scale: 1,
};
const fluxBodies = (size: string) => ({
  'diffusers:FluxPipeline.from_pretrained': 'return cls()',
  'diffusers:FluxPipeline.__call__': `from PIL import Image
callback_on_step_end(self, 0, 1.0, {})
class Result:
    images = [Image.Image("RGB", ${size}, (255, 255))]
return Result()`,
});

test('the reference driver loads the LoRA by file, scales it, and seeds on the CPU', async () => {
  await writePackages(upstream(), 'flux-1-dev', fluxBodies('(width, height)'));
  await writeFile(join(folder, 'alpha.safetensors'), 'lora');
  const { exitCode, stderr, calls } = await drive('flux_reference.py', {
    ...reference,
    lora: join(folder, 'alpha.safetensors'),
    lora_scale: 0.85,
    out: join(folder, 'candidate.png'),
  });
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(argumentsOf(calls, 'FluxPipeline.load_lora_weights')).toMatchObject([
    { pretrained_model_name_or_path_or_dict: folder, kwargs: { weight_name: 'alpha.safetensors' } },
  ]);
  expect(argumentsOf(calls, 'FluxPipeline.set_adapters')).toEqual([
    { adapter_names: ['character'], adapter_weights: [0.85] },
  ]);
  expect(argumentsOf(calls, 'FluxPipeline.__call__')).toMatchObject([
    { width: 1024, num_inference_steps: 28, guidance_scale: 3.5, generator: 'generator cpu seed 7' },
  ]);
});

test('the reference driver notices when diffusers changed the size', async () => {
  await writePackages(upstream(), 'flux-1-dev', fluxBodies('(1008, 1024)'));
  const { exitCode, stderr } = await drive('flux_reference.py', {
    ...reference,
    out: join(folder, 'other.png'),
  });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('asked for 1024x1024, got 1008x1024');
});

test('a package with another signature than the recorded one is an error, not a guess', async () => {
  await writePackages(upstream(), 'flux-1-dev', fluxBodies('(width, height)'));
  await writeModule(
    upstream(),
    'diffusers',
    'class FluxPipeline:\n    @classmethod\n    def from_pretrained(cls, name):\n        return cls()',
  );
  const { exitCode, stderr } = await drive('flux_reference.py', { ...reference, out: join(folder, 'x.png') });
  expect(exitCode).toBe(1);
  expect(stderr).toContain("unexpected keyword argument 'torch_dtype'");
});
