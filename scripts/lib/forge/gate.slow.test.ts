import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { LOCK_PATH, parseLock } from '#core/lock.ts';
import { ArtifactName } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import { parseLedger } from '#engine/ledger/chain.ts';
import type { Ledger } from '#engine/ledger/chain.ts';
import { LEDGER_BRANCH, LEDGER_FILE } from '#engine/ledger/ledger.ts';
import { entriesOf } from '#engine/ledger/queries.ts';
import { EPISODE, logsOf, smallLife, smallManifest } from '#test/small-life.ts';
import type { SmallLife } from '#test/small-life.ts';
import { COMMENT_MARKER } from './comment.ts';

// One life, told in order: each test goes on where the one before it stopped.

const ALPHA = new URL('../../alpha.ts', import.meta.url).pathname;
const TAG = `ep/${EPISODE}/v1.0.0-preview.1`;
const REASON = 'she wears another face in this episode';

let life: SmallLife;
let pull: number;
let shown: string | undefined;

beforeAll(async () => {
  life = await smallLife();
}, 300_000);
afterAll(async () => {
  await life[Symbol.asyncDispose]();
}, 300_000);

const ledger = async (): Promise<Ledger> => parseLedger(`${await life.text(LEDGER_BRANCH, LEDGER_FILE)}\n`);
const acceptances = async () =>
  entriesOf(await ledger(), 'gate').flatMap(({ record }) =>
    record.accepted === undefined ? [] : [{ artifact: record.artifact, ...record.accepted }],
  );
/** The comment of the bot that tells of the change. */
const told = async () => (await life.comments(pull)).find((body) => body.startsWith(COMMENT_MARKER)) ?? '';
const lastRun = async (workflow: string) => {
  const run = (await life.runs(workflow)).at(-1);
  if (run === undefined) throw new Error(`${workflow} never ran`);
  return run;
};
const logOf = async (workflow: string) => (await lastRun(workflow)).jobs.map(({ log }) => log).join('\n');
const checks = async () => {
  const { data } = await life.sandbox
    .api('owner')
    .request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
      owner: life.owner,
      repo: life.repo,
      ref: await life.head(pull),
    });
  return data.check_runs
    .filter(({ name }) => name === 'alpha-ref')
    .toSorted((a, b) => Number(a.id) - Number(b.id));
};
/** The command line of this checkout, in a clone of what is on the forge now. */
async function alpha(...args: readonly string[]) {
  const clone = await life.sandbox.clone('owner');
  return execa('node', [ALPHA, ...args], { cwd: clone.path, env: clone.env, reject: false });
}

test(
  'I2: what shows her is published without a word from anyone, and is what the lock names',
  { timeout: 600_000 },
  async () => {
    const first = await life.open('owner', 'first', {
      [`episodes/${EPISODE}/narration.txt`]: 'Я Альфа, и это я.\n',
    });
    const reference = await lastRun('reference.yml');
    expect(logsOf(reference)).toContain('success');
    await life.approve(first.pull);
    await life.merge(first.pull);
    const publish = await lastRun('publish.yml');
    expect(logsOf(publish)).toContain('success');
    shown = await life.tip('published');
    expect(shown).toMatch(/^[0-9a-f]{40}$/u);
    const lock = parseLock(`${await life.text('main', LOCK_PATH)}\n`);
    for (const [path, artifact] of [
      [`video/${EPISODE}.mp4`, `video/${EPISODE}`],
      [`static/audio/${EPISODE}_voice.wav`, `voice/${EPISODE}`],
    ] as const) {
      const digest = oidOf(await life.bytes('published', path));
      expect(lock.get(ArtifactName.parse(artifact))?.outputs).toMatchObject([{ digest }]);
    }
  },
);

test(
  'I17: a rebuilt artifact that shows somebody else: the comment says what is blocked, and the check stops no merge',
  { timeout: 600_000 },
  async () => {
    const opened = await life.open('owner', 'somebody-else', {
      'assets/alpha.yml': smallManifest('source.stranger'),
    });
    pull = opened.pull;
    const reference = await lastRun('reference.yml');
    expect(logsOf(reference)).toContain('success');
    const comment = await told();
    expect(comment).toContain('**On merge nothing is published**');
    expect(comment).toMatch(/canon is no longer her by face structure \d/u);
    expect(comment).toContain('`/alpha accept canon <reason>`');
    expect((await checks()).at(-1)).toMatchObject({ conclusion: 'neutral' });
  },
);

test(
  'merged, publishing is refused with artifact, measure, figure, limit and command; readers see what they saw',
  { timeout: 600_000 },
  async () => {
    await life.approve(pull);
    await life.merge(pull);
    const publish = await lastRun('publish.yml');
    expect(publish.conclusion).toBe('failure');
    const log = await logOf('publish.yml');
    expect(log).toMatch(
      /nothing was published, and readers see what they saw before:\s+canon is no longer her by face structure [\d.]+ × limit \(limit 1\)/u,
    );
    expect(log).toContain('/alpha accept canon <reason>');
    expect(await life.tip('published')).toBe(shown);
  },
);

test('who is no maintainer changes nothing, whatever they write', { timeout: 600_000 }, async () => {
  const before = await ledger();
  for (const role of ['stranger', 'reviewer'] as const)
    await life.comment(role, pull, `/alpha accept canon ${REASON}`);
  await life.runs('commands.yml');
  expect(await ledger()).toEqual(before);
  const replies = (await life.comments(pull)).filter((body) => body.includes('it takes a maintainer'));
  expect(replies).toHaveLength(2);
  expect((await lastRun('publish.yml')).conclusion).toBe('failure');
  expect(await life.tip('published')).toBe(shown);
});

test(
  'a malformed word is told how it is written, and a talk about it costs nothing',
  { timeout: 600_000 },
  async () => {
    const before = (await life.runs('commands.yml')).length;
    await life.comment('owner', pull, '/alpha accept canon');
    await life.comment('owner', pull, 'What does /alpha accept do?');
    await life.comment(
      'owner',
      pull,
      '/alpha accept `touch pwned` because $(touch pwned) ${{ github.token }}',
    );
    const runs = (await life.runs('commands.yml')).slice(before);
    expect(runs.map(({ conclusion }) => conclusion)).toEqual(['success', 'skipped', 'success']);
    const replies = (await life.comments(pull)).filter((body) => body.startsWith('That was not understood'));
    expect(replies).toHaveLength(2);
    expect(replies[0]).toContain('`/alpha accept <artifact> <reason>`');
    expect(await acceptances()).toEqual([]);
  },
);

test(
  'the owner accepts with a reason: the ledger keeps it, comment and check say it, and publishing goes through',
  { timeout: 600_000 },
  async () => {
    await life.comment('owner', pull, `/alpha accept canon ${REASON}`);
    const answer = await lastRun('commands.yml');
    expect(logsOf(answer)).toContain('success');
    expect(await acceptances()).toEqual([
      {
        artifact: 'canon',
        by: life.sandbox.users.owner.login,
        reason: REASON,
        commit: await life.head(pull),
      },
    ]);
    const comment = await told();
    expect(comment).not.toContain('**On merge nothing is published**');
    expect(comment).toContain(`✓ canon was accepted by ${life.sandbox.users.owner.login}&#58; ${REASON}`);
    expect((await checks()).at(-1)).toMatchObject({ conclusion: 'success' });
    expect((await life.comments(pull)).at(-1)).toContain('Publishing was started anew.');
    const publish = await lastRun('publish.yml');
    expect(publish).toMatchObject({ event: 'workflow_dispatch', conclusion: 'success' });
    expect(await life.tip('published')).not.toBe(shown);
    expect(life.sandbox.forge.tables.reactions.list().map(({ content }) => content)).toEqual(
      expect.arrayContaining(['+1', '-1', 'confused']),
    );
  },
);

test('said again, nothing is written again', { timeout: 600_000 }, async () => {
  const before = await ledger();
  await life.comment('owner', pull, `/alpha accept canon ${REASON}`);
  await life.runs('commands.yml');
  expect(entriesOf(await ledger(), 'gate')).toEqual(entriesOf(before, 'gate'));
  expect((await life.comments(pull)).at(-1)).toContain('That stands in the ledger already');
});

const Audit = z.object({
  whole: z.boolean(),
  traces: z.array(
    z.object({
      asset: z.string(),
      artifact: z.string().nullable(),
      builds: z.array(z.object({ artifact: z.string() })),
      reviews: z.array(z.object({ by: z.string() })),
      gates: z.array(
        z.object({
          artifact: z.string(),
          state: z.string(),
          accepted: z.array(z.object({ by: z.string(), reason: z.string() })),
        }),
      ),
      reference: z.object({ card: z.string() }).nullable(),
      gaps: z.array(z.string()),
    }),
  ),
});

test(
  'I20: shipped, each byte is traced to builds, review, gate with its acceptance, and card',
  { timeout: 600_000 },
  async () => {
    const clone = await life.sandbox.clone('owner');
    await clone.git('tag', '-a', '-m', 'as a preview', TAG, 'origin/main');
    await clone.push(TAG);
    const ship = await lastRun('ship.yml');
    expect(logsOf(ship)).toContain('success');
    const { stdout, exitCode } = await alpha('audit', TAG, '--json');
    const audit = Audit.parse(JSON.parse(stdout));
    expect(audit.traces.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect({ whole: audit.whole, exitCode }).toEqual({ whole: true, exitCode: 0 });
    expect(audit.traces.map(({ asset }) => asset)).toContain(`${EPISODE}.mp4`);
    const video = audit.traces.find(({ asset }) => asset === `${EPISODE}.mp4`);
    expect(video?.builds.map(({ artifact }) => artifact)).toEqual(
      expect.arrayContaining([`video/${EPISODE}`, 'scene', 'mesh', 'canon', `voice/${EPISODE}`]),
    );
    expect(video?.reviews).toMatchObject([{ by: life.sandbox.users.reviewer.login }]);
    expect(video?.gates).toMatchObject([
      {
        artifact: 'canon',
        state: 'accepted',
        accepted: [{ by: life.sandbox.users.owner.login, reason: REASON }],
      },
    ]);
    expect(video?.reference).toEqual({ card: 'assets/stranger.yml' });
    const voice = audit.traces.find(({ asset }) => asset === `${EPISODE}_voice.wav`);
    expect(voice).toMatchObject({ reference: null, gates: [] });
  },
);

test(
  'in a terminal the same word is given with Git’s own name, and refused where there is nothing to accept',
  { timeout: 600_000 },
  async () => {
    const { stdout, exitCode } = await alpha('verify', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      faults: [],
      gates: [{ artifact: 'canon', kind: 'accepted' }],
    });
    expect(exitCode).toBe(0);
    const nobody = await alpha('accept', 'mesh', '--reason', REASON);
    expect(nobody.stderr).toContain('not-gated');
    const again = await alpha('accept', 'canon', '--reason', REASON, '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ record: null, by: expect.stringContaining('<') });
  },
);

test(
  'I11, I24: what cannot be built commits no lock, and the required check says so all the same',
  { timeout: 600_000 },
  async () => {
    const broken = smallManifest('source.stranger').replace(
      'ships: yes, gate',
      'params: { width: 512 }, ships: yes, gate',
    );
    const opened = await life.open('owner', 'broken', { 'assets/alpha.yml': broken });
    pull = opened.pull;
    const before = await life.head(pull);
    const reference = await lastRun('reference.yml');
    expect(reference.conclusion).toBe('failure');
    expect(await life.head(pull)).toBe(before);
    expect(await told()).toContain('could not be built');
    expect((await checks()).at(-1)).toMatchObject({ conclusion: 'failure' });
  },
);

test(
  'a gate that is new in the manifest is looked at, though nothing is rebuilt for it',
  { timeout: 600_000 },
  async () => {
    const gated = smallManifest('source.stranger')
      .replace('picture: canon }, seed: 7,', 'picture: canon }, seed: 7, gate: identity,')
      .replace('reads: { mesh: mesh }', 'reads: { mesh: mesh }\n    gate: identity');
    ({ pull } = await life.open('owner', 'gate-more', { 'assets/alpha.yml': gated }));
    const reference = await lastRun('reference.yml');
    expect(logsOf(reference)).toContain('success');
    expect(reference.jobs.find(({ key }) => key === 'rebuild')).toMatchObject({ conclusion: 'skipped' });
    const looks = entriesOf(await ledger(), 'gate').map(({ record }) => record);
    expect(looks.findLast(({ artifact }) => artifact === 'mesh')?.report?.axes).toHaveLength(5);
    // A sequence of splats is a medium that no measure reads: that nobody could look is told, and is no pass.
    expect(looks.findLast(({ artifact }) => artifact === 'scene')).toMatchObject({ report: null });
    expect(await told()).toContain('scene');
    expect((await checks()).at(-1)).toMatchObject({ conclusion: 'neutral' });
  },
);

test(
  'a maintainer’s word from a terminal stands in the ledger of the remote, by Git’s name, for that commit',
  { timeout: 600_000 },
  async () => {
    const words = ['--reason', 'looked at by eye', '--commit', 'origin/gate-more'];
    const { stdout, stderr } = await alpha('accept', 'scene', ...words);
    expect({ stdout, stderr }).toMatchObject({ stdout: expect.stringContaining('Accepted by '), stderr: '' });
    const [last] = (await acceptances()).toReversed();
    expect(last).toMatchObject({
      artifact: 'scene',
      by: expect.stringMatching(/^alpha <.+>$/u),
      reason: 'looked at by eye',
      commit: await life.head(pull),
    });
    const { stdout: verified } = await alpha('verify', '--json', '--commit', 'origin/gate-more');
    expect(JSON.parse(verified)).toMatchObject({
      gates: expect.arrayContaining([expect.objectContaining({ artifact: 'scene', kind: 'accepted' })]),
    });
  },
);

test(
  'I24: in the merge queue, where nothing is affected, the required check reports as well',
  { timeout: 600_000 },
  async () => {
    const opened = await life.open('owner', 'words-about-it', {
      'NOTES.md': 'Nothing that an artifact is made from.\n',
    });
    const own = await lastRun('reference.yml');
    expect(logsOf(own)).toContain('success');
    expect(own.jobs.find(({ key }) => key === 'visual-diff')).toMatchObject({ conclusion: 'success' });
    await life.sandbox.enqueue(opened.pull);
    const queued = await lastRun('reference.yml');
    expect(queued).toMatchObject({ event: 'merge_group', conclusion: 'success' });
    expect(queued.jobs.find(({ key }) => key === 'visual-diff')).toMatchObject({ conclusion: 'success' });
  },
);

test('all of it was said as GitHub describes it, and no job asked another machine', () => {
  expect(life.sandbox.forge.violations()).toEqual([]);
  expect(life.sandbox.runner.leaks()).toEqual([]);
});
