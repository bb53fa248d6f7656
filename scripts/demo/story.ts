import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { stringify, parse } from 'yaml';
import { z } from 'zod';
import { oidOf } from '#core/oid.ts';
import { writeDurably } from '#engine/store/durable-file.ts';
import { readReference } from '#media/canon/reference.ts';
import type { Clone } from '#sandbox/clone.ts';
import type { Sandbox } from '#sandbox/sandbox.ts';
import { cloneOf, makeBaseline } from './baseline.ts';
import { giveBaseline, openForge } from './forge-of-main.ts';
import type { ForgeOfMain } from './forge-of-main.ts';
import { agree, commentsOf, digestsOfComment, digestsOfLock, lockAt, releaseOf, siteOf } from './evidence.ts';
import type { Digests } from './evidence.ts';
import { finished, times } from './runs.ts';
import { hold, stepsTold } from './steps.ts';
import type { OnStep, Step } from './steps.ts';

/** The episode that is shipped, and under which tag: made by previews, so marked as one. */
const EPISODE = 'alpha_d13_episode72';
const TAG = `ep/${EPISODE}/v1.0.0-preview.1`;
const BRANCH = 'redraw-hair';
const REFERENCE = 'assets/alpha-ref.png';
const CARD = 'assets/alpha-ref.yml';

export interface Summary {
  readonly ok: boolean;
  readonly steps: readonly Step[];
  readonly affected: readonly string[];
  readonly untouched: readonly string[];
  readonly comment: { readonly count: number; readonly digests: Digests };
  readonly lock: Digests;
  readonly site: readonly { readonly path: string; readonly sha256: string }[];
  readonly release: {
    readonly tag: string;
    readonly assets: readonly { readonly name: string; readonly sha256: string }[];
  };
}

/** What a person can look at: addresses while the forge is open, files afterwards. */
export interface Places {
  readonly pull: string;
  readonly release: string;
  /** The comment as a page of its own: as the last push left it, and as the first did. */
  readonly comment: string;
  readonly firstComment: string;
  readonly site: string;
  readonly assets: string;
}

export interface Story {
  readonly project: string;
  /** Where what a person looks at goes. */
  readonly folder: string;
  /** Where everything else goes. */
  readonly scratch: string;
  readonly store: string;
  readonly port: number | undefined;
  readonly onStep: OnStep;
}

/** Plays the whole life. The sandbox stays open for whoever wants to look; the summary says whether every step held. */
export async function playStory(
  story: Story,
): Promise<{ summary: Summary; sandbox: Sandbox | undefined; places: Places; comment: string }> {
  const { steps, step } = stepsTold(story.onStep);

  const page = join(story.folder, 'comment.html');
  const firstPage = join(story.folder, 'comment-first-push.html');
  const checkout = join(story.scratch, 'seed');
  let opening: Promise<ForgeOfMain> | undefined;
  const main = await step('what main has', async () => {
    await cloneOf(story.project, checkout);
    opening = openForge(join(story.scratch, 'sandbox'), checkout, story);
    opening.catch(() => undefined); // the next step says so
    const value = await makeBaseline({
      project: story.project,
      checkout,
      jobs: join(story.scratch, 'baseline-jobs'),
      store: story.store,
    });
    return {
      value,
      told: [
        `${value.lock.size} artifacts in the lock; ${value.built === 0 ? 'all of them were in the store' : `${value.built} built by the preview backends, kept for the next run`}`,
      ],
    };
  });
  const forge = await step('a forge on this machine', async () => {
    hold(main !== undefined && opening !== undefined, 'no baseline');
    const value = await opening;
    await giveBaseline(value, checkout, main, story.store);
    return {
      value,
      told: [
        `${value.sandbox.url}/${value.sandbox.slug}, opened while that was built`,
        'check.yml rests here: it is the test suite, which `npm run check` runs',
      ],
    };
  });
  const sandbox = (forge ?? (await opening?.catch(() => undefined)))?.sandbox;
  const opened = await step('a pull request turns her hair', async () => {
    hold(forge !== undefined, 'no forge');
    const { sandbox, clone } = forge;
    await clone.git('switch', '--quiet', '-c', BRANCH);
    const picture = await readFile(join(story.project, 'scripts/test/fixtures/variants/hair_hue_m60.png'));
    await clone.commit('Turn her hair to blue', await withCard(clone, picture));
    await clone.push('--set-upstream', BRANCH);
    const { data } = await api(sandbox, 'owner').request('POST /repos/{owner}/{repo}/pulls', {
      ...place(sandbox),
      title: 'Turn her hair to blue',
      head: BRANCH,
      base: 'main',
      body: 'The picture changes; everything that shows her follows.',
    });
    return {
      value: { clone, pull: data.number },
      told: [`pull request ${data.number}: ${REFERENCE} is another picture`],
    };
  });
  const first = await step('what follows is rebuilt, compared and shown', async () => {
    hold(sandbox !== undefined && opened !== undefined && main !== undefined, 'no pull request');
    const run = await finished(sandbox, 'reference.yml', 1);
    const comments = await commentsOf(sandbox, opened.pull);
    hold(comments.count === 1, `there are ${comments.count} comments of the bot, not 1`);
    await writeDurably(firstPage, await sandbox.commentPage(comments.id));
    const lock = await lockAt(sandbox, BRANCH);
    const touched = [...lock.keys()].filter(
      (name) => JSON.stringify(digestsOfLock(lock)[name]) !== JSON.stringify(digestsOfLock(main.lock)[name]),
    );
    const untouched = [...lock.keys()].filter((name) => !touched.includes(name));
    hold(
      agree(digestsOfComment(comments.body), digestsOfLock(lock)),
      'the digests of the comment are not those of the lock',
    );
    hold(
      touched.every((name) => digestsOfComment(comments.body)[name] !== undefined),
      'the comment leaves out an artifact that moved',
    );
    hold(
      touched.every((name) => !/^(?:voice|ambient)\//u.test(name)),
      'a voice or an ambience was rebuilt: neither reads the picture',
    );
    return {
      value: { lock, touched, untouched },
      told: [
        `${touched.length} artifacts rebuilt, ${untouched.length} untouched (${untouched.join(', ')})`,
        ...times(run),
      ],
    };
  });
  await step('a second push, equal pixels: nothing is rebuilt', async () => {
    hold(sandbox !== undefined && opened !== undefined && first !== undefined, 'no first push');
    await opened.clone.git('pull', '--quiet', '--rebase', 'origin', BRANCH);
    const again = await sharp(await opened.clone.read(REFERENCE))
      .png({ compressionLevel: 2, adaptiveFiltering: false })
      .toBuffer();
    await opened.clone.commit('Encode the picture anew', await withCard(opened.clone, again));
    await opened.clone.push(BRANCH);
    const run = await finished(sandbox, 'reference.yml', 2);
    const comments = await commentsOf(sandbox, opened.pull);
    hold(
      comments.count === 1,
      `there are ${comments.count} comments of the bot, not 1: it was repeated, not updated`,
    );
    hold(
      /Nothing was rebuilt:.*encoded anew/u.test(comments.body),
      'the comment does not say that, and why, nothing was rebuilt',
    );
    hold(
      run.jobs.every(({ name, conclusion }) => !name.startsWith('rebuild') || conclusion === 'skipped'),
      'a rebuild ran',
    );
    hold(
      JSON.stringify(digestsOfLock(await lockAt(sandbox, BRANCH))) ===
        JSON.stringify(digestsOfLock(first.lock)),
      'the lock moved',
    );
    return { value: true, told: ['the comment was updated: every pixel is what it was', ...times(run)] };
  });
  await step('a person approves, the owner merges', async () => {
    hold(sandbox !== undefined && opened !== undefined, 'no pull request');
    const number = { ...place(sandbox), pull_number: opened.pull };
    await api(sandbox, 'reviewer').request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
      ...number,
      event: 'APPROVE',
      body: 'Still Alpha, in blue.',
    });
    const { data } = await api(sandbox, 'owner').request(
      'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge',
      number,
    );
    hold(data.merged, 'it was not merged');
    return { value: true, told: [`merged as ${data.sha.slice(0, 12)}`] };
  });
  const site = await step('what was approved is published', async () => {
    hold(sandbox !== undefined && first !== undefined, 'nothing was merged');
    const run = await finished(sandbox, 'publish.yml', 1);
    const files = await siteOf(sandbox, 'published', join(story.folder, 'site'));
    const shown = new Map(files.map(({ path, sha256 }) => [path, sha256]));
    for (const [path, artifact] of shippedPaths()) {
      const [digest] = digestsOfLock(first.lock)[artifact] ?? [];
      hold(shown.get(path) === digest, `${path} on the site is not ${artifact} as it was reviewed`);
    }
    return {
      value: files,
      told: [
        `${files.length} files on the branch published, every medium with its reviewed digest`,
        ...times(run),
      ],
    };
  });
  const release = await step('a tag ships the episode', async () => {
    hold(sandbox !== undefined && opened !== undefined && first !== undefined, 'nothing was published');
    await opened.clone.git('fetch', '--quiet', 'origin', 'main');
    await opened.clone.git('tag', '-a', '-m', 'Episode 72, as a preview', TAG, 'origin/main');
    await opened.clone.push(TAG);
    const run = await finished(sandbox, 'ship.yml', 1);
    const value = await releaseOf(sandbox, TAG, join(story.folder, 'release'));
    const reviewed = new Set(Object.values(digestsOfLock(first.lock)).flat());
    const media = value.assets.filter(({ name }) => /\.(?:mp4|wav)$/u.test(name));
    hold(media.length >= 2, `the release has ${media.length} media files`);
    for (const { name, sha256 } of media)
      hold(reviewed.has(sha256), `${name} of the release is not what was reviewed`);
    return { value, told: [`${TAG}: ${value.assets.map(({ name }) => name).join(', ')}`, ...times(run)] };
  });
  const comments =
    sandbox !== undefined && opened !== undefined
      ? await commentsOf(sandbox, opened.pull)
      : { count: 0, body: '', id: 0 };
  if (sandbox !== undefined) {
    await step('the forge kept to the rules of GitHub', async () => {
      const violations = sandbox.forge.violations();
      hold(
        violations.length === 0,
        `answers or questions that GitHub does not document: ${JSON.stringify(violations.slice(0, 3))}`,
      );
      const leaks = sandbox.runner.leaks();
      hold(leaks.length === 0, `jobs asked other machines: ${JSON.stringify(leaks.slice(0, 3))}`);
      return {
        value: true,
        told: ['every request and answer fits its OpenAPI description; no job left this machine'],
      };
    });
  }

  const summary: Summary = {
    ok: steps.every(({ ok }) => ok),
    steps,
    affected: first?.touched ?? [],
    untouched: first?.untouched ?? [],
    comment: { count: comments.count, digests: digestsOfComment(comments.body) },
    lock: first === undefined ? {} : digestsOfLock(first.lock),
    site: site ?? [],
    release: { tag: TAG, assets: release?.assets ?? [] },
  };
  if (sandbox !== undefined && comments.id > 0)
    await writeDurably(page, await sandbox.commentPage(comments.id));
  const places = {
    pull: sandbox === undefined ? '' : `${sandbox.url}/${sandbox.slug}/pull/${opened?.pull ?? 1}`,
    release: release?.url ?? '',
    comment: page,
    firstComment: firstPage,
    site: join(story.folder, 'site', 'index.html'),
    assets: join(story.folder, 'release'),
  };
  return { summary, sandbox, places, comment: comments.body };
}

/** Where an episode's files stand on the site, and which artifact each is. */
const shippedPaths = (): [string, string][] => [
  [`static/audio/${EPISODE}_voice.wav`, `voice/${EPISODE}`],
  [`video/${EPISODE}.mp4`, `video/${EPISODE}`],
];

const place = ({ slug }: Sandbox) => {
  const [owner = '', repo = ''] = slug.split('/');
  return { owner, repo };
};

const api = (sandbox: Sandbox, role: 'owner' | 'reviewer') => sandbox.api(role);

/** The picture and its card, as `npm run alpha -- card` writes it. */
async function withCard(clone: Clone, picture: Uint8Array): Promise<Record<string, Uint8Array | string>> {
  const Old = z.looseObject({ pixels: z.string() });
  const old = Old.parse(parse(Buffer.from(await clone.read(CARD)).toString()));
  const { pixels } = readReference(picture, { width: 1024, height: 1024 });
  const card = {
    ...old,
    file: oidOf(picture),
    pixels,
    ...(old.pixels === pixels ? {} : { predecessor: old.pixels }),
  };
  return { [REFERENCE]: picture, [CARD]: stringify(card) };
}
