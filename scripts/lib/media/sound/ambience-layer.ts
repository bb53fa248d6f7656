import type { Ground } from './ambience-sounds.ts';

/** A sound that the words of a prompt call for, as a loop; about 1 at its loudest. */
export interface Layer {
  readonly name: string;
  /** Beginnings of words that call for it, in lower case, English and Russian. */
  readonly stems: readonly string[];
  /** Beside the other layers, 0 to 1. */
  readonly gain: number;
  make(ground: Ground): Float32Array;
}
