import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LOCK_PATH, parseLock } from '#core/lock.ts';
import { parseLedger } from '#engine/ledger/chain.ts';
import { LEDGER_BRANCH, LEDGER_FILE } from '#engine/ledger/ledger.ts';
import { entriesOf } from '#engine/ledger/queries.ts';
import { EPISODE, logsOf, smallLife, smallManifest } from '#test/small-life.ts';
import type { SmallLife } from '#test/small-life.ts';
import { COMMENT_MARKER } from './comment.ts';

// One fork's pull request, told in order: each test goes on where the one before it stopped.

const JUDGE = fileURLToPath(new URL('../../runner/hooks/judge_job.py', import.meta.url));
/** Code of the fork, in the very file that builds: its words must never be said on the machine with the card. */
const FORK_SPEAKS = 'THE CODE OF THE FORK RUNS';
const BUILDER = 'actions/dist/rebuild-artifacts.js';
const NARRATION = `episodes/${EPISODE}/narration.txt`;

type Clone = Awaited<ReturnType<SmallLife['open']>>['clone'];
let life: SmallLife;
let fork: Clone;
let pull: number;
let head: string;

beforeAll(async () => {
  life = await smallLife();
}, 300_000);
afterAll(async () => {
  await life[Symbol.asyncDispose]();
}, 300_000);

/** Every job that the machine with the card ran, as `run: name`. */
async function onTheCard(): Promise<{ run: number; name: string; log: string }[]> {
  await life.sandbox.idle();
  const runs = await life.sandbox.runs();
  return runs.flatMap(({ id, jobs }) =>
    jobs
      .filter(({ runner }) => runner?.startsWith('gpu') === true)
      .map(({ name, log }) => ({ run: id, name, log })),
  );
}
const dispatches = async () =>
  (await life.runs('commands.yml')).filter(({ event }) => event === 'workflow_dispatch');
const lastReply = async () => (await life.comments(pull)).at(-1) ?? '';
const dispatch = async (role: 'owner' | 'reviewer', inputs: Readonly<Record<string, string>>) => {
  await life.sandbox
    .api(role)
    .request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
      owner: life.owner,
      repo: life.repo,
      workflow_id: 'commands.yml',
      ref: 'main',
      inputs: { ...inputs },
    });
  return (await dispatches()).at(-1);
};

/** What the runner's own hook says to a dispatch: `true` when it lets the job begin. */
async function judged(payload: unknown, maintainers: readonly string[]): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'alpha-judge-'));
  try {
    const policy = {
      repository: life.sandbox.slug,
      workflows: ['.github/workflows/commands.yml'],
      events: ['workflow_dispatch'],
      maintainers,
      approved: join(folder, 'none'),
    };
    await writeFile(join(folder, 'policy.json'), JSON.stringify(policy), { mode: 0o644 });
    await writeFile(join(folder, 'event.json'), JSON.stringify(payload));
    const { exitCode } = await execa('python3', ['-I', JUDGE, join(folder, 'policy.json')], {
      reject: false,
      extendEnv: false,
      env: {
        PATH: '/usr/bin:/bin',
        GITHUB_EVENT_PATH: join(folder, 'event.json'),
        GITHUB_EVENT_NAME: 'workflow_dispatch',
        GITHUB_REPOSITORY: life.sandbox.slug,
        GITHUB_WORKFLOW_REF: `${life.sandbox.slug}/.github/workflows/commands.yml@refs/heads/main`,
      },
    });
    return exitCode === 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test(
  'I13: a fork’s pull request is looked at and previewed on hosted machines, with tokens that only read',
  { timeout: 600_000 },
  async () => {
    const cloned = await life.sandbox.clone('owner');
    const builder = Buffer.from(await cloned.read(BUILDER)).toString();
    const opened = await life.open('stranger', 'their-words', {
      [NARRATION]: 'Я Альфа, говорю по-другому.\n',
      [BUILDER]: `console.log('${FORK_SPEAKS}');\n${builder}`,
    });
    ({ pull, clone: fork } = opened);
    head = await life.head(pull);
    const [run] = await life.runs('reference.yml');
    if (run === undefined) throw new Error('reference.yml never ran');
    const ran = run.jobs.filter(({ conclusion }) => conclusion !== 'skipped');
    expect(ran.map(({ key }) => key).toSorted()).toEqual(['detect', 'preview', 'visual-diff']);
    expect(run.jobs.find(({ key }) => key === 'preview')).toMatchObject({ conclusion: 'success' });
    for (const { runner, permissions } of ran) {
      expect(runner).toMatch(/^hosted/u);
      expect(Object.values(permissions)).not.toContain('write');
    }
    // The fork's code does run there: what follows is not silent because nothing would speak.
    expect(run.jobs.map(({ log }) => log).join('\n')).toContain(FORK_SPEAKS);
    expect(await onTheCard()).toEqual([]);
    expect(await life.comments(pull)).toEqual([]);
    expect(await life.tip(LEDGER_BRANCH)).toBeUndefined();
  },
);

test(
  'only a maintainer starts a build, only of the head, only by its whole name',
  { timeout: 600_000 },
  async () => {
    const main = (await life.tip('main')) ?? '';
    for (const [role, text, answer] of [
      ['stranger', `/alpha build ${head}`, 'it takes a maintainer'],
      ['reviewer', `/alpha build ${head}`, 'it takes a maintainer'],
      ['owner', `/alpha build ${head.slice(0, 12)}`, 'all 40 lower-case digits'],
      ['owner', `/alpha build ${main}`, 'its head is'],
      ['owner', '/alpha help', '`/alpha build <sha>`'],
    ] as const) {
      await life.comment(role, pull, text);
      await life.sandbox.idle();
      expect(await lastReply()).toContain(answer);
    }
    expect(await dispatches()).toEqual([]);
    expect(await onTheCard()).toEqual([]);
  },
);

test(
  'I13: named by the owner, just this commit is built on the card, by main’s code, and shown with its lock on a branch of ours',
  { timeout: 600_000 },
  async () => {
    await life.comment('owner', pull, `/alpha build ${head}`);
    const [run, ...others] = await dispatches();
    if (run === undefined) throw new Error('nothing was dispatched');
    expect(others).toEqual([]);
    expect(logsOf(run)).toContain('success');
    const card = await onTheCard();
    expect(card.map(({ name, run: of }) => [name, of])).toEqual([['rebuild (lane-1)', run.id]]);
    expect(run.jobs.map(({ log }) => log).join('\n')).not.toContain(FORK_SPEAKS);
    const builds = entriesOf(parseLedger(`${await life.text(LEDGER_BRANCH, LEDGER_FILE)}\n`), 'build');
    expect(new Set(builds.map(({ record }) => record.commit))).toEqual(new Set([head]));
    const branch = `alpha-lock/pr-${pull}`;
    const lock = parseLock(`${await life.text(branch, LOCK_PATH)}\n`);
    expect([...lock.keys()]).toContain(`video/${EPISODE}`);
    const git = life.sandbox.forge.git(life.sandbox.slug);
    expect(await git.resolve(`refs/heads/${branch}^`)).toBe(head);
    const comment = (await life.comments(pull)).find((body) => body.startsWith(COMMENT_MARKER));
    expect(comment).toContain(
      `on the branch \`${branch}\` of this repository and **not yet in this pull request**`,
    );
  },
);

test(
  'the runner’s hook lets that dispatch begin where its policy names the bot, and not otherwise',
  { timeout: 600_000 },
  async () => {
    // As the hook would read it.
    const payload = life.sandbox.forge.events().find(({ name }) => name === 'workflow_dispatch')?.payload;
    expect(payload).toMatchObject({
      inputs: { sha: head, pull: String(pull) },
      sender: { login: 'github-actions[bot]' },
    });
    expect(await judged(payload, ['github-actions[bot]'])).toBe(true);
    expect(await judged(payload, ['alpha'])).toBe(false);
  },
);

test(
  'I13: after a further push nothing runs on the card, whoever asks for it by the word for the commit before',
  { timeout: 600_000 },
  async () => {
    const before = await onTheCard();
    // A gate that nothing can be held to: closed until somebody accepts it.
    const gated = smallManifest().replace(
      'reads: { mesh: mesh }',
      'reads: { mesh: mesh }\n    gate: identity',
    );
    await fork.commit('Other words', {
      [NARRATION]: 'Я Альфа, и говорю ещё иначе.\n',
      'assets/alpha.yml': gated,
    });
    await fork.push();
    await life.sandbox.idle();
    const named = head;
    head = await life.head(pull);
    expect(head).not.toBe(named);
    await life.comment('owner', pull, `/alpha build ${named}`);
    await life.sandbox.idle();
    expect(await lastReply()).toContain(`its head is \`${head}\` now`);
    // Who may push could send a dispatch by hand: with the old comment, with none, with another pull request's number.
    const comments = await life.sandbox
      .api('owner')
      .request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        owner: life.owner,
        repo: life.repo,
        issue_number: pull,
      });
    const word = comments.data.find(({ body }) => body === `/alpha build ${named}`);
    for (const inputs of [
      { sha: head, pull: String(pull), comment: String(word?.id) },
      { sha: named, pull: String(pull), comment: String(word?.id) },
      { sha: head, pull: String(pull) },
      { sha: head, pull: '99' },
      { sha: 'main', pull: String(pull) },
    ]) {
      const run = await dispatch('reviewer', inputs);
      expect(
        run?.jobs
          .filter(({ key }) => key !== 'approve' && key !== 'answer')
          .map(({ conclusion }) => conclusion),
      ).toEqual(['skipped', 'skipped', 'skipped']);
      expect(run?.jobs.find(({ key }) => key === 'approve')).toMatchObject({ conclusion: 'failure' });
    }
    expect(await onTheCard()).toEqual(before);
  },
);

test(
  'named again, the new head is built; its author takes the lock, and it is reviewed, merged and published',
  { timeout: 600_000 },
  async () => {
    await life.comment('owner', pull, `/alpha build ${head}`);
    const run = (await dispatches()).at(-1);
    expect(run === undefined ? 'no run' : logsOf(run)).toContain('success');
    const card = await onTheCard();
    expect(card.at(-1)).toMatchObject({ run: run?.id });
    expect(card.map(({ log }) => log).join('\n')).not.toContain(FORK_SPEAKS);

    // Before its author has taken the lock, its gate can be accepted: for the bytes of the lock on our branch.
    await life.comment('owner', pull, '/alpha accept scene looked at by eye');
    await life.sandbox.idle();
    expect(await lastReply()).toContain('Nothing holds publishing up on merge.');

    const upstream = `${life.sandbox.url}/${life.sandbox.slug}.git`;
    await fork.git('pull', '--quiet', '--ff-only', upstream, `alpha-lock/pr-${pull}`);
    await fork.push();
    const looked = (await life.runs('reference.yml')).at(-1);
    expect(looked === undefined ? 'no run' : logsOf(looked)).toContain('success');
    await life.approve(pull);
    await life.merge(pull);
    const publish = (await life.runs('publish.yml')).at(-1);
    expect(publish === undefined ? 'no run' : logsOf(publish)).toContain('success');
    expect(await life.tip('published')).toMatch(/^[0-9a-f]{40}$/u);
  },
);

test('all of it was said as GitHub describes it, and no job asked another machine', () => {
  expect(life.sandbox.forge.violations()).toEqual([]);
  expect(life.sandbox.runner.leaks()).toEqual([]);
});
