import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EpisodeSlug } from '#core/names.ts';
import type { CommitId } from '#core/oid.ts';
import { RepoPath } from '#core/repo-path.ts';
import type { Ledger } from '../ledger/chain.ts';
import type { Snapshot } from '../repository/snapshot.ts';
import { buildSite } from '../site/build-site.ts';
import type { SiteEpisode, SiteReference } from '../site/site.ts';
import type { Store } from '../store/store.ts';
import type { SiteFile, SiteSet } from '../targets/target.ts';
import { episodeFiles } from './files.ts';
import { costOfEpisode } from './episode-cost.ts';
import { provenanceOf } from './provenance.ts';

export interface SiteOptions {
  readonly snapshot: Snapshot;
  readonly commit: CommitId;
  readonly ledger: Ledger;
  readonly store: Store;
  /** Where the site will lie: feeds need whole addresses. */
  readonly address: URL;
  /** A folder of this call alone. */
  readonly scratch: string;
}

/**
 * Everything that readers see, as it follows from one commit's lock: pages are written for it, media are the stored bytes by
 * their reviewed digest. An episode stands on it once its video and its voice are locked.
 */
export async function siteSet({
  snapshot,
  commit,
  ledger,
  store,
  address,
  scratch,
}: SiteOptions): Promise<SiteSet> {
  const episodes: SiteEpisode[] = [];
  const stored = new Map<string, SiteFile>();
  for (const [slug, { episode, narration }] of snapshot.episodes) {
    const media = await fetchMedia(snapshot, slug, store, scratch, stored);
    if (media === undefined) continue;
    const { number, title, language, date, ambient } = episode;
    episodes.push({
      slug,
      number,
      title,
      language,
      date,
      narration,
      ambient,
      ...media,
      provenance: provenanceOf(snapshot, slug),
      cost: costOfEpisode(snapshot, ledger, slug),
    });
  }
  const outDir = join(scratch, 'site');
  await mkdir(outDir, { recursive: true });
  const built = await buildSite(
    {
      title: 'Alpha',
      description: 'Episodes with Alpha, each traced back to one picture.',
      language: 'en',
      address,
      reference: await referenceOf(snapshot, store, scratch),
      episodes,
    },
    outDir,
  );
  const files = new Map<RepoPath, SiteFile>();
  for (const { path } of built)
    files.set(
      RepoPath.parse(path),
      stored.get(path) ?? { kind: 'page', bytes: await readFile(join(outDir, path)) },
    );
  // Pages' own builder would leave out what begins with an underscore.
  files.set(RepoPath.parse('.nojekyll'), { kind: 'page', bytes: Buffer.alloc(0) });
  return { commit, lock: snapshot.lockOid, files };
}

type Media = Pick<SiteEpisode, 'video' | 'voice'>;

async function fetchMedia(
  { graph, lock }: Snapshot,
  slug: EpisodeSlug,
  store: Store,
  scratch: string,
  stored: Map<string, SiteFile>,
): Promise<Media | undefined> {
  const found = new Map<string, { path: string; digest: SiteEpisode['video']['digest'] }>();
  for (const { site, output } of episodeFiles(graph, lock, slug)) {
    if (site === undefined) continue;
    const path = join(scratch, output.digest);
    await store.get(output, path);
    stored.set(site, { kind: 'stored', digest: output.digest, size: output.size });
    found.set(site.split('/')[0] ?? '', { path, digest: output.digest });
  }
  const [video, voice] = [found.get('video'), found.get('static')];
  return video === undefined || voice === undefined ? undefined : { video, voice };
}

/** The picture in its normal form, as `canon` made it. */
async function referenceOf(
  { manifest, lock }: Snapshot,
  store: Store,
  scratch: string,
): Promise<SiteReference | undefined> {
  const source = Object.values(manifest.sources).find(({ kind }) => kind === 'picture');
  const canon = [...lock.values()].find(({ recipe }) => recipe.system === 'canon')?.outputs[0];
  if (source === undefined || canon === undefined) return undefined;
  const path = join(scratch, canon.digest);
  await store.get(canon, path);
  return { name: source.path, digest: canon.digest, picture: { path, digest: canon.digest } };
}
