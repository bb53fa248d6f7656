import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { UserError } from '#core/errors.ts';
import { catalog } from '#test/small-world/declarations.ts';
import { MANIFEST } from '#test/small-world/small-world.ts';
import { parseCard } from './card.ts';
import { parseEpisode } from './episode.ts';
import { expandGraph } from './graph.ts';
import { MANIFEST_PATH, parseManifest } from './manifest.ts';
import { EpisodeSlug } from './names.ts';
import { RepoPath } from './repo-path.ts';

const read = (text: string) => parseManifest(text, MANIFEST_PATH, catalog);

/** What is told of a text: `line:column words` each. */
function faults(text: string): string[] {
  try {
    read(text);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.code).toBe('manifest-invalid');
    return error.message.split('\n').map((line) => line.replace(`${MANIFEST_PATH}:`, ''));
  }
}

/** The manifest with one text put in place of another that stands in it just once. */
function changed(from: string, to: string): string {
  expect(MANIFEST.split(from)).toHaveLength(2);
  return MANIFEST.replace(from, () => to);
}

test('defaults are filled in, so that a key always holds all of them', () => {
  const { artifacts, systems } = read(MANIFEST);
  expect(artifacts['mesh']).toMatchObject({ params: { words: '' }, seed: 7 });
  expect(artifacts['scene']).toMatchObject({ params: { words: '' }, seed: 0 });
  expect(systems['weave']).toEqual({ backend: 'preview', pins: {} });
});

const bad: [string, string, string, RegExp][] = [
  [
    'a circle',
    'mesh: { system: weave, reads: { from: canon }',
    'mesh: { system: weave, reads: { from: scene }',
    /^14:3 artifacts\.mesh: a circle: mesh reads scene reads mesh$/mu,
  ],
  [
    'a circle of one',
    'scene: { system: weave, reads: { from: mesh }',
    'scene: { system: weave, reads: { from: scene }',
    /a circle: scene reads scene$/mu,
  ],
  [
    'an unknown system',
    'splat: { system: weave',
    'splat: { system: loom',
    /^15:12 artifacts\.splat\.system: no such system: loom; there are canon, /mu,
  ],
  [
    'a path that leads out',
    'path: assets/alpha-ref.png',
    'path: ../alpha-ref.png',
    /^3:\d+ sources\.reference\.path: must be a relative path that stays in the repository$/mu,
  ],
  [
    'an absolute path',
    'path: assets/alpha-ref.png',
    'path: /etc/passwd',
    /sources\.reference\.path: must be a relative path/u,
  ],
  [
    'a duplicate key',
    'ships: never',
    'ships: never, ships: yes',
    /^17:\d+ ships stands here twice, first at 17:\d+$/mu,
  ],
  ['a duplicate artifact', 'splat: {', 'mesh: {', /^15:3 mesh stands here twice, first at 14:3$/mu],
  ['an anchor', 'seed: 9', 'seed: &nine 9', /^17:\d+ &nine is an anchor/mu],
  ['an alias', 'seed: 9', 'seed: *nine', /\*nine is an alias/u],
  ['a tag', 'seed: 9', 'seed: !!int 9', /is a tag/u],
  ['an unknown tag', 'seed: 9', 'seed: !run 9', /!run/u],
  ['a number without an end', 'seed: 9', 'seed: .inf', /^17:\d+ \.inf is not a finite number$/mu],
  ['a seed past 32 bits', 'seed: 9', 'seed: 4294967296', /^17:\d+ artifacts\.clip\.seed: /mu],
  ['an unknown field', 'seed: 9', 'sead: 9', /^17:\d+ artifacts\.clip\.sead: is not a known field$/mu],
  [
    'an unknown parameter',
    'seed: 9',
    'params: { colour: red }',
    /^17:\d+ artifacts\.clip\.params\.colour: is not a known field$/mu,
  ],
  [
    'an artifact that is not there',
    'reads: { from: mesh }',
    'reads: { from: mash }',
    /artifacts\.scene\.reads\.from: no such artifact: mash/u,
  ],
  [
    'a source that is not there',
    'tokens: source.voice-tokens',
    'tokens: source.tokens',
    /no such source: tokens/u,
  ],
  [
    'a slot left empty',
    'reads: { tokens: source.voice-tokens, text: episode.narration }',
    'reads: { tokens: source.voice-tokens }',
    /artifacts\.voice\.reads: text is missing: speak needs it/u,
  ],
  [
    'a slot that is none',
    'reads: { from: mesh }',
    'reads: { from: mesh, to: canon }',
    /artifacts\.scene\.reads\.to: weave does not take it; it takes from/u,
  ],
  [
    'words of an episode for all',
    'ambient: { per: episode, ',
    'ambient: { ',
    /ambient is not made per episode, so it has no episode\.ambient/u,
  ],
  [
    'an artifact of each episode read by one for all',
    'reads: { from: mesh }',
    'reads: { from: voice }',
    /voice is made per episode and scene is not/u,
  ],
  [
    'a system without a choice',
    '  mutter: { backend: preview }\n',
    '',
    /systems\.mutter is missing: it must say which backend runs it/u,
  ],
  [
    'a system that does not exist',
    '  mutter: {',
    '  loom: { backend: preview }\n  mutter: {',
    /systems\.loom: no such system/u,
  ],
  [
    'a backend that does not exist',
    'mutter: { backend: preview }',
    'mutter: { backend: comfyui }',
    /systems\.mutter\.backend: mutter has no comfyui backend; it has preview, upstream/u,
  ],
  [
    'one file as two sources',
    'path: assets/ref_alpha.npy',
    'path: assets/alpha-ref.png',
    /assets\/alpha-ref\.png is source reference already/u,
  ],
  ['two documents', 'episodes: episodes', 'episodes: episodes\n---', /multiple documents/u],
  ['another version of YAML', 'schema: alpha/1', '%YAML 1.1\n---\nschema: alpha/1', /directive/u],
  ['a broken bracket', 'episodes: episodes', 'episodes: [', /alpha\.yml:|^\d+:\d+ /mu],
  [
    'a key that is no text',
    'episodes: episodes',
    'episodes: episodes\n? [a]\n: b',
    /is a key that is not text/u,
  ],
  ['an unknown version', 'schema: alpha/1', 'schema: alpha/2', /^1:1 schema: /mu],
];

test.each(bad)('%s is told with its place', (_, from, to, message) => {
  expect(faults(changed(from, to)).join('\n')).toMatch(message);
});

test('everything that is wrong is told at once, in the order of the text', () => {
  const text = MANIFEST.replace('width: 16', 'width: 3')
    .replace('system: speak', 'system: shout')
    .replace('reads: { from: mesh }', 'reads: { from: mash }')
    .replace('seed: 8', 'seed: -8');
  const places = faults(text).map((fault) => fault.split(' ').slice(0, 2).join(' '));
  expect(places).toEqual([
    '3:87 sources.reference.width:',
    '15:51 artifacts.splat.seed:',
    '16:36 artifacts.scene.reads.from:',
    '18:26 artifacts.voice.system:',
  ]);
});

test('what is deep, long or many is refused quickly, and told in a hundred lines', () => {
  const start = performance.now();
  const deep = '['.repeat(2000);
  for (const text of [deep, `a: ${deep}`, '- '.repeat(2000), '{a: '.repeat(2000)])
    expect(faults(text).join()).toContain('is nested deeper than 64');
  expect(faults('x'.repeat(2_000_000))).toEqual(['1:1 has 2000000 characters, the limit is 1000000']);
  const many = Array.from({ length: 3000 }, (_, index) => `unknown${index}: 1`).join('\n');
  expect(faults(many)).toHaveLength(101);
  expect(faults(many.replaceAll(/unknown\d+/gu, 'same'))).toHaveLength(101);
  expect(performance.now() - start).toBeLessThan(20_000);
});

/** A value with something in it replaced, left out or added, at random. */
const mutated = (value: unknown): fc.Arbitrary<unknown> => {
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('constructor', '__proto__', 'source.x', 'a/b', '', -1, 1e308),
  );
  if (value === null || typeof value !== 'object')
    return fc.oneof({ weight: 12, arbitrary: fc.constant(value) }, odd);
  const entries = Object.entries(value);
  return fc
    .tuple(
      fc.tuple(
        ...entries.map(([key, inner]) =>
          fc.tuple(fc.oneof({ weight: 40, arbitrary: fc.constant(key) }, fc.string()), mutated(inner)),
        ),
      ),
      fc.oneof({ weight: 10, arbitrary: fc.constant(undefined) }, fc.tuple(fc.string(), odd)),
      fc.nat(30),
    )
    .map(([all, more, left]) =>
      Object.fromEntries([
        ...all.filter((_, index) => index !== left),
        ...(more === undefined ? [] : [more]),
      ]),
    );
};

test('whatever a manifest says, it is read or refused with lines and columns', () => {
  let taken = 0;
  fc.assert(
    fc.property(mutated(parse(MANIFEST)), (value) => {
      const told = faults(stringify(value, { aliasDuplicateObjects: false }));
      for (const line of told) expect(line).toMatch(/^(?:\d+:\d+ .|… and \d+ more)/u);
      if (told.length === 0) taken += 1;
    }),
    { numRuns: 120 },
  );
  expect(taken).toBeLessThan(120);
});

test('whatever a text is cut, doubled or filled with, it is read or refused', () => {
  const lines = MANIFEST.split('\n');
  const noise = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('&a', '*a', '!!x', '{', '[', '- ', ': ', '"', "'", '|', '>', '\t', '%', '?'),
  );
  fc.assert(
    fc.property(fc.nat(lines.length), fc.nat(8), noise, fc.nat(30), (at, gone, put, column) => {
      const line = lines[at] ?? '';
      faults(lines.toSpliced(at, gone, `${line.slice(0, column)}${put}${line.slice(column)}`).join('\n'));
    }),
    { numRuns: 120 },
  );
});

test.each([
  ['card', (text: string) => parseCard(text, RepoPath.parse('a.yml')), 'card-invalid'],
  ['episode', (text: string) => parseEpisode(text, RepoPath.parse('a.yml')), 'episode-invalid'],
])('whatever a %s says, it is read or refused with its code', (_, parseIt, code) => {
  const fields = fc.dictionary(
    fc.constantFrom(
      'schema',
      'picture',
      'file',
      'pixels',
      'size',
      'origin',
      'generation',
      'slug',
      'number',
      'title',
      'language',
      'date',
      'narration',
      'ambient',
    ),
    fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('alpha-card/1', 'alpha-episode/1', 'a', '2026-01-01', '../x'),
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fields.map((value) => stringify(value)),
      ),
      (text) => {
        try {
          parseIt(text);
        } catch (error) {
          expect(error).toMatchObject({ code });
        }
      },
    ),
    { numRuns: 100 },
  );
});

test('each episode has its own of what is made per episode, and all of it in reading order', () => {
  const slugs = ['b', 'a'].map((slug) => EpisodeSlug.parse(slug));
  const graph = expandGraph(read(MANIFEST), slugs);
  expect([...graph.keys()]).toEqual(
    'ambient/a ambient/b canon voice/a voice/b clip mesh splat scene video/a video/b'.split(' '),
  );
  const reads = [...graph.values()].find(({ name }) => name === 'video/a')?.reads;
  expect(Object.fromEntries(reads ?? [])).toEqual({
    ambient: { kind: 'artifact', artifact: 'ambient/a' },
    scene: { kind: 'artifact', artifact: 'scene' },
    voice: { kind: 'artifact', artifact: 'voice/a' },
  });
});
