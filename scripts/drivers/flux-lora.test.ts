import { execa } from 'execa';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { diceOf } from '#media/sound/seeded.ts';

/** What of a tensor it touches, on lists. */
const PYTHON = `
import json, sys
sys.path.insert(0, sys.argv[1])
import flux_lora

class Tensor:
    device, dtype = "cpu", "bfloat16"
    def __init__(self, rows): self.rows = rows
    @property
    def shape(self): return (len(self.rows), len(self.rows[0]))
    def to(self, _): return self
    def float(self): return self
    def __getitem__(self, rows): return Tensor(self.rows[rows])
    def __matmul__(self, other):
        return Tensor([[sum(a * b for a, b in zip(row, column)) for column in zip(*other.rows)] for row in self.rows])
    def __mul__(self, factor): return Tensor([[a * factor for a in row] for row in self.rows])
    def __add__(self, other):
        return Tensor([[a + b for a, b in zip(*rows)] for rows in zip(self.rows, other.rows)])
    def copy_(self, other):
        for row, values in zip(self.rows, other.rows): row[:] = values

given = json.load(sys.stdin)
weights = {name: Tensor(rows) for name, rows in given["weights"].items()}
tensors = {name: value if isinstance(value, (int, float)) else Tensor(value) for name, value in given["lora"].items()}
try:
    parts = flux_lora.lay_in(weights, tensors, given["scale"], given.get("metadata"))
    print(json.dumps({"parts": parts, "weights": {name: tensor.rows for name, tensor in weights.items()}}))
except flux_lora.Unfit as error:
    print(json.dumps({"unfit": str(error), "weights": {name: tensor.rows for name, tensor in weights.items()}}))
`;
type Matrix = readonly (readonly number[])[];
interface Given {
  readonly weights: Readonly<Record<string, Matrix>>;
  readonly lora: Readonly<Record<string, Matrix | number>>;
  readonly scale: number;
  readonly metadata?: Readonly<Record<string, string>>;
}
const Answer = z.object({
  parts: z.number().optional(),
  unfit: z.string().optional(),
  weights: z.record(z.string(), z.array(z.array(z.number()))),
});
const layIn = async (given: Given) => {
  const { stdout } = await execa('python3', ['-c', PYTHON, import.meta.dirname], {
    input: JSON.stringify(given),
  });
  return Answer.parse(JSON.parse(stdout));
};

const dice = diceOf('flux lora');
const matrix = (height: number, width: number): Matrix =>
  Array.from({ length: height }, () => Array.from({ length: width }, () => Math.round(dice() * 16) - 8));
/** W + factor · up · down, in the rows from `top` on. */
const laid = (weight: Matrix, up: Matrix, down: Matrix, factor: number, top = 0): number[][] =>
  weight.map((row, at) =>
    row.map(
      (value, column) =>
        value +
        factor *
          (up[at - top] ?? []).reduce((sum, share, rank) => sum + share * (down[rank]?.[column] ?? 0), 0),
    ),
  );

// Two wide: query, key and value are two rows each, the MLP of a single block eight.
const weights = {
  'double_blocks.0.img_attn.qkv': matrix(6, 2),
  'double_blocks.0.txt_attn.proj': matrix(2, 2),
  'single_blocks.11.linear1': matrix(14, 2),
  'single_blocks.11.linear2': matrix(2, 10),
  img_in: matrix(2, 4),
};
const [down, up, wide] = [matrix(3, 2), matrix(2, 3), matrix(8, 3)];

test('a LoRA in the names of the release is laid in with its own alpha', async () => {
  const upQkv = matrix(6, 3);
  const lora = {
    'lora_unet_double_blocks_0_img_attn_qkv.lora_down.weight': down,
    'lora_unet_double_blocks_0_img_attn_qkv.lora_up.weight': upQkv,
    'lora_unet_double_blocks_0_img_attn_qkv.alpha': 6,
    'diffusion_model.double_blocks.0.txt_attn.proj.lora_A.weight': down,
    'diffusion_model.double_blocks.0.txt_attn.proj.lora_B.weight': up,
  };
  const answer = await layIn({ weights, lora, scale: 0.5 });
  expect(answer).toEqual({
    parts: 2,
    weights: {
      ...weights,
      'double_blocks.0.img_attn.qkv': laid(weights['double_blocks.0.img_attn.qkv'], upQkv, down, 1),
      'double_blocks.0.txt_attn.proj': laid(weights['double_blocks.0.txt_attn.proj'], up, down, 0.5),
    },
  });
});

test.each([
  ['transformer.transformer_blocks.0.attn.to_q', 'double_blocks.0.img_attn.qkv', up, 0],
  ['transformer.transformer_blocks.0.attn.to_k', 'double_blocks.0.img_attn.qkv', up, 2],
  ['transformer.transformer_blocks.0.attn.to_v', 'double_blocks.0.img_attn.qkv', up, 4],
  ['transformer.transformer_blocks.0.attn.to_add_out', 'double_blocks.0.txt_attn.proj', up, 0],
  ['transformer.single_transformer_blocks.11.attn.to_v', 'single_blocks.11.linear1', up, 4],
  ['transformer.single_transformer_blocks.11.proj_mlp', 'single_blocks.11.linear1', wide, 6],
] as const)('%s of diffusers is %s of the release', async (module, name, rows, top) => {
  const lora = { [`${module}.lora_A.weight`]: down, [`${module}.lora_B.weight`]: rows };
  const metadata = {
    lora_adapter_metadata: JSON.stringify({ 'transformer.r': 3, 'transformer.lora_alpha': 6 }),
  };
  const answer = await layIn({ weights, lora, scale: 0.25, metadata });
  expect(answer).toEqual({
    parts: 1,
    weights: { ...weights, [name]: laid(weights[name], rows, down, 0.5, top) },
  });
});

test.each([
  [{ 'lora_te1_text_model_encoder_layers_0.lora_down.weight': down }, 'has no up for lora_te1'],
  [
    { 'text_encoder.encoder.lora_A.weight': down, 'text_encoder.encoder.lora_B.weight': up },
    'cannot be laid into this model',
  ],
  [{ 'lora_unet_other.lora_down.weight': down, 'lora_unet_other.lora_up.weight': up }, 'does not have'],
  [{ 'transformer.x_embedder.dora_scale': down }, 'none of down, up and alpha'],
  [
    { 'transformer.x_embedder.lora_A.weight': down, 'transformer.x_embedder.lora_B.weight': up },
    'does not fit img_in',
  ],
])('a LoRA that cannot be laid in whole leaves everything as it was: %j', async (odd, told) => {
  const fits = { 'img_in.lora_A.weight': matrix(3, 4), 'img_in.lora_B.weight': up };
  const answer = await layIn({ weights, lora: { ...fits, ...odd }, scale: 1 });
  expect(answer.unfit).toContain(told);
  expect(answer.weights).toEqual(weights);
});
