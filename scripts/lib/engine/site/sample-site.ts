import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Cost } from '#core/ledger-record.ts';
import { ArtifactName, EpisodeSlug } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import { sumCosts } from '../cost/cost.ts';
import type { Site, SiteFile } from './site.ts';

/** A site of two episodes for the tests; `film` and `voice` are what the files of both hold. */
export async function sampleSite(folder: string, film: Uint8Array, voice: Uint8Array): Promise<Site> {
  await mkdir(folder, { recursive: true });
  const file = async (name: string, bytes: Uint8Array): Promise<SiteFile> => {
    await writeFile(join(folder, name), bytes);
    return { path: join(folder, name), digest: oidOf(bytes) };
  };
  const picture = await sharp('assets/alpha-ref.png').resize(640).webp().toBuffer();
  const poster = await sharp('assets/alpha-ref.png')
    .resize(960, 540, { position: 'attention' })
    .webp()
    .toBuffer();
  const [video, sound, portrait, cover] = [
    await file('video', film),
    await file('voice', voice),
    await file('reference', picture),
    await file('poster', poster),
  ];
  return {
    title: 'Alpha',
    description:
      'Episodes about a character who is made from one picture, each with an account of where its bytes come from.',
    language: 'en',
    address: new URL('https://example.org/alpha/'),
    reference: { name: 'assets/alpha-ref.png', digest: oidOf('reference'), picture: portrait },
    episodes: [
      {
        slug: EpisodeSlug.parse('alpha_d13_episode72'),
        number: 72,
        title: 'Одна картинка',
        language: 'ru',
        date: '2026-11-20',
        narration:
          'Есть одна картинка.\nВсё остальное сделано из неё.\n\nВолосы, лицо, одежда и рост: четыре приметы, по которым её узнают.',
        ambient: 'design studio quiet, soft pencil scratch',
        video,
        voice: sound,
        poster: cover,
        captions: 'WEBVTT\n\n00:00.000 --> 00:01.000\nЕсть одна картинка.\n',
        provenance: [
          row('video/alpha_d13_episode72', 'ffmpeg', ['scene', 'voice/alpha_d13_episode72'], 'LGPL-2.1'),
          row('scene', '4dgaussians', ['mesh'], 'Gaussian-Splatting License, research only'),
          row('voice/alpha_d13_episode72', 'fish-speech', ['assets/ref_alpha.npy'], 'Apache-2.0'),
        ],
        cost: {
          shares: [
            share('scene', 240, 2),
            share('voice/alpha_d13_episode72', 30, 1),
            share('video/alpha_d13_episode72', 12, 1),
          ],
          total: sumCosts([part(120), part(30), part(12)]),
          unknown: [ArtifactName.parse('mesh')],
        },
      },
      {
        slug: EpisodeSlug.parse('alpha_d13_episode73'),
        number: 73,
        title: 'A voice of its own',
        language: 'en',
        date: '2026-11-21',
        narration: 'The voice does not come from the picture.',
        video,
        voice: sound,
        provenance: [],
      },
    ],
  };
}

const row = (artifact: string, system: string, reads: string[], licence: string) => ({
  artifact,
  system,
  backend: 'preview',
  outputs: [{ role: 'file', digest: oidOf(artifact) }],
  reads,
  licence,
});

const part = (seconds: number): Cost => ({
  seconds,
  gpuSeconds: seconds * 0.8,
  energyWh: seconds / 10,
  money: { amount: seconds / 1000, currency: 'EUR' },
});

const share = (artifact: string, seconds: number, episodes: number) => ({
  artifact: ArtifactName.parse(artifact),
  cost: part(seconds),
  episodes,
  part: part(seconds / episodes),
});
