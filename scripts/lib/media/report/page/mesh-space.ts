import './space-contract.ts';
import { meshModel } from './mesh-model.ts';
import { openSpace } from './space-viewer.ts';

globalThis.alphaSpace = async ({ before, after }) =>
  openSpace(await meshModel(before), await meshModel(after));
