import type { Params, Declaration } from '../pipelines/pipeline.ts';
import type { UpstreamSystem } from '../backends/upstream-system.ts';
import { fourDGaussians } from '../pipelines/4dgaussians/declaration.ts';
import { fourDGaussiansUpstream } from '../pipelines/4dgaussians/upstream.ts';
import { fishSpeech } from '../pipelines/fish-speech/declaration.ts';
import { fishSpeechUpstream } from '../pipelines/fish-speech/upstream.ts';
import { flux1Dev } from '../pipelines/flux-1-dev/declaration.ts';
import { flux1DevUpstream } from '../pipelines/flux-1-dev/upstream.ts';
import { hunyuanFoley } from '../pipelines/hunyuan-foley/declaration.ts';
import { hunyuanFoleyUpstream } from '../pipelines/hunyuan-foley/upstream.ts';
import { hunyuan3d } from '../pipelines/hunyuan3d-2.1/declaration.ts';
import { hunyuan3dUpstream } from '../pipelines/hunyuan3d-2.1/upstream.ts';
import { latentSync } from '../pipelines/latentsync-1.6/declaration.ts';
import { latentSyncUpstream } from '../pipelines/latentsync-1.6/upstream.ts';
import { pulidFlux } from '../pipelines/pulid-flux/declaration.ts';
import { pulidFluxUpstream } from '../pipelines/pulid-flux/upstream.ts';
import { sharp } from '../pipelines/sharp/declaration.ts';
import { sharpUpstream } from '../pipelines/sharp/upstream.ts';
import { wan } from '../pipelines/wan-2.2-i2v/declaration.ts';
import { wanUpstream } from '../pipelines/wan-2.2-i2v/upstream.ts';
import type { SystemWanted } from './environments.ts';

type Looked = Omit<SystemWanted, 'pins' | 'needed'>;

const looked = <P extends Params>(declaration: Declaration<P>, upstream: UpstreamSystem<P>): Looked => ({
  system: upstream.system,
  repository: upstream.pin.repository,
  commit: upstream.pin.commit,
  weights: upstream.weights(declaration.params.parse({})),
});

/** Every system that is made by a program of its own, with what its default params need. */
export const upstreamSystems: readonly Looked[] = [
  looked(hunyuan3d, hunyuan3dUpstream),
  looked(sharp, sharpUpstream),
  looked(pulidFlux, pulidFluxUpstream),
  looked(fourDGaussians, fourDGaussiansUpstream),
  looked(wan, wanUpstream),
  looked(fishSpeech, fishSpeechUpstream),
  looked(hunyuanFoley, hunyuanFoleyUpstream),
  looked(latentSync, latentSyncUpstream),
  looked(flux1Dev, flux1DevUpstream),
];
