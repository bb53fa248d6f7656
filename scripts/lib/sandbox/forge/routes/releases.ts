import { z } from 'zod';
import { Oid } from '#core/oid.ts';
import { ZERO } from '../bare.ts';
import { bodyOf, created, idOf, NO_CONTENT, needs, ok, paged, param } from '../call.ts';
import type { Handler, RepoCall } from '../call.ts';
import { releaseEvent } from '../events.ts';
import { Refusal, invalid, mayPush, notFound } from '../hub.ts';
import { refsMoved } from '../refs.ts';
import { assetShape, releaseShape } from '../shapes/releases.ts';
import type { Asset, Release } from '../tables.ts';
import { checkLength } from './pulls.ts';

/** GitHub: each file of a release must be smaller than 2 GiB, and there may be 1 000 of them. */
const ASSET_BYTES = 2 * 1024 ** 3;
const ASSETS_A_RELEASE = 1000;

const Fields = z.object({
  tag_name: z.string().min(1).optional(),
  target_commitish: z.string().optional(),
  name: z.string().nullish(),
  body: z.string().nullish(),
  draft: z.boolean().optional(),
  prerelease: z.boolean().optional(),
});

const ofRepo = (call: RepoCall): Release[] =>
  call.hub.tables.releases.list((row) => row.repo === call.repo.slug);

/** Drafts are seen only by those who may push. */
const visible = (call: RepoCall): Release[] =>
  ofRepo(call).filter((row) => !row.draft || mayPush(call.viewer, call.repo));

function releaseOf(call: RepoCall): Release {
  const id = idOf(call, 'release_id');
  const release = visible(call).find((row) => row.id === id);
  if (!release) throw notFound();
  return release;
}

const create: Handler = async (call) => {
  needs(call, 'write');
  const { hub, repo, actor } = call;
  const wanted = bodyOf(call, Fields);
  checkLength('Release', wanted.body);
  const draft = hub.tables.releases.put({
    id: hub.tables.journal.nextId(),
    repo: repo.slug,
    tag_name: wanted.tag_name ?? '',
    target_commitish: wanted.target_commitish ?? 'main',
    name: wanted.name ?? null,
    body: wanted.body ?? null,
    draft: true,
    prerelease: wanted.prerelease ?? false,
    immutable: false,
    author: actor.login,
    created_at: hub.now(),
    published_at: null,
  });
  if (wanted.draft === true) return created(releaseShape(hub, draft));
  try {
    return created(releaseShape(hub, await publish(call, draft)));
  } catch (error) {
    hub.tables.releases.remove(draft.id);
    throw error;
  }
};

/** A published release has a tag; with immutable releases it and its assets are locked from then on. */
async function publish(call: RepoCall, draft: Release): Promise<Release> {
  const { hub, repo, git } = call;
  const twin = ofRepo(call).find(
    (row) => row.tag_name === draft.tag_name && !row.draft && row.id !== draft.id,
  );
  if (twin) throw invalid('Release', 'tag_name', 'already_exists');
  if (
    hub.tables.releases
      .list((row) => row.repo === `burned:${repo.slug}`)
      .some((row) => row.tag_name === draft.tag_name)
  ) {
    throw invalid('Release', 'tag_name', 'custom', 'tag_name was used by an immutable release');
  }
  const ref = `refs/tags/${draft.tag_name}`;
  if (!(await git.ref(ref))) {
    const sha = await git.resolve(draft.target_commitish);
    if (sha === undefined || (await git.ask(['check-ref-format', ref])) === undefined) {
      throw invalid('Release', 'target_commitish', 'invalid');
    }
    await hub.locked(repo.slug, async () => {
      await git.setRef(ref, sha);
      await refsMoved(hub, repo.slug, [{ ref, before: ZERO, after: sha, forced: false }], call.viewer);
    });
  }
  const published = hub.tables.releases.put({
    ...draft,
    draft: false,
    immutable: hub.settings.immutableReleases,
    published_at: hub.now(),
  });
  hub.emit(await releaseEvent(hub, published, 'published', call.viewer));
  hub.emit(
    await releaseEvent(hub, published, published.prerelease ? 'prereleased' : 'released', call.viewer),
  );
  return published;
}

const update: Handler = async (call) => {
  needs(call, 'write');
  const { hub } = call;
  const release = releaseOf(call);
  const wanted = bodyOf(call, Fields);
  checkLength('Release', wanted.body);
  if (release.immutable && (wanted.tag_name ?? release.tag_name) !== release.tag_name) {
    throw new Refusal(422, 'Cannot change the tag of an immutable release');
  }
  if (release.immutable && wanted.draft === true) {
    throw new Refusal(422, 'Cannot change an immutable release back to a draft');
  }
  const row = hub.tables.releases.put({
    ...release,
    tag_name: wanted.tag_name ?? release.tag_name,
    target_commitish: wanted.target_commitish ?? release.target_commitish,
    name: wanted.name === undefined ? release.name : wanted.name,
    body: wanted.body === undefined ? release.body : wanted.body,
    prerelease: wanted.prerelease ?? release.prerelease,
    draft: wanted.draft === true ? true : release.draft,
  });
  if (row.draft && wanted.draft === false) return ok(releaseShape(hub, await publish(call, row)));
  return ok(releaseShape(hub, row));
};

const remove: Handler = (call) => {
  needs(call, 'write');
  const { hub } = call;
  const release = releaseOf(call);
  for (const asset of hub.tables.assets.list((row) => row.release === release.id))
    hub.tables.assets.remove(asset.id);
  // The tag name of an immutable release is never free again.
  if (release.immutable) hub.tables.releases.put({ ...release, repo: `burned:${release.repo}` });
  else hub.tables.releases.remove(release.id);
  return NO_CONTENT;
};

function locked(release: Release, verb: string): void {
  if (release.immutable)
    throw new Refusal(422, `Cannot ${verb} assets ${verb === 'upload' ? 'to' : 'of'} an immutable release`);
}

/** GitHub renames asset files that have special characters; leading and trailing periods go. */
const assetName = (name: string): string =>
  name
    .replaceAll(/[^\w.\-+@()~]/gu, '.')
    .replaceAll(/\.{2,}/gu, '.')
    .replaceAll(/^\.+|\.+$/gu, '');

const upload: Handler = async (call) => {
  needs(call, 'write');
  const { hub, repo, actor } = call;
  const release = releaseOf(call);
  locked(release, 'upload');
  const name = assetName(call.query.get('name') ?? '');
  if (name === '') throw invalid('ReleaseAsset', 'name', 'missing_field');
  const siblings = hub.tables.assets.list((row) => row.release === release.id);
  if (siblings.some((row) => row.name === name)) throw invalid('ReleaseAsset', 'name', 'already_exists');
  if (call.bytes.length === 0) throw invalid('ReleaseAsset', 'size', 'custom', 'size must be greater than 0');
  if (call.bytes.length >= ASSET_BYTES || siblings.length >= ASSETS_A_RELEASE) {
    throw invalid('ReleaseAsset', 'size', 'custom', 'size must be less than 2147483648');
  }
  const sha256 = await hub.blobs.put(call.bytes);
  const asset = hub.tables.assets.put({
    id: hub.tables.journal.nextId(),
    repo: repo.slug,
    release: release.id,
    name,
    label: call.query.get('label'),
    content_type: call.headers['content-type'] ?? 'application/octet-stream',
    size: call.bytes.length,
    sha256,
    downloads: 0,
    uploader: actor.login,
    created_at: hub.now(),
    updated_at: hub.now(),
  });
  return created(assetShape(hub, asset));
};

function assetOf(call: RepoCall): { asset: Asset; release: Release } {
  const asset = call.hub.tables.assets.get(idOf(call, 'asset_id'));
  const release = asset && visible(call).find((row) => row.id === asset.release);
  if (!asset || !release) throw notFound();
  return { asset, release };
}

/** The bytes of an asset, counted as a download. */
export async function assetBytes(call: Pick<RepoCall, 'hub'>, asset: Asset): Promise<Uint8Array> {
  const bytes = await call.hub.blobs.get(Oid.parse(asset.sha256));
  if (!bytes) throw notFound();
  call.hub.tables.assets.put({ ...asset, downloads: asset.downloads + 1 });
  return bytes;
}

export const releaseRoutes = {
  'repos/create-release': create,
  'repos/update-release': update,
  'repos/delete-release': remove,
  'repos/get-release': (call) => ok(releaseShape(call.hub, releaseOf(call))),
  'repos/get-release-by-tag': (call) => {
    const release = ofRepo(call).find((row) => row.tag_name === param(call, 'tag') && !row.draft);
    if (!release) throw notFound();
    return ok(releaseShape(call.hub, release));
  },
  'repos/get-latest-release': (call) => {
    const release = ofRepo(call).findLast((row) => !row.draft && !row.prerelease);
    if (!release) throw notFound();
    return ok(releaseShape(call.hub, release));
  },
  'repos/list-releases': (call) => {
    const { page, headers } = paged(call, visible(call).toReversed());
    return { status: 200, headers, body: page.map((row) => releaseShape(call.hub, row)) };
  },
  'repos/list-release-assets': (call) => {
    const release = releaseOf(call);
    const { page, headers } = paged(
      call,
      call.hub.tables.assets.list((row) => row.release === release.id),
    );
    return { status: 200, headers, body: page.map((row) => assetShape(call.hub, row)) };
  },
  'repos/upload-release-asset': upload,
  'repos/get-release-asset': (call) => {
    const { asset } = assetOf(call);
    if (call.headers.accept?.includes('application/octet-stream')) {
      return { status: 302, headers: { location: call.hub.storageUrl('asset', asset.id) } };
    }
    return ok(assetShape(call.hub, asset));
  },
  'repos/update-release-asset': (call) => {
    needs(call, 'write');
    const { asset, release } = assetOf(call);
    locked(release, 'update');
    const wanted = bodyOf(call, z.object({ name: z.string().optional(), label: z.string().optional() }));
    const name = wanted.name === undefined ? asset.name : assetName(wanted.name);
    const row = { ...asset, name, label: wanted.label ?? asset.label, updated_at: call.hub.now() };
    return ok(assetShape(call.hub, call.hub.tables.assets.put(row)));
  },
  'repos/delete-release-asset': (call) => {
    needs(call, 'write');
    const { asset, release } = assetOf(call);
    locked(release, 'delete');
    call.hub.tables.assets.remove(asset.id);
    return NO_CONTENT;
  },
} as const satisfies Partial<Record<string, Handler>>;
