import type { Declaration } from '../pipeline.ts';
import { FishSpeechParams } from './params.ts';
import { fishSpeechPin } from './upstream-pin.ts';

/** Speech with a reference voice, from its tokens and their transcript. */
export const fishSpeech: Declaration<FishSpeechParams> = {
  name: 'fish-speech',
  title: 'Fish Speech S2',
  slots: ['tokens', 'text'],
  params: FishSpeechParams,
  outputs: [{ role: 'voice', file: 'voice.wav', medium: 'sound' }],
  versions: { preview: 'espeak-ng 1', upstream: fishSpeechPin.version },
  previewSeconds: 0.5,
  loadsApart: ['upstream'],
};
