import { upstreamPlace } from '#test/upstream-place.ts';
import type { UpstreamGiven } from '#test/upstream-place.ts';
import { fishSpeech } from './declaration.ts';
import { fishSpeechUpstream } from './upstream.ts';

/** Does what the model's program does with its files: codes_0.npy and, since it is asked for, the WAV. */
export const PROGRAM = `import os, sys, shutil
given = {name: sys.argv[at + 1] for at, name in enumerate(sys.argv[:-1]) if name in ("--output-dir", "--output", "--prompt-tokens")}
os.makedirs(given["--output-dir"], exist_ok=True)
open(os.path.join(given["--output-dir"], "codes_0.npy"), "w").write("codes")
`;
export const SPEAKS = `${PROGRAM}shutil.copy(os.environ["SAMPLE"], given["--output"])\n`;
export const place = (program: string, more: Partial<UpstreamGiven> = {}) =>
  upstreamPlace(fishSpeech, fishSpeechUpstream, {
    files: { 'fish_speech/models/text2semantic/inference.py': program },
    inputs: {
      'tokens/tokens': 'assets/ref_alpha.npy',
      'tokens/transcript': { words: 'Меня зовут Альфа.\n' },
      'text/text': { words: '--help is what I say first.\n' },
    },
    ...more,
  });
