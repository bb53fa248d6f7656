import type { Catalog } from '#core/system.ts';
import { fourDGaussians } from './4dgaussians/declaration.ts';
import { canon } from './canon/declaration.ts';
import { ffmpeg } from './ffmpeg/declaration.ts';
import { fishSpeech } from './fish-speech/declaration.ts';
import { flux1Dev } from './flux-1-dev/declaration.ts';
import { hunyuanFoley } from './hunyuan-foley/declaration.ts';
import { hunyuan3d } from './hunyuan3d-2.1/declaration.ts';
import { latentSync } from './latentsync-1.6/declaration.ts';
import type { Declaration } from './pipeline.ts';
import { pulidFlux } from './pulid-flux/declaration.ts';
import { sharp } from './sharp/declaration.ts';
import { wan } from './wan-2.2-i2v/declaration.ts';

/** Every system there is, by declaration alone: whoever has only this can plan, publish and ship, and cannot build. */
const declarations: readonly Declaration[] = [
  canon,
  hunyuan3d,
  sharp,
  pulidFlux,
  fourDGaussians,
  wan,
  fishSpeech,
  hunyuanFoley,
  latentSync,
  ffmpeg,
  flux1Dev,
];

export const catalog: Catalog = new Map(declarations.map((system) => [system.name, system]));

/** What people call a system: "Hunyuan3D 2.1". */
export const titleOf = (system: string): string =>
  declarations.find(({ name }) => name === system)?.title ?? system;
