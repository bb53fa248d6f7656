import { expect, test } from 'vitest';
import { oidOf } from '#core/oid.ts';
import { twinsLast } from './twins.ts';
import type { Work } from './twins.ts';

const work = (system: string, input: string, backend: 'preview' | 'upstream' = 'preview'): Work => ({
  node: { backend, system: system },
  recipe: { inputs: { 'scene/sequence': oidOf(input), 'voice/voice': oidOf(`the voice of ${system}`) } },
});

test('what does the same as one that runs lets others go first, and still starts when there are none', () => {
  const running: Work[] = [];
  const started: Work[] = [];
  const first = work('ffmpeg', 'scene');
  const twin = work('ffmpeg', 'scene');
  const other = work('sharp', 'scene');
  for (const build of twinsLast([first, twin, other], () => running)) {
    started.push(build);
    running.push(build);
  }
  expect(started).toEqual([first, other, twin]);
});

test('only previews wait for each other, and only those of one system that read the same', () => {
  const order = [work('ffmpeg', 'b'), work('sharp', 'a'), work('ffmpeg', 'a', 'upstream')];
  const lone = { node: { backend: 'preview', system: 'ffmpeg' } } as const;
  const running = [{ ...work('ffmpeg', 'a'), recipe: { inputs: { 'scene/sequence': oidOf('a') } } }, lone];
  expect([...twinsLast([...order, lone], () => running)]).toEqual([...order, lone]);
});
