import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { basicAuth } from '../../clone.ts';
import { isTrue } from '../stand-in.ts';
import type { StandIn, StandInContext } from '../stand-in.ts';

/** actions/checkout v7.0.1: clones from the forge over HTTP with the job's token. */

const Payload = z.looseObject({
  pull_request: z
    .looseObject({ head: z.looseObject({ sha: z.string(), repo: z.looseObject({ full_name: z.string() }) }) })
    .optional(),
  workflow_run: z
    .looseObject({ head_sha: z.string(), head_repository: z.looseObject({ full_name: z.string() }) })
    .optional(),
});

async function run(
  context: StandInContext,
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = {},
) {
  context.log(`[command]/usr/bin/git ${args.join(' ')}`);
  const { stdout } = await execa('git', args, {
    cwd,
    env: { ...context.env, GIT_TERMINAL_PROMPT: '0', ...env },
    extendEnv: false,
    cancelSignal: context.signal,
  });
  return stdout;
}

/** What to fetch and what to check out, from the input and the event. */
function plan(context: StandInContext): { spec: string; checkout: readonly string[]; lfs: string } {
  const { inputs, github } = context;
  const own = inputs['repository'] === context.repo;
  const wanted = inputs['ref'] === '' ? (own ? github.ref : 'refs/heads/main') : (inputs['ref'] ?? '');
  const pinned = own && (inputs['ref'] === '' || inputs['ref'] === github.ref) ? github.sha : undefined;
  if (/^[0-9a-f]{40}$/u.test(wanted)) {
    return { spec: wanted, checkout: ['--detach', wanted], lfs: wanted };
  }
  const pull = /^refs\/pull\/(.+)$/u.exec(wanted)?.[1];
  if (pull !== undefined) {
    const ref = `refs/remotes/pull/${pull}`;
    return { spec: `+${pinned ?? wanted}:${ref}`, checkout: ['--detach', ref], lfs: ref };
  }
  const tag = /^refs\/tags\/(.+)$/u.exec(wanted)?.[1];
  if (tag !== undefined) {
    return { spec: `+${pinned ?? wanted}:${wanted}`, checkout: ['--detach', wanted], lfs: wanted };
  }
  const branch = wanted.replace(/^refs\/heads\//u, '');
  const remote = `refs/remotes/origin/${branch}`;
  return {
    spec: `+${pinned ?? `refs/heads/${branch}`}:${remote}`,
    checkout: ['-B', branch, remote],
    lfs: remote,
  };
}

/** Since v7 code of a fork is refused where the token can write. */
function guard(context: StandInContext): void {
  const { github, inputs } = context;
  if (github.event_name !== 'pull_request_target' && github.event_name !== 'workflow_run') return;
  if (isTrue(inputs['allow-unsafe-pr-checkout'])) return;
  const payload = Payload.parse(github.event);
  const head = payload.pull_request
    ? { repo: payload.pull_request.head.repo.full_name, sha: payload.pull_request.head.sha }
    : { repo: payload.workflow_run?.head_repository.full_name, sha: payload.workflow_run?.head_sha };
  if (head.repo === undefined || head.repo === context.repo) return;
  const ref = inputs['ref'] ?? '';
  if (
    inputs['repository'] === head.repo ||
    ref === head.sha ||
    /^refs\/pull\/\d+\/(?:head|merge)$/u.test(ref)
  ) {
    throw new Error(
      'Refusing to check out fork pull request code in a trusted context; set allow-unsafe-pr-checkout to override',
    );
  }
}

async function main(context: StandInContext): Promise<void> {
  const { inputs, workspace, forge } = context;
  guard(context);
  const path = join(workspace, inputs['path'] ?? '');
  if (relative(workspace, path).startsWith('..')) {
    throw new Error(`Repository path '${path}' is not under '${workspace}'`);
  }
  if (isTrue(inputs['submodules']) || inputs['submodules'] === 'recursive')
    throw new Error('The sandbox has no submodules');
  await mkdir(path, { recursive: true });
  const skip: Record<string, string> = isTrue(inputs['lfs']) ? {} : { GIT_LFS_SKIP_SMUDGE: '1' };
  const git = (...args: readonly string[]) => run(context, path, args, skip);
  await git('init', '-q', path);
  await git('remote', 'add', 'origin', `${forge.url}/${inputs['repository'] ?? ''}`);
  // Credentials lie in a file of their own below RUNNER_TEMP since v6.
  const credentials = join(context.temp, `git-credentials-${context.job}-${context.state.size}.config`);
  const token = inputs['token'] ?? '';
  context.mask(basicAuth(token).split(' ').at(-1) ?? '');
  await writeFile(credentials, `[http "${forge.url}/"]\n\textraheader = ${basicAuth(token)}\n`, {
    mode: 0o600,
  });
  const key = `includeIf.gitdir:${join(path, '.git')}.path`;
  await git('config', '--local', key, credentials);
  if (isTrue(inputs['lfs'])) await git('lfs', 'install', '--local');
  const { spec, checkout, lfs } = plan(context);
  const depth = Number(inputs['fetch-depth'] ?? '1');
  const filter = inputs['filter'] ? [`--filter=${inputs['filter']}`] : [];
  const sparse = (inputs['sparse-checkout'] ?? '').split('\n').filter((line) => line.trim() !== '');
  const tags = isTrue(inputs['fetch-tags']) && depth !== 0 ? ['+refs/tags/*:refs/tags/*'] : [];
  const fetch = (...rest: readonly string[]) =>
    git(
      '-c',
      'protocol.version=2',
      'fetch',
      '--no-tags',
      '--prune',
      '--no-recurse-submodules',
      '-q',
      ...rest,
    );
  const filters = sparse.length > 0 && filter.length === 0 ? ['--filter=blob:none'] : filter;
  if (depth > 0) await fetch(...filters, `--depth=${depth}`, 'origin', ...tags, spec);
  else {
    await fetch(...filters, 'origin', '+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*');
    // The branch may have moved since the event.
    await fetch(...filters, 'origin', spec);
  }
  if (isTrue(inputs['lfs']) && sparse.length === 0) await git('lfs', 'fetch', 'origin', lfs);
  if (sparse.length > 0) {
    const cone = isTrue(inputs['sparse-checkout-cone-mode']);
    await git('sparse-checkout', 'set', cone ? '--cone' : '--no-cone', ...sparse);
  }
  await git('checkout', '-q', '--force', ...checkout);
  const commit = await git('rev-parse', 'HEAD');
  context.output('commit', commit);
  context.output('ref', inputs['ref'] ?? '');
  if (isTrue(inputs['persist-credentials'])) {
    context.state.set('path', path);
    context.state.set('key', key);
    context.state.set('credentials', credentials);
  } else {
    await git('config', '--local', '--unset-all', key);
    await rm(credentials, { force: true });
  }
}

async function post(context: StandInContext): Promise<void> {
  const [path, key, credentials] = ['path', 'key', 'credentials'].map(
    (name) => context.state.get(name) ?? '',
  );
  if (!path || !key || !credentials) return;
  await run(context, path, ['config', '--local', '--unset-all', key]).catch(() => undefined);
  await rm(credentials, { force: true });
}

export const checkout: StandIn = {
  action: 'actions/checkout',
  version: 'v7.0.1',
  sha: '3d3c42e5aac5ba805825da76410c181273ba90b1',
  inputs: {
    repository: '${{ github.repository }}',
    ref: '',
    token: '${{ github.token }}',
    'ssh-key': '',
    'ssh-known-hosts': '',
    'ssh-strict': 'true',
    'ssh-user': 'git',
    'persist-credentials': 'true',
    path: '',
    clean: 'true',
    filter: '',
    'sparse-checkout': '',
    'sparse-checkout-cone-mode': 'true',
    'fetch-depth': '1',
    'fetch-tags': 'false',
    'show-progress': 'true',
    lfs: 'false',
    submodules: 'false',
    'set-safe-directory': 'true',
    'github-server-url': '',
    'allow-unsafe-pr-checkout': 'false',
  },
  main,
  post,
};
