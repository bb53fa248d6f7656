import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { basicAuth } from '../../clone.ts';
import { runProcess } from '../process.ts';
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

/** One call of git, or a list of them behind a condition of the shell's. */
type Call = readonly string[] | { readonly unless: string; readonly calls: readonly Call[] };

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function line(call: Call): string {
  if ('unless' in call) return `${call.unless} || {\n${call.calls.map(line).join('\n')}\n}`;
  const git = ['git', ...call].map(quoted).join(' ');
  return `printf '%s\\n' ${quoted(`[command]/usr/bin/git ${call.join(' ')}`)}\n${git}`;
}

/**
 * Calls git, one after another, until one fails; what the last one printed. A shell starts them and not we: it is small, and a
 * process is started by copying the tables of all the memory of whoever starts it.
 */
async function run(
  context: StandInContext,
  cwd: string,
  calls: readonly Call[],
  env: Record<string, string> = {},
): Promise<string> {
  let last = '';
  const code = await runProcess({
    file: '/bin/sh',
    args: ['-ec', calls.map(line).join('\n')],
    cwd,
    env: { ...context.env, GIT_TERMINAL_PROMPT: '0', ...env },
    onLine: (text) => {
      last = text;
      context.log(text);
    },
    signal: context.signal,
  });
  if (code === null) throw new Error('The operation was canceled.');
  if (code !== 0) throw new Error(`The process '/usr/bin/git' failed with exit code ${code}: ${last}`);
  return last;
}

interface Plan {
  /** What to fetch. */
  readonly spec: string;
  /** The shell's question whether it is there when all branches and tags are: they may have moved since the event. */
  readonly there: string;
  readonly checkout: readonly string[];
  readonly lfs: string;
}

/** From the input and the event. */
function plan(context: StandInContext): Plan {
  const { inputs, github } = context;
  const own = inputs['repository'] === context.repo;
  const wanted = inputs['ref'] === '' ? (own ? github.ref : 'refs/heads/main') : (inputs['ref'] ?? '');
  const pinned = own && (inputs['ref'] === '' || inputs['ref'] === github.ref) ? github.sha : undefined;
  const stands = (ref: string) =>
    pinned === undefined
      ? `git rev-parse --verify --quiet ${quoted(ref)} >/dev/null`
      : `[ "$(git rev-parse --verify --quiet ${quoted(`${ref}^{commit}`)})" = ${quoted(pinned)} ]`;
  if (/^[0-9a-f]{40}$/u.test(wanted)) {
    const there = `git cat-file -e ${quoted(wanted)} 2>/dev/null`;
    return { spec: wanted, there, checkout: ['--detach', wanted], lfs: wanted };
  }
  const pull = /^refs\/pull\/(.+)$/u.exec(wanted)?.[1];
  if (pull !== undefined) {
    const ref = `refs/remotes/pull/${pull}`;
    return { spec: `+${pinned ?? wanted}:${ref}`, there: 'false', checkout: ['--detach', ref], lfs: ref };
  }
  const tag = /^refs\/tags\/(.+)$/u.exec(wanted)?.[1];
  if (tag !== undefined) {
    const spec = `+${pinned ?? wanted}:${wanted}`;
    return { spec, there: stands(wanted), checkout: ['--detach', wanted], lfs: wanted };
  }
  const branch = wanted.replace(/^refs\/heads\//u, '');
  const remote = `refs/remotes/origin/${branch}`;
  return {
    spec: `+${pinned ?? `refs/heads/${branch}`}:${remote}`,
    there: stands(remote),
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
  const lfs = isTrue(inputs['lfs']);
  // Credentials lie in a file of their own below RUNNER_TEMP since v6.
  const credentials = join(context.temp, `git-credentials-${context.job}-${context.state.size}.config`);
  const token = inputs['token'] ?? '';
  context.mask(basicAuth(token).split(' ').at(-1) ?? '');
  await writeFile(credentials, `[http "${forge.url}/"]\n\textraheader = ${basicAuth(token)}\n`, {
    mode: 0o600,
  });
  const key = `includeIf.gitdir:${join(path, '.git')}.path`;
  const keep = isTrue(inputs['persist-credentials']);
  const commit = await run(
    context,
    path,
    [
      ['init', '-q', path],
      ['remote', 'add', 'origin', `${forge.url}/${inputs['repository'] ?? ''}`],
      ['config', '--local', key, credentials],
      ...(lfs ? [['lfs', 'install', '--local']] : []),
      ...fetching(context),
      ...(keep ? [] : [['config', '--local', '--unset-all', key]]),
      ['rev-parse', 'HEAD'],
    ],
    lfs ? {} : { GIT_LFS_SKIP_SMUDGE: '1' },
  );
  context.output('commit', commit);
  context.output('ref', inputs['ref'] ?? '');
  if (keep) {
    context.state.set('path', path);
    context.state.set('key', key);
    context.state.set('credentials', credentials);
  } else await rm(credentials, { force: true });
}

/** From an empty repository to the files of the wanted commit. */
function fetching(context: StandInContext): Call[] {
  const { inputs } = context;
  const { spec, there, checkout, lfs } = plan(context);
  const depth = Number(inputs['fetch-depth'] ?? '1');
  const sparse = (inputs['sparse-checkout'] ?? '').split('\n').filter((pattern) => pattern.trim() !== '');
  const filter = inputs['filter'] ? inputs['filter'] : sparse.length > 0 ? 'blob:none' : undefined;
  const tags = isTrue(inputs['fetch-tags']) && depth !== 0 ? ['+refs/tags/*:refs/tags/*'] : [];
  const quiet = ['--no-tags', '--prune', '--no-recurse-submodules', '-q'];
  const fetch = (...rest: readonly string[]): Call => [
    '-c',
    'protocol.version=2',
    'fetch',
    ...quiet,
    ...(filter === undefined ? [] : [`--filter=${filter}`]),
    ...rest,
  ];
  const cone = isTrue(inputs['sparse-checkout-cone-mode']) ? '--cone' : '--no-cone';
  return [
    ...(depth > 0
      ? [fetch(`--depth=${depth}`, 'origin', ...tags, spec)]
      : [
          fetch('origin', '+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'),
          { unless: there, calls: [fetch('origin', spec)] },
        ]),
    ...(isTrue(inputs['lfs']) && sparse.length === 0 ? [['lfs', 'fetch', 'origin', lfs]] : []),
    ...(sparse.length > 0 ? [['sparse-checkout', 'set', cone, ...sparse]] : []),
    ['checkout', '-q', '--force', ...checkout],
  ];
}

async function post(context: StandInContext): Promise<void> {
  const [path, key, credentials] = ['path', 'key', 'credentials'].map(
    (name) => context.state.get(name) ?? '',
  );
  if (!path || !key || !credentials) return;
  await run(context, path, [['config', '--local', '--unset-all', key]]).catch(() => undefined);
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
