import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '#core/errors.ts';
import { expandGraph } from '#core/graph.ts';
import { contentKey } from '#core/key.ts';
import type { Lock, LockLine } from '#core/lock.ts';
import { Manifest } from '#core/manifest.ts';
import { ArtifactName } from '#core/names.ts';
import type { BackendName } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import { RepoPath } from '#core/repo-path.ts';
import { conditionsOf, licenceFaults, licenceNotices } from './licence.ts';
import { parseOwner } from './owner.ts';
import type { Owner } from './owner.ts';
import { excludedFor } from './regions.ts';

const tencent = { name: 'Tencent Community License', excludedRegions: ['EU', 'GB', 'KR'] };
const manifest = Manifest.parse({
  schema: 'alpha/1',
  sources: {},
  episodes: 'episodes',
  systems: {
    hunyuan: { backend: 'upstream', licence: tencent },
    gaussians: { backend: 'upstream', licence: { name: 'Inria', nonCommercial: true } },
    sharp: {
      backend: 'upstream',
      licence: { name: 'Apple Research', researchOnly: true, nonCommercial: true },
    },
    ffmpeg: { backend: 'preview' },
  },
  artifacts: {
    mesh: { system: 'hunyuan', reads: {}, ships: 'yes' },
    scene: { system: 'gaussians', reads: { mesh: 'mesh' }, ships: 'yes' },
    splat: { system: 'sharp', reads: {}, ships: 'yes' },
    video: { system: 'ffmpeg', reads: { scene: 'scene' }, ships: 'yes' },
  },
});
const graph = expandGraph(manifest, []);
const name = (text: string) => ArtifactName.parse(text);
const owner = (region: string, use: Owner['use']): Owner => ({ schema: 'alpha-owner/1', region, use });
const lockOf = (backends: Readonly<Record<string, BackendName>>): Lock =>
  new Map(
    Object.entries(backends).map(([word, backend]): [ArtifactName, LockLine] => {
      const recipe = { system: 'x', backend, version: '1', pins: {}, params: {}, seed: 0, inputs: {} };
      const output = {
        role: 'a',
        file: RepoPath.parse('a'),
        medium: 'mesh' as const,
        digest: oidOf('a'),
        size: 1,
      };
      return [
        name(word),
        {
          name: name(word),
          key: contentKey(recipe),
          recipe,
          outputs: [output],
          preview: null,
          reference: null,
        },
      ];
    }),
  );
const none: Lock = new Map();
const kinds = (lock: Lock, who: Owner | undefined, ...artifacts: string[]) =>
  licenceFaults(graph, lock, who, artifacts.map(name)).map(
    ({ artifact, because, kind }) => `${artifact} < ${because}: ${kind}`,
  );

test('a region without a licence forbids the model, and all that descends from it', () => {
  expect(kinds(none, owner('DE', 'research'), 'video')).toEqual(['video < mesh: region']);
  expect(kinds(none, owner('GB', 'personal'), 'mesh')).toEqual(['mesh < mesh: region']);
  expect(kinds(none, owner('US', 'personal'), 'video', 'mesh')).toEqual([]);
});

test('commercial use is forbidden where outputs are non-commercial, personal use where they are for research', () => {
  expect(kinds(none, owner('US', 'commercial'), 'scene', 'splat')).toEqual([
    'scene < scene: commercial',
    'splat < splat: research',
  ]);
  expect(kinds(none, owner('US', 'personal'), 'scene', 'splat')).toEqual(['splat < splat: research']);
  expect(kinds(none, owner('US', 'research'), 'scene', 'splat')).toEqual([]);
});

test('what a preview made is bound by no model’s licence, whatever the manifest says now', () => {
  expect(kinds(lockOf({ mesh: 'preview' }), owner('DE', 'commercial'), 'mesh')).toEqual([]);
  expect(kinds(lockOf({ mesh: 'preview', scene: 'upstream' }), owner('DE', 'commercial'), 'video')).toEqual([
    'video < scene: commercial',
  ]);
});

test('without an owner, conditions are faults and their absence is none', () => {
  expect(kinds(none, undefined, 'mesh', 'splat')).toEqual([
    'mesh < mesh: unstated',
    'splat < splat: unstated',
  ]);
  expect(kinds(lockOf({ mesh: 'preview' }), undefined, 'mesh')).toEqual([]);
});

const sentences = (who: Owner | undefined) =>
  licenceFaults(graph, none, who, [name('video')]).map(({ sentence }) => sentence);

test('a fault names licence, artifact and owner', () => {
  expect(sentences(owner('KR', 'personal'))).toContain(
    'video descends from mesh, made by hunyuan: the Tencent Community License gives no licence in KR, and the owner is in KR',
  );
  expect(sentences(owner('FR', 'personal')).join()).toContain(
    'gives no licence in EU, and the owner is in FR',
  );
  expect(sentences(undefined).join()).toContain('stated neither region nor use');
  expect(sentences(owner('US', 'personal'))).toEqual([]);
});

test('notices tell each licence once, with its conditions and who carries it', () => {
  expect(licenceNotices(graph, none, [name('video'), name('mesh')])).toEqual([
    {
      licence: 'Inria',
      systems: ['gaussians'],
      conditions: ['non-commercial'],
      note: undefined,
      artifacts: ['video'],
    },
    {
      licence: 'Tencent Community License',
      systems: ['hunyuan'],
      conditions: ['no licence in EU, GB, KR'],
      note: undefined,
      artifacts: ['mesh', 'video'],
    },
  ]);
});

test('the European Union has 27 members, and the older codes of two countries are known', () => {
  const countries = Array.from({ length: 26 * 26 }, (_, at) =>
    String.fromCharCode(65 + Math.floor(at / 26), 65 + (at % 26)),
  );
  expect(
    countries.filter(
      (country) => excludedFor(country, ['EU']) !== undefined && country !== 'EU' && country !== 'EL',
    ),
  ).toHaveLength(27);
  expect(excludedFor('UK', ['GB'])).toBe('GB');
  expect(excludedFor('GB', ['UK'])).toBe('UK');
  expect(excludedFor('EL', ['EU'])).toBe('EU');
  expect(excludedFor('CH', ['EU', 'GB'])).toBeUndefined();
});

test('an owner’s file says everything that is wrong with it at once', () => {
  const text =
    'schema: alpha-owner/1\nregion: Germany\nuse: fun\nrates: { currency: euro, pricePerKwh: -1 }\nshoes: 43\n';
  expect(() => parseOwner(text)).toThrow(
    /assets\/owner\.yml:2:\d+ region[\s\S]*use[\s\S]*currency[\s\S]*pricePerKwh[\s\S]*shoes/u,
  );
});

test('no text whatever makes the reading of an owner’s file do anything but take or refuse', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      try {
        parseOwner(text);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
  );
});

test('an owner is forbidden nothing more by asking for less', () => {
  const uses = ['research', 'personal', 'commercial'] as const;
  const all = ['mesh', 'scene', 'splat', 'video'];
  fc.assert(
    fc.property(fc.constantFrom('US', 'DE', 'KR', 'GB'), fc.subarray(all), (region, artifacts) => {
      const counts = uses.map((use) => kinds(none, owner(region, use), ...artifacts).length);
      expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    }),
  );
});

test('conditions stand with the strictest first', () => {
  expect(
    conditionsOf({ name: 'x', researchOnly: true, nonCommercial: true, excludedRegions: ['KR'] }),
  ).toEqual(['research only', 'non-commercial', 'no licence in KR']);
});
