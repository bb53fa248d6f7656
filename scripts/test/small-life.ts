import { readFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { oidOf } from '#core/oid.ts';
import { readReference } from '#media/canon/reference.ts';
import { openSandbox } from '#sandbox/sandbox.ts';
import type { Role, Sandbox, WorkflowRun } from '#sandbox/sandbox.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** The only episode of the small life. */
export const EPISODE = 'alpha_d13_episode72';

/** Another person: her face is not the reference's. The small manifest knows both; which one canon reads is what a test changes. */
const OTHER = 'scripts/test/fixtures/variants/face_s11_100.png';

/**
 * The real systems in a small graph, as small as they go. `reads` is what canon reads: `source.reference` is her,
 * `source.stranger` is somebody else.
 */
export const smallManifest = (reads = 'source.reference'): string => `schema: alpha/1
sources:
  reference: { kind: picture, path: assets/alpha-ref.png, card: assets/alpha-ref.yml, width: 1024, height: 1024 }
  stranger: { kind: picture, path: assets/stranger.png, card: assets/stranger.yml, width: 1024, height: 1024 }
  voice-tokens: { kind: tokens, path: assets/ref_alpha.npy, transcript: Меня зовут Альфа. }
episodes: episodes
systems:
  canon: { backend: preview }
  hunyuan3d-2.1: { backend: preview }
  4dgaussians: { backend: preview }
  fish-speech: { backend: preview }
  hunyuan-foley: { backend: preview }
  ffmpeg: { backend: preview }
artifacts:
  canon: { system: canon, reads: { picture: ${reads} }, ships: yes, gate: identity }
  mesh: { system: hunyuan3d-2.1, reads: { picture: canon }, seed: 7, ships: yes }
  scene:
    system: 4dgaussians
    reads: { mesh: mesh }
    params: { trainViews: 8, valViews: 1, testViews: 1, times: 4, gaussians: 2000 }
    ships: yes
  voice: { per: episode, system: fish-speech, reads: { tokens: source.voice-tokens, text: episode.narration }, ships: yes }
  ambient: { per: episode, system: hunyuan-foley, reads: { prompt: episode.ambient }, ships: yes }
  video:
    per: episode
    system: ffmpeg
    reads: { scene: scene, voice: voice, ambient: ambient }
    params: { width: 128, height: 128, fps: 10 }
    ships: yes
`;

type Files = Readonly<Record<string, string | Uint8Array | null>>;

/** A forge with this project's committed workflows, actions and code, and the small graph on main. */
export interface SmallLife extends AsyncDisposable {
  readonly sandbox: Sandbox;
  /** Where the machine with the card keeps what it built. */
  readonly store: string;
  readonly owner: string;
  readonly repo: string;
  /** Opens a pull request with these files; the number, and the clone that it came from, on its branch. */
  open(role: Role, branch: string, files: Files): Promise<{ pull: number; clone: Clone }>;
  approve(pull: number): Promise<void>;
  merge(pull: number): Promise<void>;
  comment(role: Role, pull: number, body: string): Promise<void>;
  /** Bodies of all comments, oldest first. */
  comments(pull: number): Promise<string[]>;
  /** Waits until all is quiet; the runs of a workflow file, in the order in which they started. */
  runs(workflow: string): Promise<WorkflowRun[]>;
  head(pull: number): Promise<string>;
  /** Where a branch stands; `undefined` when there is none. */
  tip(branch: string): Promise<string | undefined>;
  /** A file of a branch, as text. */
  text(branch: string, path: string): Promise<string>;
  bytes(branch: string, path: string): Promise<Uint8Array>;
}
type Clone = Awaited<ReturnType<Sandbox['clone']>>;

/**
 * Opens the small life in a sandbox; everything is gone when the block ends. Workflows, actions and code are those of the project's
 * HEAD, as they are committed and bundled there.
 */
export async function smallLife(): Promise<SmallLife> {
  const root = await mkdtemp(join(tmpdir(), 'alpha-life-'));
  const dispose = () => rm(root, { recursive: true, force: true });
  try {
    const sandbox = await openSandbox({
      root: join(root, 'sandbox'),
      seedFrom: await seed(join(root, 'seed')),
      packagesFrom: PROJECT,
      runner: { disabled: ['check.yml'] },
    });
    return lifeOf(
      sandbox,
      join(root, 'sandbox', 'runner', 'machines', 'gpu-1', 'tool', 'alpha-ref'),
      dispose,
    );
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** A checkout of the project's HEAD with the small graph in place of the real one, and nothing built. */
async function seed(checkout: string): Promise<string> {
  const env = { GIT_LFS_SKIP_SMUDGE: '1' };
  await execa({ env })`git clone --quiet --no-hardlinks -c advice.detachedHead=false ${PROJECT} ${checkout}`;
  const git = execa({ cwd: checkout, env });
  await git`git lfs install --local`;
  const picture = await readFile(join(PROJECT, OTHER));
  const card = `schema: alpha-card/1
picture: assets/stranger.png
file: ${oidOf(picture)}
pixels: ${readReference(picture, { width: 1024, height: 1024 }).pixels}
size: { width: 1024, height: 1024 }
origin: rendered
`;
  const attributes = await readFile(join(checkout, '.gitattributes'), 'utf8');
  await git`git rm -r -q --ignore-unmatch -- episodes/alpha_d13_episode73`;
  const files: Files = {
    '.gitattributes': `${attributes}assets/stranger.png filter=lfs diff=lfs merge=binary -text\n`,
    'assets/stranger.png': picture,
    'assets/stranger.yml': card,
    'assets/alpha.yml': smallManifest(),
    'assets/alpha.lock.jsonl': '',
    [`episodes/${EPISODE}/narration.txt`]: 'Я Альфа.\n',
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(checkout, path)), { recursive: true });
    await writeFile(join(checkout, path), content ?? '');
  }
  await git`git add --all`;
  await git`git -c user.name=alpha -c user.email=alpha@users.noreply.example commit --quiet -m ${'A small graph'}`;
  return checkout;
}

function lifeOf(sandbox: Sandbox, store: string, dispose: () => Promise<void>): SmallLife {
  const [owner = '', repo = ''] = sandbox.slug.split('/');
  const place = { owner, repo };
  const git = sandbox.forge.git(sandbox.slug);
  return {
    sandbox,
    store,
    owner,
    repo,
    async open(role, branch, files) {
      const clone = await sandbox.clone(role);
      await clone.git('switch', '--quiet', '-c', branch);
      await clone.commit(`Change for ${branch}`, files);
      await clone.push('--set-upstream', branch);
      const { data } = await sandbox.api(role).request('POST /repos/{owner}/{repo}/pulls', {
        ...place,
        title: branch,
        head: role === 'stranger' ? `${sandbox.users.stranger.login}:${branch}` : branch,
        base: 'main',
      });
      return { pull: data.number, clone };
    },
    async approve(pull) {
      await sandbox.api('reviewer').request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
        ...place,
        pull_number: pull,
        event: 'APPROVE',
      });
    },
    async merge(pull) {
      await sandbox
        .api('owner')
        .request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', { ...place, pull_number: pull });
    },
    async comment(role, pull, body) {
      await sandbox.api(role).request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        ...place,
        issue_number: pull,
        body,
      });
    },
    async comments(pull) {
      const { data } = await sandbox
        .api('owner')
        .request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
          ...place,
          issue_number: pull,
        });
      return data.map(({ body }) => body ?? '');
    },
    async runs(workflow) {
      await sandbox.idle();
      return (await sandbox.runs()).filter(({ path }) => path.endsWith(`/${workflow}`));
    },
    async head(pull) {
      const { data } = await sandbox
        .api('owner')
        .request('GET /repos/{owner}/{repo}/pulls/{pull_number}', { ...place, pull_number: pull });
      return data.head.sha;
    },
    tip: (branch) => git.resolve(`refs/heads/${branch}`),
    text: (branch, path) => git.git(['show', `refs/heads/${branch}:${path}`]),
    bytes: (branch, path) => git.bytes(['cat-file', 'blob', `refs/heads/${branch}:${path}`]),
    async [Symbol.asyncDispose]() {
      await sandbox.close();
      await dispose();
    },
  };
}

/** What went wrong in a run, for the message of a test that fails. */
export const logsOf = ({ path, conclusion, jobs }: WorkflowRun): string =>
  [
    `${path}: ${conclusion}`,
    ...jobs
      .filter(({ conclusion: end }) => end !== 'success' && end !== 'skipped')
      .map(({ name, log }) => `--- ${name}\n${log.split('\n').slice(-30).join('\n')}`),
  ].join('\n');
