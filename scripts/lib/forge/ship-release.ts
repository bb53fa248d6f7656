import { mkdtemp, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { UserError } from '#core/errors.ts';
import { oidOf } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import { checkShip } from '#engine/episode/check-ship.ts';
import type { Shipment } from '#engine/episode/check-ship.ts';
import { costOfEpisode } from '#engine/episode/episode-cost.ts';
import { provenanceOf } from '#engine/episode/provenance.ts';
import { releaseManifest } from '#engine/episode/release-manifest.ts';
import { parseTag } from '#engine/episode/tag.ts';
import { appendToLedger, readLedger } from '#engine/ledger/ledger.ts';
import { entriesOf } from '#engine/ledger/queries.ts';
import { readOwner } from '#engine/licence/read-owner.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { remoteBranch } from '#engine/repository/branch.ts';
import { commitOf, isAncestor } from '#engine/repository/history.ts';
import { lfsReader } from '#engine/repository/lfs-objects.ts';
import { lfsRemote } from '#engine/repository/lfs-remote.ts';
import { readSnapshot } from '#engine/repository/snapshot.ts';
import { writeDurably } from '#engine/store/durable-file.ts';
import { lfsStore } from '#engine/store/lfs.ts';
import type { StepContext } from './action.ts';
import { ACTIONS_BOT } from './bot.ts';
import { gitAccess } from './git-access.ts';
import { openGitHub } from './github.ts';
import { MAX_ARTIFACT_BYTES, MAX_SOURCE_BYTES } from './limits.ts';
import { putRelease } from './release.ts';
import type { Asset } from './release.ts';
import { releaseNotes } from './release-notes.ts';

export interface ShipRelease {
  readonly context: StepContext;
  readonly token: string;
  readonly now: () => Date;
}

const TYPES: Readonly<Record<string, string>> = {
  '.mp4': 'video/mp4',
  '.wav': 'audio/wav',
  '.json': 'application/json',
};
const MAIN = 'main';

/**
 * Ships the episode that a tag names, from the bytes that were reviewed: draft, upload, compare, publish (see `putRelease`). It
 * has nothing that could build (I7). Run again after a kill, it takes up where it stopped.
 *
 * @throws {UserError} `ship-refused` with every reason at once; `tag-invalid`
 */
export async function shipRelease({
  context,
  token,
  now,
}: ShipRelease): Promise<{ url: string; published: boolean; shipment: Shipment }> {
  const root = context.workspace;
  const tag = parseTag(context.ref.replace(/^refs\/tags\//u, ''));
  await using _access = await gitAccess({ serverUrl: context.serverUrl, token, temp: context.temp });
  const remote = await lfsRemote(root, 'origin', token);
  const bytesOf = await lfsReader(root, { remote, maxBytes: MAX_SOURCE_BYTES });
  const commit = await commitOf(root, tag.tag);
  const main = await remoteBranch(root, 'origin', MAIN);
  if (main === undefined)
    throw new UserError('no-main', `the remote has no branch ${MAIN}`, {
      hint: `Episodes are shipped from ${MAIN}: push it first.`,
    });
  const options = { catalog, bytesOf, trust: new Map() };
  const tagged = await readSnapshot(root, commit, options);
  const place = { root, remote: 'origin' };
  const ledger = await readLedger(place);
  const shipment = checkShip({
    tag,
    commit,
    tagged,
    main: await readSnapshot(root, main, options),
    onMain: await isAncestor(root, { before: commit, after: main }),
    ledger,
    catalog,
    owner: await readOwner(root, commit),
  });

  const store = lfsStore(remote, { maxBytes: MAX_ARTIFACT_BYTES });
  const scratch = await mkdtemp(join(context.temp, 'alpha-ship-'));
  try {
    const provenance = provenanceOf(tagged, tag.slug);
    const cost = costOfEpisode(tagged, ledger, tag.slug);
    const assets: Asset[] = [];
    for (const { asset, output } of shipment.files) {
      const path = join(scratch, asset);
      await store.get(output, path);
      assets.push({
        name: asset,
        path,
        digest: output.digest,
        type: TYPES[extname(asset)] ?? 'application/octet-stream',
      });
    }
    const manifest = releaseManifest({
      tag,
      commit,
      assets: new Map(assets.map(({ name, digest }) => [name, digest])),
      lineage: shipment.lineage,
    });
    const manifestPath = join(scratch, 'manifest.json');
    await writeDurably(manifestPath, manifest);
    assets.push({
      name: 'manifest.json',
      path: manifestPath,
      digest: oidOf(manifest),
      type: 'application/json',
    });

    const github = openGitHub({
      apiUrl: context.apiUrl,
      token,
      owner: context.owner,
      repository: context.repository,
    });
    const { episode } = shipment.words;
    const title = `${episode.title} · ${tag.slug} v${tag.version}${tag.preview === undefined ? '' : `-preview.${tag.preview}`}`;
    const { url, published } = await putRelease(github, {
      tag: tag.tag,
      title,
      notes: releaseNotes(shipment, provenance, cost),
      prerelease: shipment.preview,
      assets,
    });
    if (!entriesOf(ledger, 'ship').some(({ record }) => record.tag === tag.tag)) {
      const digests = Object.fromEntries(assets.map(({ name, digest }): [string, Oid] => [name, digest]));
      await appendToLedger(
        place,
        [
          {
            kind: 'ship',
            tag: tag.tag,
            episode: tag.slug,
            commit,
            ambient: episode.ambient,
            ambientDigest: shipment.ambientDigest,
            preview: shipment.preview,
            assets: digests,
          },
        ],
        { now, by: ACTIONS_BOT },
      );
    }
    return { url, published, shipment };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
