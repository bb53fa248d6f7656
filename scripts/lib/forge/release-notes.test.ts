import { expect, test } from 'vitest';
import { Episode } from '#core/episode.ts';
import type { Cost } from '#core/ledger-record.ts';
import { ArtifactName } from '#core/names.ts';
import { CommitId, oidOf } from '#core/oid.ts';
import { sumCosts } from '#engine/cost/cost.ts';
import type { EpisodeCost } from '#engine/cost/share.ts';
import type { Shipment } from '#engine/episode/check-ship.ts';
import { parseTag } from '#engine/episode/tag.ts';
import { releaseNotes } from './release-notes.ts';

const shipment: Shipment = {
  tag: parseTag('ep/one/v1.2.3'),
  commit: CommitId.parse('a'.repeat(40)),
  words: {
    episode: Episode.parse({
      schema: 'alpha-episode/1',
      slug: 'one',
      number: 1,
      title: 'One',
      language: 'en',
      date: '2026-11-20',
      ambient: 'quiet',
      narration: 'narration.txt',
    }),
    narration: 'She speaks to @owner.',
  },
  files: [],
  preview: false,
  ambientDigest: oidOf('ambient'),
  lineage: [],
};

const share = (name: string, cost: Cost, part: Cost, episodes: number) => ({
  artifact: ArtifactName.parse(name),
  cost,
  part,
  episodes,
});

const [whole, half] = [
  { seconds: 500, gpuSeconds: 500, energyWh: 80, money: { amount: 0.4, currency: 'EUR' } },
  { seconds: 250, gpuSeconds: 250, energyWh: 40, money: { amount: 0.2, currency: 'EUR' } },
];

test('the cost share names the whole build, who carries it, and this part of it, with energy and money', () => {
  const cost: EpisodeCost = {
    shares: [share('scene', whole, half, 2), share('voice/one', half, half, 1)],
    total: sumCosts([half, half]),
    unknown: [ArtifactName.parse('canon')],
  };
  const notes = releaseNotes(shipment, [], cost);
  expect(notes).toContain(
    '| scene | 8 min 20 s on the GPU, 80.0 Wh, 0.40 EUR | 2 episodes | 4 min 10 s on the GPU, 40.0 Wh, 0.20 EUR |',
  );
  expect(notes).toContain('| **together** | | | **8 min 20 s on the GPU, 80.0 Wh, 0.40 EUR** |');
  expect(notes).toContain('Nobody recorded what these cost: canon.');
  expect(notes).not.toMatch(/@owner/u);
});

test('without rates it says time alone, and without a figure nothing', () => {
  const plain = { seconds: 12 };
  const timed = releaseNotes(shipment, [], {
    shares: [share('voice/one', plain, plain, 1)],
    total: sumCosts([plain]),
    unknown: [],
  });
  expect(timed).toContain('| voice/one | 12 s | this episode | 12 s |');
  expect(timed).not.toMatch(/\d Wh|EUR/u);
  const silent = releaseNotes(shipment, [], { shares: [], total: sumCosts([]), unknown: [] });
  expect(silent).not.toContain('What it cost');
});
