import type { ComfyModels } from '../../backends/environment.ts';
import { bypassed, ComfyGraph, filled } from '../../backends/comfyui-graph.ts';
import file from './comfyui-graph.json' with { type: 'json' };

/** FLUX.1, a LoRA and PuLID in one graph: what no program of their own does. */
const graph = ComfyGraph.parse(file);

/** What the graph is filled with. */
export interface FluxPicture {
  readonly prompt: string;
  /** 0 to 2³² − 1. */
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly steps: number;
  readonly guidance: number;
  /** Strength of the LoRA; 0 leaves it out. */
  readonly lora: number;
  /** Strength of the face; 0 leaves PuLID out. `startAt` is a share of the steps, 0 to 1. */
  readonly face: { readonly strength: number; readonly startAt: number; readonly weights: string };
  readonly model: 'fluxDev' | 'fluxKrea';
  /** 8-bit weights. */
  readonly fp8: boolean;
  /** As ComfyUI knows the upload. */
  readonly picture: string;
  readonly prefix: string;
}

export function fluxGraph(given: FluxPicture, models: ComfyModels): ComfyGraph {
  const { width, height } = given;
  const whole = filled(graph, {
    1: { unet_name: models[given.model], weight_dtype: given.fp8 ? 'fp8_e4m3fn' : 'default' },
    2: { clip_name1: models.t5, clip_name2: models.clip },
    3: { vae_name: models.vae },
    4: { lora_name: models.lora, strength_model: given.lora },
    5: { image: given.picture },
    6: { pulid_file: given.face.weights },
    9: { weight: given.face.strength, start_at: given.face.startAt },
    10: { width, height },
    11: { text: given.prompt },
    12: { guidance: given.guidance },
    14: { noise_seed: given.seed },
    16: { steps: given.steps },
    17: { width, height },
    20: { filename_prefix: given.prefix },
  });
  const withFace = given.face.strength > 0 ? whole : bypassed(whole, '9', 'model');
  return given.lora > 0 ? withFace : bypassed(withFace, '4', 'model');
}
