import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { oidOf } from '#core/oid.ts';
import { parseOwner } from '../lib/engine/licence/owner.ts';
import { parseEnvironment } from '../lib/engine/backends/environment.ts';

const here = import.meta.dirname;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alpha-runner-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const policy = {
  repository: 'alpha-owner/alpha-ref',
  workflows: ['.github/workflows/reference.yml', '.github/workflows/commands.yml'],
  events: ['pull_request', 'workflow_dispatch'],
  maintainers: ['Alpha-Owner'],
  approved: '/nonexistent/approved',
};
const SHA = 'a'.repeat(40);
const repository = { full_name: 'alpha-owner/alpha-ref', default_branch: 'main' };
const side = (fullName: string | null) => ({
  repo: fullName === null ? null : { full_name: fullName },
  sha: SHA,
});
const pull = (head: ReturnType<typeof side>) => ({
  action: 'synchronize',
  repository,
  sender: { login: 'someone' },
  pull_request: { number: 5, head, base: side('alpha-owner/alpha-ref') },
});
const dispatch = (change: Readonly<Record<string, unknown>> = {}) => ({
  repository,
  ref: 'refs/heads/main',
  inputs: { sha: SHA },
  sender: { login: 'alpha-owner' },
  ...change,
});

interface Given {
  readonly event?: unknown;
  readonly name?: string;
  readonly workflow?: string;
  readonly ref?: string;
  readonly repository?: string;
  readonly policy?: unknown;
  readonly mode?: number;
  readonly env?: Readonly<Record<string, string>>;
}
let serial = 0;
/** Puts many events before the judge's rules in one process: the answer of each, or `null` where it may run. */
async function rules(cases: readonly Given[]): Promise<(string | null)[]> {
  const program = `import json, sys
sys.path.insert(0, sys.argv[1])
import judge_job
answers = []
for case in json.load(sys.stdin):
    try:
        judge_job.judge(case["policy"], case["event"], case["environment"])
        answers.append(None)
    except judge_job.Refused as refusal:
        answers.append(str(refusal))
print(json.dumps(answers))`;
  const { stdout } = await execa('python3', ['-I', '-B', '-c', program, join(here, 'hooks')], {
    input: JSON.stringify(
      cases.map((given) => ({
        policy: given.policy ?? policy,
        event: given.event ?? pull(side('alpha-owner/alpha-ref')),
        environment: environmentOf(given),
      })),
    ),
  });
  return z.array(z.string().nullable()).parse(JSON.parse(stdout));
}

const environmentOf = (given: Given) => ({
  GITHUB_EVENT_NAME: given.name ?? 'pull_request',
  GITHUB_REF: given.ref ?? 'refs/pull/5/merge',
  GITHUB_REPOSITORY: given.repository ?? 'alpha-owner/alpha-ref',
  GITHUB_WORKFLOW_REF:
    given.workflow ?? 'alpha-owner/alpha-ref/.github/workflows/reference.yml@refs/pull/5/merge',
});

/** Judges an event as the hook does, with a policy of its own. */
async function judge(given: Given): Promise<{ readonly exit: number | undefined; readonly said: string }> {
  const folder_ = join(folder, `judge-${(serial += 1)}`);
  await mkdir(folder_);
  await writeFile(join(folder_, 'policy.json'), JSON.stringify(given.policy ?? policy));
  await chmod(join(folder_, 'policy.json'), given.mode ?? 0o644);
  const event = given.event ?? pull(side('alpha-owner/alpha-ref'));
  await writeFile(join(folder_, 'event.json'), typeof event === 'string' ? event : JSON.stringify(event));
  const { exitCode, stdout } = await execa(
    'python3',
    ['-I', join(here, 'hooks', 'judge_job.py'), join(folder_, 'policy.json')],
    {
      reject: false,
      extendEnv: false,
      env: {
        PATH: '/usr/bin:/bin',
        GITHUB_EVENT_PATH: join(folder_, 'event.json'),
        ...environmentOf(given),
        ...given.env,
      },
    },
  );
  return { exit: exitCode, said: stdout };
}

test('a pull request with its head in this repository may run', async () => {
  expect((await judge({})).exit).toBe(0);
});

const refusals: readonly [Given, string][] = [
  [{ event: pull(side('stranger/alpha-ref')) }, 'never runs the code of a fork'],
  [{ event: pull(side(null)) }, 'its fork was deleted'],
  [{ repository: 'stranger/alpha-ref' }, 'belongs to alpha-owner/alpha-ref'],
  [
    { event: { ...pull(side('alpha-owner/alpha-ref')), repository: { full_name: 'stranger/x' } } },
    'the event says stranger/x',
  ],
  [
    { workflow: 'alpha-owner/alpha-ref/.github/workflows/evil.yml@refs/heads/x' },
    'not one that may use the GPU',
  ],
  [
    { workflow: 'stranger/alpha-ref/.github/workflows/reference.yml@refs/heads/main' },
    'not one that may use the GPU',
  ],
  [{ workflow: '' }, 'without a name'],
];

test('forks, other repositories and other workflows are refused', async () => {
  const answers = await rules(refusals.map(([given]) => given));
  for (const [index, [, told]] of refusals.entries()) expect(answers[index]).toContain(told);
});

test('an event that cannot be read is refused, with an annotation', async () => {
  for (const event of ['{', '[]']) {
    const { exit, said } = await judge({ event });
    expect(exit).toBe(1);
    expect(said).toMatch(/^::error title=Refused by the runner::/u);
  }
});

test('no other event reaches the card, also when a policy lists it', async () => {
  const names = [
    'push',
    'pull_request_target',
    'issue_comment',
    'workflow_run',
    'merge_group',
    'schedule',
    'release',
    '',
  ];
  const event = { repository, ref: 'refs/heads/main' };
  const answers = await rules([
    ...names.map((name) => ({ name, event })),
    ...names.map((name) => ({ name, event, policy: { ...policy, events: names } })),
  ]);
  expect(answers).toHaveLength(16);
  for (const answer of answers) expect(answer).toContain('is not an event that may use the GPU');
});

const asked = (event: unknown, more: Given = {}): Given => ({
  name: 'workflow_dispatch',
  workflow: 'alpha-owner/alpha-ref/.github/workflows/commands.yml@refs/heads/main',
  event,
  ...more,
});

test('a dispatch names one full commit, comes from the default branch and from a maintainer', async () => {
  const wrong: readonly [Readonly<Record<string, unknown>>, string][] = [
    [{ inputs: {} }, 'one full commit'],
    [{ inputs: { sha: 'abc1234' } }, 'one full commit'],
    [{ inputs: { sha: 'main' } }, 'one full commit'],
    [{ inputs: { sha: `${SHA}\n` } }, 'one full commit'],
    [{ ref: 'refs/heads/feature' }, 'must come from the default branch'],
    [{ sender: { login: 'stranger' } }, 'was not approved'],
  ];
  const [right, ...answers] = await rules([
    asked(dispatch()),
    ...wrong.map(([change]) => asked(dispatch(change))),
  ]);
  expect(right).toBeNull();
  for (const [index, [, told]] of wrong.entries()) expect(answers[index]).toContain(told);
});

test('a commit that the owner listed may run, and the next one not', async () => {
  const approved = join(folder, 'approved');
  await writeFile(approved, `# for #12\n${SHA}  # looked at\n`);
  const given = { policy: { ...policy, approved } };
  const event = dispatch({ sender: { login: 'stranger' } });
  const [listed, next] = await rules([
    asked(event, given),
    asked({ ...event, inputs: { sha: 'b'.repeat(40) } }, given),
  ]);
  expect(listed).toBeNull();
  expect(next).toContain('was not approved');
});

const HOUSEKEEPING = '.github/workflows/housekeeping.yml';
const kept = (name: string, ref: string, sender = 'alpha-owner'): Given => ({
  name,
  ref,
  workflow: `alpha-owner/alpha-ref/${HOUSEKEEPING}@${ref}`,
  policy: {
    ...policy,
    workflows: [...policy.workflows, HOUSEKEEPING],
    events: [...policy.events, 'schedule'],
  },
  event: { repository, ref, sender: { login: sender } },
});

test('housekeeping runs by the clock or by a maintainer’s hand, as the default branch has it; its rule lets nothing else in', async () => {
  const [clock, hand, ...answers] = await rules([
    kept('schedule', 'refs/heads/main'),
    kept('workflow_dispatch', 'refs/heads/main'),
    kept('schedule', 'refs/heads/feature'),
    kept('workflow_dispatch', 'refs/heads/feature'),
    kept('workflow_dispatch', 'refs/heads/main', 'stranger'),
    kept('pull_request', 'refs/heads/main'),
    { ...kept('schedule', 'refs/heads/main'), policy },
    { ...kept('schedule', 'refs/heads/main'), workflow: asked(dispatch()).workflow ?? '' },
    { ...kept('schedule', 'refs/heads/main'), workflow: `stranger/x/${HOUSEKEEPING}@refs/heads/main` },
  ]);
  expect([clock, hand]).toEqual([null, null]);
  for (const [index, told] of [
    'as the default branch has it',
    'as the default branch has it',
    'is no maintainer',
    'not an event',
    'not an event',
    'not an event',
    'not an event',
  ].entries())
    expect(answers[index]).toContain(told);
});

test('a policy that others could write is none', async () => {
  const { exit, said } = await judge({ mode: 0o666 });
  expect(exit).toBe(1);
  expect(said).toContain('writable by nobody else');
});

test.each([{}, { ...policy, repository: 5 }, { ...policy, extra: true }, []])(
  'a wrong policy refuses: %j',
  async (wrong) => {
    expect((await judge({ policy: wrong })).exit).toBe(1);
  },
);

test('what the event says cannot write annotations of its own', async () => {
  const evil = 'x/y\n::set-output name=a::b%';
  const { said } = await judge({ event: pull(side(evil)) });
  expect(said.split('\n')).toHaveLength(1);
  expect(said).toContain('x/y%0A::set-output name=a::b%25');
});

test('no event whatever is let through unless its head is here', async () => {
  const events = fc.sample(fc.dictionary(fc.string(), fc.jsonValue()), { numRuns: 300, seed: 1 });
  const answers = await rules(events.map((event) => ({ event })));
  expect(answers).toHaveLength(300);
  expect(answers.filter((answer) => answer === null)).toEqual([]);
});

test('the hook runs the judge with nothing of the job’s environment', async () => {
  const { exitCode, stdout } = await execa('/bin/bash', ['-e', join(here, 'hooks', 'job-started.sh')], {
    reject: false,
    env: { PYTHONPATH: folder, PYTHONSTARTUP: '/x', PATH: '/nonexistent', GITHUB_EVENT_NAME: 'push' },
    extendEnv: false,
  });
  // There is no policy on this machine: refused, by the judge and not by a crash.
  expect(exitCode).toBe(1);
  expect(stdout).toContain('Refused by the runner');
});

test('what a job leaves is emptied, and nothing beside it', async () => {
  const root = join(folder, 'state');
  const work = join(root, 'gpu0', 'runner', '_work', 'alpha-ref');
  await mkdir(join(work, 'deep', 'locked'), { recursive: true });
  await writeFile(join(work, 'deep', 'file'), 'x');
  await chmod(join(work, 'deep', 'locked'), 0o000);
  await mkdir(join(root, 'tools'), { recursive: true });
  await writeFile(join(root, 'tools', 'result'), 'kept');
  const outside = join(folder, 'outside');
  await mkdir(outside);
  await writeFile(join(outside, 'file'), 'kept');
  const script = (await readFile(join(here, 'hooks', 'job-completed.sh'), 'utf8')).replaceAll(
    '/var/lib/alpha-runner',
    root,
  );
  await writeFile(join(folder, 'completed.sh'), script);
  await execa('bash', ['-e', join(folder, 'completed.sh')], {
    env: { GITHUB_WORKSPACE: work, RUNNER_TEMP: outside },
  });
  expect(await readdir(work)).toEqual([]);
  expect(await readdir(outside)).toEqual(['file']);
  expect(await readdir(join(root, 'tools'))).toEqual(['result']);
  await execa('bash', ['-e', join(folder, 'completed.sh')], {
    env: { GITHUB_WORKSPACE: `${root}/gpu0/../../outside`, RUNNER_TEMP: '' },
  });
  expect(await readdir(outside), 'a way out of the folder is no way').toEqual(['file']);
});

/** A GitHub that gives runner configurations, or refuses. */
async function github(answers: { readonly status: number; readonly body: unknown }[]) {
  const asked_: { readonly path: string; readonly authorization: string; readonly body: unknown }[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      asked_.push({
        path: `${request.method} ${request.url}`,
        authorization: request.headers.authorization ?? '',
        body: JSON.parse(Buffer.concat(pieces).toString()),
      });
      const answer = answers[Math.min(asked_.length, answers.length) - 1] ?? { status: 500, body: {} };
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    api: `http://127.0.0.1:${port}`,
    asked: asked_,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}
async function nextConfig(api: string) {
  const own = join(folder, `jit-${(serial += 1)}`);
  await mkdir(own);
  await writeFile(join(own, 'token'), 'github_pat_secret\n');
  await writeFile(
    join(own, 'settings.json'),
    JSON.stringify({
      repository: 'alpha-owner/alpha-ref',
      api,
      token_file: join(own, 'token'),
      labels: ['self-hosted', 'linux', 'x64', 'gpu'],
      group: 1,
    }),
  );
  const result = await execa(
    'python3',
    ['-I', join(here, 'next_jitconfig.py'), join(own, 'settings.json'), '0', join(own, 'jitconfig')],
    { reject: false },
  );
  const { exitCode, stdout, stderr } = result;
  return { exitCode, stdout, stderr, own };
}

test('a runner is registered for one job, and its configuration is readable by one user', async () => {
  await using server = await github([{ status: 201, body: { runner: {}, encoded_jit_config: 'once' } }]);
  const { exitCode, own, stdout, stderr } = await nextConfig(server.api);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(server.asked).toMatchObject([
    {
      path: 'POST /repos/alpha-owner/alpha-ref/actions/runners/generate-jitconfig',
      authorization: 'Bearer github_pat_secret',
      body: { runner_group_id: 1, labels: ['self-hosted', 'linux', 'x64', 'gpu'], work_folder: '_work' },
    },
  ]);
  expect(await readFile(join(own, 'jitconfig'), 'utf8')).toBe('once');
  expect((await stat(join(own, 'jitconfig'))).mode & 0o777).toBe(0o600);
  expect(stdout).not.toContain('secret');
});

test('a token without rights is told, and what passes is asked again', async () => {
  await using refusing = await github([{ status: 404, body: { message: 'Not Found' } }]);
  const refused = await nextConfig(refusing.api);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('Administration: write');
  expect(refused.stderr).not.toContain('secret');
  await using shaky = await github([
    { status: 502, body: {} },
    { status: 201, body: { encoded_jit_config: 'second' } },
  ]);
  expect((await nextConfig(shaky.api)).exitCode).toBe(0);
  expect(shaky.asked).toHaveLength(2);
});

test('a dry run of the setup changes nothing and says every step; a wrong archive is refused', async () => {
  const archive = join(folder, 'runner.tar.gz');
  await writeFile(archive, 'archive');
  const args = ['--repository', 'alpha-owner/alpha-ref', '--archive', archive, '--gpus', '0,1', '--dry-run'];
  const good = await execa('bash', [join(here, 'setup.sh'), ...args, '--sha256', oidOf('archive')], {
    reject: false,
  });
  expect(good.stderr).toBe('');
  expect(good.exitCode).toBe(0);
  expect(good.stdout).toContain('systemctl enable alpha-runner@1.service');
  expect(good.stdout).toContain('useradd --system');
  await expect(stat('/opt/alpha-runner')).rejects.toThrow('ENOENT');
  const bad = await execa('bash', [join(here, 'setup.sh'), ...args, '--sha256', oidOf('another')], {
    reject: false,
  });
  expect(bad.exitCode).toBe(1);
  expect(bad.stderr).toContain('is not the file that --sha256 names');
});

test('every script is clean by shellcheck, where it is installed', async () => {
  const scripts = [
    'setup.sh',
    'prepare.sh',
    'run-once.sh',
    'clean.sh',
    'hooks/job-started.sh',
    'hooks/job-completed.sh',
  ];
  const { stdout, exitCode, code } = await execa('shellcheck', ['-x', ...scripts], {
    cwd: here,
    reject: false,
  });
  if (code === 'ENOENT') return;
  expect(stdout).toBe('');
  expect(exitCode).toBe(0);
});

test('the unit runs jobs without rights and ends all that they start', async () => {
  const unit = await readFile(join(here, 'systemd', 'alpha-runner@.service'), 'utf8');
  for (const line of [
    'User=alpha-runner',
    'NoNewPrivileges=yes',
    'KillMode=control-group',
    'ProtectSystem=strict',
    'ACTIONS_RUNNER_HOOK_JOB_STARTED=/opt/alpha-runner/bin/hooks/job-started.sh',
    'ExecStopPost=+/opt/alpha-runner/bin/clean.sh %i',
  ])
    expect(unit).toContain(line);
  const privileged = unit.split('\n').filter((line) => /^Exec\w+=\+/u.test(line));
  expect(privileged).toHaveLength(2);
});

const read = (name: string) => readFile(join(here, name), 'utf8');
test('the examples are ones that the code reads', async () => {
  expect(parseEnvironment(await read('runner.example.yml'), 'runner.example.yml').systems).toHaveProperty(
    'sharp',
  );
  expect(parseOwner(await read('owner.example.yml')).use).toBe('personal');
  expect((await judge({ policy: JSON.parse(await read('policy.example.json')) })).said).toContain(
    'belongs to OWNER/alpha-ref',
  );
});
