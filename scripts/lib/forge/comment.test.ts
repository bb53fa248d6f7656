import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IdentityReport } from '#core/identity.ts';
import { Output } from '#core/lock.ts';
import { ArtifactName } from '#core/names.ts';
import { CommitId, oidOf } from '#core/oid.ts';
import type { Panel, Verdict } from '#core/verdict.ts';
import { COMMENT_MARKER, COMMENT_MAX_CHARACTERS, commentMarkdown } from './comment.ts';
import type { CommentModel, TouchedArtifact } from './comment.ts';
import { escapeMarkdown } from './markdown.ts';

const commit = (digit: string) => CommitId.parse(digit.repeat(40));

const panel = (role: Panel['role'], of: string): Panel => ({
  role,
  file: `${of}-${role}.webp`,
  type: 'image/webp',
  width: 512,
  height: 512,
  bytes: 9000,
  digest: oidOf(`${of} ${role}`),
  alt: `${of}, ${role}: "hair" turned <blue>`,
});

const verdict = (name: ArtifactName, visibility = 0.4, finding = 'hair turned by 58°'): Verdict => ({
  artifact: name,
  visibility,
  finding,
  files: [
    {
      role: 'picture',
      before: oidOf(`${name} before`),
      after: oidOf(`${name} after`),
      verdict: {
        kind: 'changed',
        medium: 'picture',
        finding,
        visibility,
        measures: [
          { metric: 'changed-pixels/pixelmatch@7.2', label: 'pixels changed', value: 0.1234, unit: 'share' },
        ],
        panels: [panel('before', name), panel('after', name), panel('difference', name)],
      },
    },
  ],
});

const identity = (answer: IdentityReport['answer']): IdentityReport => ({
  method: 'test 1',
  answer,
  axes: [{ axis: 'hair-colour', value: 21.5, unit: 'ΔE00', limit: 4, answer, note: 'hue turned by 58°' }],
});

const touched = (word: string, more: Partial<TouchedArtifact> = {}): TouchedArtifact => {
  const name = ArtifactName.parse(word);
  return {
    name,
    because: 'it reads canon, which was rebuilt',
    took: '1.8 s',
    backend: 'preview',
    licence: '',
    outputs: [
      Output.parse({
        role: 'picture',
        file: 'a.png',
        medium: 'picture',
        digest: oidOf(`${name} after`),
        size: 12_345,
      }),
    ],
    verdict: verdict(name),
    identity: undefined,
    failure: undefined,
    ...more,
  };
};

const model = (more: Partial<CommentModel> = {}): CommentModel => ({
  panelUrl: ({ file }) => `https://forge.example/o/r/blob/${commit('a')}/${file}?raw=true`,
  head: commit('b'),
  lockCommit: commit('c'),
  touched: [touched('mesh'), touched('stills', { identity: identity('fail') })],
  untouched: [ArtifactName.parse('voice/one')],
  rebuilt: [ArtifactName.parse('mesh'), ArtifactName.parse('stills')],
  nothingBecause: undefined,
  graph: [
    { name: 'reference', reads: [], state: 'changed-source' },
    { name: 'mesh', reads: ['reference'], state: 'touched' },
  ],
  reference: undefined,
  reportUrl: 'https://forge.example/o/r/actions/runs/1',
  cost: '12 s on a CPU',
  preview: true,
  gates: [],
  ...more,
});

test('a comment names what moved, why, and every digest that an approval approves', () => {
  const text = commentMarkdown(model());
  expect(text.startsWith(COMMENT_MARKER)).toBe(true);
  expect(text).toContain('## 2 artifacts rebuilt · identity moved');
  expect(text).toContain('it reads canon, which was rebuilt');
  expect(text).toContain(`sha256:${oidOf('mesh after')}`);
  expect(text).toContain('Untouched: `voice/one`');
  expect(text).toContain('src="https://forge.example/o/r/blob/');
  expect(text).toContain('12.3 %');
});

test('the artifact that needs a look most stands first', () => {
  const text = commentMarkdown(model());
  const table = text.slice(text.indexOf('### What moved'));
  expect(table.indexOf('**stills**')).toBeLessThan(table.indexOf('**mesh**'));
});

test('an artifact that failed is said first, and that the lock was not committed', () => {
  const text = commentMarkdown(
    model({
      lockCommit: undefined,
      touched: [touched('mesh', { failure: 'out of memory', verdict: undefined }), touched('splat')],
    }),
  );
  expect(text).toContain('## 1 artifact could not be built');
  expect(text).toContain('**failed:** out of memory');
  expect(text).toContain('The lock was **not** committed');
});

test('a push that rebuilds nothing says why', () => {
  const text = commentMarkdown(
    model({ rebuilt: [], nothingBecause: 'assets/alpha-ref.png was re-encoded, and every pixel is equal' }),
  );
  expect(text).toContain(
    '**Nothing was rebuilt:** assets/alpha-ref.png was re-encoded, and every pixel is equal.',
  );
});

test('any number of artifacts fits into the limit, and what is left out is named with a link', () => {
  const many = Array.from({ length: 700 }, (_, index) =>
    touched(`still-${index}`, { identity: identity('look') }),
  );
  const text = commentMarkdown(model({ touched: many }));
  expect(text.length).toBeLessThanOrEqual(COMMENT_MAX_CHARACTERS);
  expect(text).toMatch(/\*\*\d+ more\*\* artifacts are in \[the report\]/u);
  const endless = touched('mesh', { because: 'x'.repeat(70_000) });
  expect(commentMarkdown(model({ touched: [endless] })).length).toBeLessThanOrEqual(COMMENT_MAX_CHARACTERS);
});

const table = (text: string) =>
  text.slice(text.indexOf('### What moved'), text.indexOf('<summary><b>Digests'));

test('the comment is a function of what it says, not of the order in which it was told', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(['mesh', 'stills', 'splat', 'clip'], { minLength: 4 }), (names) => {
      const visibility = { mesh: 0.1, stills: 0.2, splat: 0.3, clip: 0.4 };
      const list = names.map((name) =>
        touched(name, {
          verdict: verdict(
            ArtifactName.parse(name),
            Object.entries(visibility).find(([key]) => key === name)?.[1] ?? 0,
          ),
        }),
      );
      expect(table(commentMarkdown(model({ touched: list })))).toBe(
        table(commentMarkdown(model({ touched: list.toReversed() }))),
      );
    }),
  );
});

test.for([
  ['@owner', '&#64;owner'],
  ['a|b', 'a&#124;b'],
  ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert&#40;1&#41;&gt;'],
  ['[x](javascript:alert(1))', '&#91;x&#93;&#40;javascript&#58;alert&#40;1&#41;&#41;'],
  ['#1 and GH', '&#35;1 and GH'],
  ['two\nlines `code`', 'two lines &#96;code&#96;'],
  ['www.example.com', 'www&#46;example.com'],
])('%s in a name stays text', ([given = '', expected]) => {
  expect(escapeMarkdown(given)).toBe(expected);
});
