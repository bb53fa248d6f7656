import './space-contract.ts';
import { meshModel } from './mesh-model.ts';
import { openSpace } from './space-viewer.ts';
import { splatModel } from './splat-model.ts';

globalThis.alphaSpace = async ({ kind, before, after }) => {
  const model = kind === 'splat' ? splatModel : meshModel;
  return openSpace(await model(before), await model(after));
};
