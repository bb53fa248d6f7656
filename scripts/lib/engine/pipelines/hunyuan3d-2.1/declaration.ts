import type { Declaration } from '../pipeline.ts';
import { Hunyuan3dParams } from './params.ts';
import { hunyuan3dPin } from './upstream-pin.ts';

/** One picture to a closed mesh with PBR textures. */
export const hunyuan3d: Declaration<Hunyuan3dParams> = {
  name: 'hunyuan3d-2.1',
  title: 'Hunyuan3D 2.1',
  slots: ['picture'],
  params: Hunyuan3dParams,
  outputs: [{ role: 'mesh', file: 'alpha.glb', medium: 'mesh' }],
  versions: { preview: 'bust 2', upstream: hunyuan3dPin.version },
  previewSeconds: 2.5,
  loadsApart: ['upstream'],
};
