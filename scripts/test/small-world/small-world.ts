import { encodeCanon } from '#media/canon/encode.ts';
import { pixelDigest } from '#media/canon/reference.ts';
import type { Picture } from '#media/picture.ts';
import { oidOf } from '#core/oid.ts';
import type { Files } from '../lfs-repo.ts';

export const REFERENCE = 'assets/alpha-ref.png';
export const CARD = 'assets/alpha-ref.yml';
export const TOKENS = 'assets/ref_alpha.npy';
export const SIDE = 16;

/** A picture of one colour, with one darker pixel so that it has an up and a down. */
export function picture(red: number, green: number, blue: number): Picture {
  const rgba = new Uint8ClampedArray(SIDE * SIDE * 4);
  for (let at = 0; at < rgba.length; at += 4) rgba.set([red, green, blue, 255], at);
  rgba.set([red >> 1, green >> 1, blue >> 1], 0);
  return { width: SIDE, height: SIDE, rgba };
}

export const drawing = (shown: Picture): Buffer => encodeCanon(shown);

/** The card of a picture file. */
export const card = (file: Uint8Array, shown: Picture): string => `schema: alpha-card/1
picture: ${REFERENCE}
file: ${oidOf(file)}
pixels: ${pixelDigest(shown)}
size: { width: ${SIDE}, height: ${SIDE} }
origin: drawn
`;

/** The graph of the real manifest in small: who reads whom is the same. */
export const MANIFEST = `schema: alpha/1
sources:
  reference: { kind: picture, path: ${REFERENCE}, card: ${CARD}, width: ${SIDE}, height: ${SIDE} }
  voice-tokens: { kind: tokens, path: ${TOKENS}, transcript: Это мой голос. }
episodes: episodes
systems:
  canon: { backend: preview }
  weave: { backend: preview }
  speak: { backend: preview }
  mutter: { backend: preview }
  mix: { backend: preview }
artifacts:
  canon: { system: canon, reads: { picture: source.reference }, params: { width: ${SIDE}, height: ${SIDE} }, ships: no }
  mesh: { system: weave, reads: { from: canon }, seed: 7, ships: yes }
  splat: { system: weave, reads: { from: canon }, seed: 8, ships: yes }
  scene: { system: weave, reads: { from: mesh }, ships: yes }
  clip: { system: weave, reads: { from: canon }, seed: 9, ships: never }
  voice: { per: episode, system: speak, reads: { tokens: source.voice-tokens, text: episode.narration }, ships: yes }
  ambient: { per: episode, system: mutter, reads: { prompt: episode.ambient }, ships: yes }
  video: { per: episode, system: mix, reads: { scene: scene, voice: voice, ambient: ambient }, ships: yes }
`;

export const episode = (slug: string, number: number, ambient: string): Files => ({
  [`episodes/${slug}/episode.yml`]: `schema: alpha-episode/1
slug: ${slug}
number: ${number}
title: Number ${number}
language: en
date: 2026-01-01
narration: narration.txt
ambient: ${ambient}
`,
  [`episodes/${slug}/narration.txt`]: `This is number ${number}.\n`,
});

export const RED = picture(200, 30, 30);
export const NAVY = picture(20, 30, 120);

/** The reference and its card as files. */
export const reference = (shown: Picture, file: Uint8Array = drawing(shown)): Files => ({
  [REFERENCE]: file,
  [CARD]: card(file, shown),
});

/** Everything that a repository of the small world has at first. */
export const WORLD: Files = {
  ...reference(RED),
  [TOKENS]: Buffer.from('tokens of a voice'),
  'assets/alpha.yml': MANIFEST,
  'assets/alpha.lock.jsonl': '',
  ...episode('one', 1, 'rain on a roof'),
  ...episode('two', 2, 'a quiet room'),
};
