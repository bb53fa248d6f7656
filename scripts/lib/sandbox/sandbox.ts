import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Octokit } from '@octokit/core';
import { openClone } from './clone.ts';
import type { Clone } from './clone.ts';
import { Forge } from './forge/forge.ts';
import { enqueue, mergeGroup } from './forge/merge-queue.ts';
import type { MergeGroup } from './forge/merge-queue.ts';
import type { Settings } from './forge/hub.ts';
import type { Artifact, Job, Run, User } from './forge/tables.ts';
import { answerPage, commentPageOf } from './pages/pages.ts';
import { Runner } from './runner/runner.ts';
import type { RunnerOptions } from './runner/run/options.ts';
import { seedCommits, seedObjects } from './seed.ts';

export type Role = 'owner' | 'reviewer' | 'stranger' | 'bot';

export interface SandboxOptions {
  /** Everything lies below it; an earlier sandbox there is opened again. */
  readonly root: string;
  /** A checkout whose commit becomes `main`, and whose LFS objects the forge serves. Without one, `main` is empty. */
  readonly seedFrom?: string;
  /** Which commit of it; `HEAD` unless told. */
  readonly revision?: string;
  readonly owner?: string;
  readonly repo?: string;
  readonly private?: boolean;
  readonly settings?: Partial<Settings>;
  readonly port?: number;
  readonly now?: () => Date;
  /** The checkout whose packages `npm ci` of a job may link when the lock files are equal; `seedFrom` unless told. */
  readonly packagesFrom?: string | null;
  readonly runner?: Pick<
    RunnerOptions,
    'secrets' | 'variables' | 'machines' | 'disabled' | 'approve' | 'keepWorkspaces'
  >;
}

/** A workflow run with all that came of it. */
export interface WorkflowRun extends Run {
  readonly jobs: readonly (Job & {
    /** What it wrote, secrets hidden. */
    readonly log: string;
  })[];
  readonly artifacts: readonly Artifact[];
}

/** A forge with one repository, four users and a workflow runner; gone from the network, not from the disk, when closed. */
export interface Sandbox extends AsyncDisposable {
  readonly url: string;
  /** `owner/repo` */
  readonly slug: string;
  readonly forge: Forge;
  readonly runner: Runner;
  /** The owner may do all, the reviewer may push and approve, the stranger may read; the bot is another app than Actions. */
  readonly users: Readonly<Record<Role, User>>;
  /** A fresh checkout with the user's name and token. A stranger's is of their fork. */
  clone(role: Role): Promise<Clone>;
  /** GitHub's own client, as one of the users. */
  api(role: Role): Octokit;
  /** Puts a pull request into the merge queue, which asks for checks of the merge. */
  enqueue(number: number): Promise<MergeGroup>;
  /** What the queue does when those checks have passed. */
  mergeGroup(group: MergeGroup): Promise<void>;
  /** Resolves when every workflow run has ended, also those that runs have started. */
  idle(): Promise<void>;
  /** A comment of a pull request as a page by itself, as it looks on GitHub. */
  commentPage(id: number): Promise<string>;
  /** All workflow runs so far, in the order in which they started. */
  runs(): Promise<WorkflowRun[]>;
  close(): Promise<void>;
}

export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  await mkdir(options.root, { recursive: true });
  const forge = await Forge.open({
    root: join(options.root, 'forge'),
    ...(options.settings && { settings: options.settings }),
    ...(options.port !== undefined && { port: options.port }),
    ...(options.now && { now: options.now }),
  });
  const owner = options.owner ?? 'alpha';
  const slug = `${owner}/${options.repo ?? 'alpha-ref'}`;
  const users = {
    owner: userOf(forge, owner),
    reviewer: userOf(forge, 'reviewer'),
    stranger: userOf(forge, 'stranger'),
    bot: userOf(forge, 'helper[bot]'),
  };
  const known = forge.tables.repos.list((row) => row.slug === slug)[0];
  if (!known) {
    await forge.createRepo({
      slug,
      private: options.private ?? false,
      forkOf: null,
      description: null,
      access: { [owner]: 'admin', [users.reviewer.login]: 'write', [users.bot.login]: 'write' },
    });
    if (options.seedFrom !== undefined) {
      await seedCommits(forge.git(slug), options.seedFrom, options.revision ?? 'HEAD');
    }
  }
  if (options.seedFrom !== undefined) await seedObjects(forge.lfs.blobs, options.seedFrom);

  const runner = new Runner({
    ...options.runner,
    forge,
    root: join(options.root, 'runner'),
    checkout: options.packagesFrom === undefined ? (options.seedFrom ?? null) : options.packagesFrom,
  });
  await runner.open();
  forge.attachPages((path) => answerPage(forge, path));

  let clones = 0;
  const api = (role: Role): Octokit => new Octokit({ baseUrl: forge.apiUrl, auth: users[role].token ?? '' });
  const close = async (): Promise<void> => {
    await runner.close();
    await forge.close();
  };
  return {
    url: forge.url,
    slug,
    forge,
    runner,
    users,
    api,
    async enqueue(number) {
      const pull = forge.tables.pulls.list((row) => row.repo === slug && row.number === number)[0];
      if (!pull) throw new Error(`No pull request #${number}`);
      return enqueue(forge, pull, { kind: 'user', user: users.owner });
    },
    mergeGroup: (group) => mergeGroup(forge, group, { kind: 'user', user: users.owner }),
    idle: () => runner.idle(),
    commentPage: (id) => commentPageOf(forge, id),
    runs: () => Promise.all(forge.tables.runs.list().map((run) => wholeRun(forge, run))),
    async clone(role) {
      let from = slug;
      if (role === 'stranger') {
        from = `${users.stranger.login}/${slug.split('/')[1] ?? ''}`;
        const [owner = '', repo = ''] = slug.split('/');
        await api(role).request('POST /repos/{owner}/{repo}/forks', { owner, repo });
      }
      clones += 1;
      const folder = join(options.root, 'clones', `${role}-${clones}`);
      return openClone(
        { path: folder, home: join(options.root, 'home'), url: forge.url, slug: from },
        users[role],
      );
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function userOf(forge: Forge, login: string): User {
  const known = forge.tables.users.list((row) => row.login === login)[0];
  return (
    known ??
    forge.addUser({
      login,
      type: login.endsWith('[bot]') ? 'Bot' : 'User',
      token: `ghp_${randomBytes(18).toString('hex')}`,
      avatar: null,
    })
  );
}

async function wholeRun(forge: Forge, run: Run): Promise<WorkflowRun> {
  const jobs = forge.tables.jobs.list((job) => job.run === run.id);
  const logs = await Promise.all(jobs.map((job) => forge.readLog(job.id)));
  return {
    ...run,
    jobs: jobs.map((job, at) => Object.assign({ log: logs[at] ?? '' }, job)),
    artifacts: forge.tables.artifacts.list((artifact) => artifact.run === run.id),
  };
}
