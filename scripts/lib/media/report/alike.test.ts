import { expect, test } from 'vitest';
import type { FileVerdict } from '#core/verdict.ts';
import { ArtifactName } from '#core/names.ts';
import { alikeFiles, alikeLine } from './alike.ts';
import type { CardView } from './gather.ts';

const turned = (hue: number, visibility: number): FileVerdict => ({
  kind: 'changed',
  medium: 'picture',
  finding: 'The hue turned.',
  visibility,
  measures: [{ metric: 'hue-turn@1', label: 'hue turned by', value: hue, unit: '°' }],
  panels: [],
});

const card = (name: string, files: Readonly<Record<string, FileVerdict>>): CardView => ({
  artifact: {
    name,
    cause: '',
    verdict: { artifact: ArtifactName.parse(name), visibility: 1, finding: '', files: [] },
    files: [],
  },
  files: Object.entries(files).map(([role, verdict]) => ({
    role,
    medium: verdict.medium,
    verdict,
    digests: { before: null, after: null },
    viewer: 'none',
    before: null,
    after: null,
    sheets: [],
    words: null,
  })),
});

test('the file that shows a change most plainly names the others, and they name it', () => {
  const cards = [
    card('stills', { one: turned(40, 0.6), two: turned(41, 0.8), three: turned(-40, 0.9) }),
    card('canon', { picture: turned(40, 0.7) }),
    card('talk/first', { talk: turned(40, 0.5) }),
    card('talk/second', { talk: turned(42, 0.4) }),
  ];
  const alike = alikeFiles(cards);
  expect([...alike.keys()].toSorted()).toEqual(['a0f0', 'a0f1', 'a2f0', 'a3f0']);
  const line = (id: string) =>
    alikeLine(alike.get(id))
      ?.text.replaceAll(/<\/?(?:bdi|p)[^>]*>|\s+/gu, ' ')
      .trim();
  expect(line('a0f1')).toMatch(/^One other changed alike: <a href="#a0f0"> stills · one/u);
  expect(line('a0f0')).toMatch(/^Changed like <a href="#a0f1"> stills · two/u);
  expect(line('a3f0')).toMatch(/^Changed like <a href="#a2f0"> talk\/first/u);
  expect(alikeLine(alike.get('a1f0'))).toBeNull();
});

test('of many that changed alike the first are named and the others counted', () => {
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`s${i}`, turned(40, 0.5)]));
  const alike = alikeFiles([card('stills', files)]);
  expect(alikeLine(alike.get('a0f0'))?.text).toMatch(/39 others[\s\S]* and 31 more\./u);
});
