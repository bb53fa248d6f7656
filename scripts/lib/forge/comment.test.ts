import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IdentityReport } from '#core/identity.ts';
import { Output } from '#core/lock.ts';
import { ArtifactName } from '#core/names.ts';
import { CommitId, oidOf } from '#core/oid.ts';
import type { Panel, Verdict } from '#core/verdict.ts';
import { COMMENT_MARKER, COMMENT_MAX_CHARACTERS, commentMarkdown } from './comment.ts';
import type { CommentModel, TouchedArtifact } from './comment-model.ts';
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

const verdict = (
  name: ArtifactName,
  visibility = 0.4,
  finding = 'hair turned by 58°',
  label = 'pixels changed',
): Verdict => ({
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
        measures: [{ metric: 'changed-pixels/pixelmatch@7.2', label, value: 0.1234, unit: 'share' }],
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
    cost: { seconds: 1.8 },
    backend: 'preview',
    terms: '',
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
  licences: [],
  faults: [],
  preview: true,
  gates: [],
  lockBranch: undefined,
  ...more,
});

const table = (text: string) =>
  text.slice(text.indexOf('### What moved'), text.indexOf('### Is this still Alpha?'));

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

test('an identity that moved is said where the artifact is shown, with figure and limit', () => {
  const text = commentMarkdown(model());
  const identityRows = text.slice(text.indexOf('### Is this still Alpha?'));
  expect(table(text)).toContain('identity moved');
  expect(identityRows).toContain('| **stills** | **fail** 21.5 ΔE00');
});

test('an artifact that failed is said first, and that the lock was not committed', () => {
  const text = commentMarkdown(
    model({
      lockCommit: undefined,
      touched: [touched('mesh', { failure: 'out of memory', verdict: undefined }), touched('splat')],
    }),
  );
  expect(text).toContain('## 1 artifact could not be built');
  expect(text).toContain('> - **mesh** failed: out of memory');
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
  const many = Array.from({ length: 700 }, (_, index) => {
    const name = `still-${index}`;
    return touched(name, {
      identity: identity('look'),
      verdict: verdict(ArtifactName.parse(name), 0.4, `moved ${index}`, `figure ${index}`),
    });
  });
  const text = commentMarkdown(model({ touched: many }));
  expect(text.length).toBeLessThanOrEqual(COMMENT_MAX_CHARACTERS);
  expect(text).toMatch(/\*\*\d+ more\*\* artifacts are in \[the report\]/u);
  const endless = touched('mesh', { because: 'x'.repeat(70_000) });
  expect(commentMarkdown(model({ touched: [endless] })).length).toBeLessThanOrEqual(COMMENT_MAX_CHARACTERS);
});

const forty = (): TouchedArtifact => {
  const one = touched('stills');
  const files = Array.from({ length: 40 }, (_, index) => {
    const [file] = verdict(ArtifactName.parse(`still-${index}`), 0.3 + (index % 7) / 100).files;
    return file === undefined ? [] : [{ ...file, role: `still-${index}` }];
  });
  return { ...one, verdict: { ...verdict(one.name), files: files.flat() } };
};

test('the same change in forty pictures is one line with forty members', () => {
  const moved = table(commentMarkdown(model({ touched: [forty()] })));
  expect(moved).toContain('stills · 40 files');
  expect(moved).toContain('39 others changed alike.');
  expect(moved.match(/<img /gu)).toHaveLength(3);
});

test('what a person would see most stands first, whatever the order in which it was told', () => {
  const shares = { splat: 0.02, mesh: 0.5, clip: 0.98 } as const;
  const list = Object.entries(shares).map(([name, share]) =>
    touched(name, {
      verdict: verdict(ArtifactName.parse(name), share, `${name} moved`, `figure of ${name}`),
    }),
  );
  const moved = table(commentMarkdown(model({ touched: list })));
  const places = ['clip moved', 'mesh moved', 'splat moved'].map((words) => moved.indexOf(words));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(Math.min(...places)).toBeGreaterThan(0);
});

test('all pictures together stay below 1.5 MB, and the most visible change keeps its own', () => {
  const heavy = Array.from({ length: 12 }, (_, index) => {
    const name = ArtifactName.parse(`still-${index}`);
    const one = verdict(name, 1 - index / 20, `moved ${index}`, `figure ${index}`);
    const files = one.files.map((file) => ({
      ...file,
      verdict: { ...file.verdict, panels: file.verdict.panels.map((each) => ({ ...each, bytes: 100_000 })) },
    }));
    return touched(name, { verdict: { ...one, files } });
  });
  const bytes = new Map(
    heavy
      .flatMap(({ verdict: of }) => of?.files ?? [])
      .flatMap((file) => file.verdict.panels)
      .map((each) => [each.file, each.bytes]),
  );
  const shown = [
    ...commentMarkdown(model({ touched: heavy })).matchAll(/<img src="[^"]*\/([^/"?]+)\?raw=true"/gu),
  ].map(([, file = '']) => file);
  expect(shown).toContain('still-0-before.webp');
  const sum = shown.reduce((total, file) => total + (bytes.get(file) ?? 0), 0);
  expect(sum).toBeGreaterThan(1_000_000);
  expect(sum).toBeLessThan(1_500_000);
});

test('a blinking picture is shown beside the others', () => {
  const name = ArtifactName.parse('stills');
  const one = verdict(name);
  const files = one.files.map((file) => ({
    ...file,
    verdict: { ...file.verdict, panels: [...file.verdict.panels, panel('blink', name)] },
  }));
  const moved = table(
    commentMarkdown(model({ touched: [touched('stills', { verdict: { ...one, files } })] })),
  );
  expect(moved).toContain('stills-blink.webp');
  expect(moved).toContain('colspan="4"');
});

test('time on the card, energy and money are said where they are known, and seconds where they are not', () => {
  const cost = { seconds: 250, gpuSeconds: 250, energyWh: 43.1, money: { amount: 0.02, currency: 'EUR' } };
  const known = commentMarkdown(
    model({ touched: [touched('mesh', { cost })], rebuilt: [ArtifactName.parse('mesh')] }),
  );
  expect(known.match(/4 min 10 s on the GPU, 43\.1 Wh, 0\.020 EUR/gu)).toHaveLength(2);
  const unknown = commentMarkdown(
    model({ touched: [touched('mesh')], rebuilt: [ArtifactName.parse('mesh')] }),
  );
  expect(unknown).toContain('built in 1.8 s');
});

test('licences that go with it are named, and what they forbid is a warning', () => {
  const text = commentMarkdown(
    model({
      licences: [
        {
          licence: 'Community License',
          conditions: ['no licence in EU'],
          artifacts: [ArtifactName.parse('mesh')],
        },
      ],
      faults: ['mesh was made by hunyuan3d: no licence in EU, and the owner is in DE'],
    }),
  );
  expect(text).toContain('> [!WARNING]\n> It cannot ship as it is:\n> - mesh was made by hunyuan3d');
  expect(text).toContain('- Community License (no licence in EU): `mesh`');
});

test('no text of a pull request becomes markup, a mention or a link to an issue', () => {
  const nasty = '</td></table><img src=x onerror=alert(1)> @owner #1 [x](https://e.example) | `';
  const text = commentMarkdown(
    model({
      touched: [
        touched('mesh', { because: nasty, verdict: verdict(ArtifactName.parse('mesh'), 0.4, nasty) }),
      ],
    }),
  );
  expect(text).not.toContain('<img src=x');
  expect(text).not.toContain('</td></table><');
  expect(text).not.toMatch(/@owner|(?<!&)#1|\]\(https:\/\/e/u);
});

test('I25: the comment is a function of what it says, not of the order in which it was told', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(['mesh', 'stills', 'splat', 'clip'], { minLength: 4 }), (names) => {
      const visibility = { mesh: 0.1, stills: 0.2, splat: 0.2, clip: 0.4 };
      const list = names.map((name) =>
        touched(name, {
          verdict: verdict(
            ArtifactName.parse(name),
            Object.entries(visibility).find(([key]) => key === name)?.[1] ?? 0,
          ),
        }),
      );
      expect(commentMarkdown(model({ touched: list }))).toBe(
        commentMarkdown(model({ touched: list.toReversed() })),
      );
    }),
  );
});

test.for([
  ['@owner', '&#64;&#8203;owner'],
  ['a|b', 'a&#124;b'],
  ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert&#40;1&#41;&gt;'],
  ['[x](javascript:alert(1))', '&#91;x&#93;&#40;javascript&#58;alert&#40;1&#41;&#41;'],
  ['#1 and GH', '&#35;&#8203;1 and GH'],
  ['two\nlines `code`', 'two lines &#96;code&#96;'],
  ['www.example.com', 'www&#46;example.com'],
])('%s in a name stays text', ([given = '', expected]) => {
  expect(escapeMarkdown(given)).toBe(expected);
});

test('a closed gate is told where the merge is, and a fork’s lock with where it lies', () => {
  expect(commentMarkdown(model())).toContain('**On merge** these very bytes are published');
  const fork = commentMarkdown(model({ lockBranch: 'alpha-lock/pr-5' }));
  expect(fork).toContain(
    'on the branch `alpha-lock/pr-5` of this repository and **not yet in this pull request**',
  );
});
