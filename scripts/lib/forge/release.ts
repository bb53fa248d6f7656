import { openAsBlob } from 'node:fs';
import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import { byCodeUnit } from '#core/json.ts';
import { short } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import { needing } from './github.ts';
import type { GitHub } from './github.ts';

export interface Asset {
  readonly name: string;
  /** Where its bytes are. */
  readonly path: string;
  readonly digest: Oid;
  readonly type: string;
}

export interface ReleasePlan {
  readonly tag: string;
  readonly title: string;
  /** Markdown. */
  readonly notes: string;
  readonly prerelease: boolean;
  readonly assets: readonly Asset[];
}

const ReleaseAsset = z.object({
  id: z.int(),
  name: z.string(),
  state: z.string(),
  digest: z.string().nullish(),
});
const Release = z.object({
  id: z.int(),
  tag_name: z.string(),
  draft: z.boolean(),
  html_url: z.string(),
  upload_url: z.string(),
  assets: z.array(ReleaseAsset),
});
type Release = z.infer<typeof Release>;

/**
 * Makes the release: draft, upload, compare digests, publish last. Whatever a killed run left is taken up; a release that is
 * published with just these assets is left alone.
 *
 * @returns its address, and whether this call published it
 * @throws {UserError} `release-differs` when the published release of this tag has other assets: it cannot be changed any more
 */
export async function putRelease(
  github: GitHub,
  plan: ReleasePlan,
): Promise<{ url: string; published: boolean }> {
  return needing('contents: write', async () => {
    const found = await findRelease(github, plan.tag);
    if (found !== undefined && !found.draft) {
      const faults = differences(found, plan);
      if (faults.length === 0) return { url: found.html_url, published: false };
      throw new UserError(
        'release-differs',
        `The release of ${plan.tag} is published and differs: ${faults.join('; ')}`,
        {
          hint: 'A published release is final. Ship the next version under a new tag.',
        },
      );
    }
    const draft = found ?? (await makeDraft(github, plan));
    await uploadMissing(github, draft, plan);
    const full = await readRelease(github, draft.id);
    const faults = differences(full, plan);
    if (faults.length > 0) {
      throw new UserError(
        'release-incomplete',
        `The draft of ${plan.tag} is not what was to be shipped: ${faults.join('; ')}`,
        {
          hint: 'It stays a draft that nobody sees. Run the job again: it uploads what is missing and compares anew.',
        },
      );
    }
    const { data } = await github.request('PATCH /repos/{owner}/{repo}/releases/{release_id}', {
      ...place(github),
      release_id: draft.id,
      name: plan.title,
      body: plan.notes,
      prerelease: plan.prerelease,
      draft: false,
    });
    return { url: Release.parse(data).html_url, published: true };
  });
}

const place = ({ owner, repo }: GitHub) => ({ owner, repo });

/** Drafts have no address by tag: they stand only in the list. */
async function findRelease(github: GitHub, tag: string): Promise<Release | undefined> {
  for (let page = 1; ; page += 1) {
    const { data } = await github.request('GET /repos/{owner}/{repo}/releases', {
      ...place(github),
      per_page: 100,
      page,
    });
    const releases = z.array(Release).parse(data);
    const found = releases.find((release) => release.tag_name === tag);
    if (found !== undefined || releases.length < 100) return found;
  }
}

async function readRelease(github: GitHub, id: number): Promise<Release> {
  const { data } = await github.request('GET /repos/{owner}/{repo}/releases/{release_id}', {
    ...place(github),
    release_id: id,
  });
  return Release.parse(data);
}

async function makeDraft(github: GitHub, plan: ReleasePlan): Promise<Release> {
  const { data } = await github.request('POST /repos/{owner}/{repo}/releases', {
    ...place(github),
    tag_name: plan.tag,
    name: plan.title,
    body: plan.notes,
    prerelease: plan.prerelease,
    draft: true,
  });
  return Release.parse(data);
}

/** Uploads what is not there; removes what a broken upload left and what does not belong. */
async function uploadMissing(github: GitHub, draft: Release, plan: ReleasePlan): Promise<void> {
  const wanted = new Map(plan.assets.map((asset) => [asset.name, asset]));
  const there = new Set<string>();
  for (const asset of draft.assets) {
    const digest = wanted.get(asset.name)?.digest;
    if (asset.state === 'uploaded' && digest !== undefined && digestOf(asset) === digest)
      there.add(asset.name);
    else
      await github.request('DELETE /repos/{owner}/{repo}/releases/assets/{asset_id}', {
        ...place(github),
        asset_id: asset.id,
      });
  }
  const uploadUrl = draft.upload_url.replace(/\{[^}]*\}$/u, '');
  for (const asset of plan.assets) {
    if (there.has(asset.name)) continue;
    await github.request({
      method: 'POST',
      url: `${uploadUrl}?name=${encodeURIComponent(asset.name)}`,
      headers: { 'content-type': asset.type },
      data: await openAsBlob(asset.path),
    });
  }
}

const digestOf = (asset: z.infer<typeof ReleaseAsset>): string | undefined =>
  asset.digest?.replace(/^sha256:/u, '');

/** How a release's assets differ from the plan's (I22: exactly these, with equal digests). */
function differences(release: Release, plan: ReleasePlan): string[] {
  const faults: string[] = [];
  const left = new Map(release.assets.map((asset) => [asset.name, asset]));
  for (const { name, digest } of plan.assets.toSorted((a, b) => byCodeUnit(a.name, b.name))) {
    const asset = left.get(name);
    left.delete(name);
    if (asset === undefined || asset.state !== 'uploaded') faults.push(`${name} is missing`);
    else if (digestOf(asset) !== digest)
      faults.push(
        `${name} has digest ${digestOf(asset)?.slice(0, 12) ?? 'unknown'} and should have ${short(digest)}`,
      );
  }
  for (const name of left.keys()) faults.push(`${name} does not belong to it`);
  return faults;
}
