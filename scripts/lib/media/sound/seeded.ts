import { createHash } from 'node:crypto';

/** Numbers from 0 (included) to 1 (excluded) that look random and are the same for the same words on every machine. */
export type Dice = () => number;

/**
 * Dice for some words. Generator: sfc32 of PractRand (C. Doty-Humphrey), keyed by the words' SHA-256.
 */
export function diceOf(...words: readonly (string | number)[]): Dice {
  const hash = createHash('sha256');
  for (const word of words) hash.update(`${Buffer.byteLength(String(word))}:${word},`);
  const key = hash.digest();
  let a = key.readInt32LE(0);
  let b = key.readInt32LE(4);
  let c = key.readInt32LE(8);
  let counter = key.readInt32LE(12);
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}
