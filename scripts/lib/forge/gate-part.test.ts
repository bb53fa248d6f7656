import { expect, test } from 'vitest';
import type { IdentityReport } from '#core/identity.ts';
import { LockLine } from '#core/lock.ts';
import { contentKey, Recipe } from '#core/key.ts';
import { ArtifactName, EpisodeSlug } from '#core/names.ts';
import { CommitId, oidOf } from '#core/oid.ts';
import type { Gate, GateState, Holds } from '#engine/episode/gate.ts';
import { gatePart, gateVerdict, withGatePart } from './gate-part.ts';

const recipe = Recipe.parse({
  system: 'weave',
  backend: 'preview',
  version: '1',
  pins: {},
  params: {},
  seed: 1,
  inputs: {},
});
const PUBLIC: Holds = { publishing: true, episodes: [] };
const state = (word: string, gate: Gate, holds = PUBLIC): GateState => {
  const artifact = ArtifactName.parse(word);
  const output = { role: 'picture', file: 'a.png', medium: 'picture', digest: oidOf(word), size: 1 };
  const line = {
    name: word,
    key: contentKey(recipe),
    recipe,
    outputs: [output],
    preview: null,
    reference: null,
  };
  return { artifact, line: LockLine.parse(line), gate, holds };
};
const report = (answer: 'pass' | 'fail' | 'not-measured', note = 'hue turned by 58°'): IdentityReport => ({
  method: 'test 1',
  answer: answer === 'not-measured' ? 'look' : answer,
  axes: [{ axis: 'hair-colour', value: 21.456, unit: 'ΔE00', limit: 4, answer, note }],
});
const failed = (word: string, note?: string, holds = PUBLIC) => {
  const found = report('fail', note);
  return state(word, { kind: 'failed', report: found, failed: found.axes }, holds);
};
const word = { by: 'owner', reason: 'meant so', commit: CommitId.parse('c'.repeat(40)) };
const accepted = state('mesh', { kind: 'accepted', report: report('fail'), words: [word] });
const open = state('mesh', { kind: 'open', report: report('pass') });

test('with every gate open, the very bytes are published on merge', () => {
  expect(gatePart([open])).toContain('**On merge** these very bytes are published; nothing is built again.');
  expect(gatePart([])).toContain('**On merge** these very bytes are published');
});

test('a closed gate is told with its artifact, measure, figure and limit, and how it is accepted', () => {
  const text = gatePart([open, failed('talk/one')]);
  expect(text).toContain('**On merge nothing is published**');
  expect(text).toContain('talk/one is no longer her by hair colour 21.5 ΔE00 &#40;limit 4&#41;');
  expect(text).toContain('`/alpha accept talk/one <reason>`');
  expect(text).not.toContain('these very bytes are published');
});

test('a closed gate that holds only a release up, or nothing, is told as just that', () => {
  const talk = failed('talk/one', undefined, { publishing: false, episodes: [EpisodeSlug.parse('one')] });
  const text = gatePart([talk, failed('clip', undefined, { publishing: false, episodes: [] })]);
  expect(text).toContain('**On merge** these very bytes are published');
  expect(text).toMatch(
    /\*\*Not shipped\*\* until open[^]*- one: talk\/one is no longer her[^]*`\/alpha accept talk\/one/u,
  );
  expect(text).toMatch(/holds nothing up, for it never ships:\n\n- clip is no longer her/u);
  expect(gateVerdict([talk], 'x').conclusion).toBe('success');
});

test('an accepted gate is told with who and why; a face that could not be measured is told as a look', () => {
  expect(gatePart([accepted])).toContain('✓ mesh was accepted by owner&#58; meant so');
  const blind = state('splat', { kind: 'open', report: report('not-measured') });
  expect(gatePart([blind])).toContain('Not measured, which is a look and no pass: splat hair colour.');
});

test('a word replaces what happens on merge and nothing else, within the limit of a comment', () => {
  const body = `before\n\n${gatePart([failed('mesh')])}\n\nafter\n`;
  const opened = withGatePart(body, [accepted], 65_536);
  expect(opened).toBe(`before\n\n${gatePart([accepted])}\n\nafter\n`);
  expect(withGatePart('a comment of another time', [accepted], 65_536)).toBe('a comment of another time');
  const many = Array.from({ length: 12 }, (_, at) => failed(`still-${at}`, '|'.repeat(500)));
  const tight = withGatePart(body, many, 4000);
  expect(tight.length).toBeLessThanOrEqual(4000);
  expect(tight).toContain('12 more');
});

test('text of a report stays text in the comment', () => {
  expect(gatePart([failed('mesh', '<img src=x> @owner | `x`\n\n# title')])).not.toMatch(
    /<img|@owner|\n# title/u,
  );
});

test('the check tells of closed gates and still lets a merge through', () => {
  expect(gateVerdict([open, accepted], '3 rebuilt')).toEqual({ conclusion: 'success', title: '3 rebuilt' });
  expect(gateVerdict([failed('mesh')], '3 rebuilt')).toEqual({
    conclusion: 'neutral',
    title: '3 rebuilt; 1 gate holds publishing up',
  });
});
