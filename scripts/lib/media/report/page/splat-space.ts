import './space-contract.ts';
import { meshModel } from './mesh-model.ts';
import { sequenceModel } from './sequence-model.ts';
import { openSpace } from './space-viewer.ts';
import { splatModel } from './splat-model.ts';

const MODELS = { mesh: meshModel, splat: splatModel, scene: sequenceModel } as const;

globalThis.alphaSpace = async ({ kind, before, after }) => {
  const model = MODELS[kind];
  return openSpace(await model(before), await model(after));
};
