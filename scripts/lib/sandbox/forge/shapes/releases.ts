import type { Hub, JsonObject } from '../hub.ts';
import type { Asset, Release } from '../tables.ts';
import { nodeId, page, repoApi } from './links.ts';
import { userShape } from './users.ts';

export function assetShape(hub: Hub, asset: Asset): JsonObject {
  const release = hub.tables.releases.get(asset.release);
  // A draft has no tag yet that an address could name.
  const folder = release?.draft === false ? release.tag_name : `untagged-${asset.release}`;
  return {
    id: asset.id,
    node_id: nodeId('ReleaseAsset', asset.id),
    url: `${repoApi(hub, asset.repo)}/releases/assets/${asset.id}`,
    browser_download_url: `${page(hub, asset.repo)}/releases/download/${folder}/${encodeURIComponent(asset.name)}`,
    name: asset.name,
    label: asset.label,
    state: 'uploaded',
    content_type: asset.content_type,
    size: asset.size,
    digest: `sha256:${asset.sha256}`,
    download_count: asset.downloads,
    created_at: asset.created_at,
    updated_at: asset.updated_at,
    uploader: userShape(hub, hub.user(asset.uploader)),
  };
}

export function releaseShape(hub: Hub, release: Release): JsonObject {
  const self = `${repoApi(hub, release.repo)}/releases/${release.id}`;
  const tag = encodeURIComponent(release.tag_name);
  return {
    id: release.id,
    node_id: nodeId('Release', release.id),
    url: self,
    html_url: `${page(hub, release.repo)}/releases/tag/${release.draft ? `untagged-${release.id}` : release.tag_name}`,
    assets_url: `${self}/assets`,
    upload_url: `${hub.url}/api/uploads/repos/${release.repo}/releases/${release.id}/assets{?name,label}`,
    tarball_url: release.draft ? null : `${repoApi(hub, release.repo)}/tarball/${tag}`,
    zipball_url: release.draft ? null : `${repoApi(hub, release.repo)}/zipball/${tag}`,
    tag_name: release.tag_name,
    target_commitish: release.target_commitish,
    name: release.name,
    body: release.body,
    draft: release.draft,
    prerelease: release.prerelease,
    immutable: release.immutable,
    created_at: release.created_at,
    published_at: release.published_at,
    updated_at: release.published_at,
    author: userShape(hub, hub.user(release.author)),
    assets: hub.tables.assets
      .list((asset) => asset.release === release.id)
      .map((asset) => assetShape(hub, asset)),
  };
}
