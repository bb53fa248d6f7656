import { z } from 'zod';
import type { Catalog } from '#core/system.ts';
import { canon } from '#engine/pipelines/canon/declaration.ts';
import type { Declaration } from '#engine/pipelines/pipeline.ts';

const Words = z.strictObject({ words: z.string().default('') });

const small = (name: string, slots: readonly string[], role = 'text'): Declaration => ({
  name,
  title: name,
  slots,
  params: Words,
  outputs: [{ role, file: `${role}.txt`, medium: 'text' }],
  versions: { preview: '1', upstream: '1' },
});

export const weave = small('weave', ['from']);
export const speak = small('speak', ['tokens', 'text'], 'voice');
export const mutter = small('mutter', ['prompt'], 'ambient');
export const mix = small('mix', ['scene', 'voice', 'ambient'], 'video');
/** Does what its parameter says instead of its work. */
export const misbehave: Declaration = {
  ...small('misbehave', ['from']),
  params: z.strictObject({ how: z.string() }),
};

/** On the card, by a driver that stays for the next build (paint, mould) or a program of its own (press). */
const onCard = (name: string): Declaration => ({
  ...small(name, ['from']),
  params: z.strictObject({ how: z.string().default(''), until: z.string().default('') }),
  versions: { upstream: '1' },
});
export const paint = onCard('paint');
export const mould = onCard('mould');
export const press = onCard('press');

/** Systems small enough to build in a test: each writes down what it was given, in capitals. */
export const catalog: Catalog = new Map(
  [canon, weave, speak, mutter, mix, misbehave, paint, mould, press].map((system) => [system.name, system]),
);
