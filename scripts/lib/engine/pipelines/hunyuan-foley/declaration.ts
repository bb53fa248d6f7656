import type { Declaration } from '../pipeline.ts';
import { HunyuanFoleyParams } from './params.ts';
import { hunyuanFoleyPin } from './upstream-pin.ts';

/** Ambience from words alone: no picture conditions it. */
export const hunyuanFoley: Declaration<HunyuanFoleyParams> = {
  name: 'hunyuan-foley',
  title: 'Hunyuan-Foley',
  slots: ['prompt'],
  params: HunyuanFoleyParams,
  outputs: [{ role: 'ambient', file: 'ambient.wav', medium: 'sound' }],
  versions: { preview: 'layers 1', upstream: hunyuanFoleyPin.version },
  previewSeconds: 0.5,
  loadsApart: ['upstream'],
};
