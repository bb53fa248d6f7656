import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Clone } from '../clone.ts';
import { jobOf, stage } from './fixture.ts';
import type { Stage } from './fixture.ts';

const CHECKOUT = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1';

const PULL = `
name: pull
on: pull_request
permissions: { contents: read, pull-requests: write }
jobs:
  title:
    runs-on: ubuntu-latest
    steps:
      - run: echo \${{ github.event.pull_request.title }} > /dev/null; ls
      - run: echo "$TITLE"; rm -f pwned; ls | wc -l
        env: { TITLE: "\${{ github.event.pull_request.title }}" }
  where:
    runs-on: ubuntu-latest
    steps:
      - uses: ${CHECKOUT}
      - run: |
          echo "ref $GITHUB_REF head $GITHUB_HEAD_REF base $GITHUB_BASE_REF"
          git rev-list --count HEAD
          cat topic.txt fork.txt 2> /dev/null || true
      - run: |
          curl -s -o /dev/null -w 'comment %{http_code}\\n' -H "authorization: Bearer $TOKEN" -d '{"body":"from a job"}' "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues/\${{ github.event.number }}/comments"
          echo "secret [\${{ secrets.SHY && 'here' || 'absent' }}]"
        env: { TOKEN: "\${{ github.token }}" }
`;

const FILES = {
  '.github/workflows/pull.yml': PULL,
  '.github/workflows/target.yml': `
name: target
on: pull_request_target
permissions: { contents: read }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: 'echo "at $GITHUB_REF, secret [\${{ secrets.SHY && ''here'' || ''absent'' }}]"'
      - { uses: ${CHECKOUT}, with: { ref: "\${{ github.event.pull_request.head.sha }}" } }
`,
  '.github/workflows/paths.yml': `
name: paths
on: { pull_request: { paths: ['docs/**'] }, push: { branches: [main], paths: ['docs/**'] } }
jobs: { a: { runs-on: ubuntu-latest, steps: [{ run: echo }] } }
`,
  '.github/workflows/tags.yml': `
name: tags
on: { push: { tags: ['ep/**'] } }
jobs: { a: { runs-on: ubuntu-latest, steps: [{ run: 'echo "shipping $GITHUB_REF_NAME"' }] } }
`,
  '.github/workflows/review.yml': `
name: review
on: { pull_request_review: { types: [submitted] }, issue_comment: { types: [created] } }
jobs:
  a:
    runs-on: ubuntu-latest
    steps: [{ run: 'echo "$GITHUB_EVENT_NAME \${{ github.event.review.state || github.event.comment.body }}"' }]
`,
  '.github/workflows/bot.yml': `
name: bot
on: { push: { branches: [bot] } }
permissions: { contents: write, actions: write }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - { uses: ${CHECKOUT}, with: { fetch-depth: 0 } }
      - run: |
          git config user.name bot; git config user.email bot@example.invalid
          mkdir -p docs; echo x > docs/by-bot.txt; git add docs; git commit -qm 'by the bot'
          git push -q origin HEAD:refs/heads/main
          git tag ep/by/bot; git push -q origin ep/by/bot
          mkdir -p .github/workflows; echo '# x' >> .github/workflows/pull.yml; git commit -qam 'change a workflow'
          git push -q origin HEAD:refs/heads/evil || echo "$((1 + 1)) times refused"
          curl -s -o /dev/null -w 'dispatch %{http_code}\\n' -H "authorization: Bearer \${{ github.token }}" -d '{"ref":"main"}' "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/actions/workflows/called.yml/dispatches"
`,
  '.github/workflows/called.yml': `
name: called
on: { workflow_dispatch: { inputs: { word: { type: choice, options: [a, b], default: b }, on: { type: boolean } } } }
jobs: { a: { runs-on: ubuntu-latest, steps: [{ run: 'echo "word \${{ inputs.word }} on \${{ inputs.on == false }}"' }] } }
`,
  '.github/workflows/reader.yml': `
name: reader
on: { push: { branches: [reader] } }
permissions: { contents: read }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: ${CHECKOUT}
      - run: git push -q origin HEAD:refs/heads/forbidden || echo "$((1 + 2)) no push"
`,
  '.github/workflows/follow.yml': `
name: follow
on: { workflow_run: { workflows: [tags], types: [completed] } }
jobs: { a: { runs-on: ubuntu-latest, steps: [{ run: 'echo "after \${{ github.event.workflow_run.conclusion }} on $GITHUB_REF"' }] } }
`,
  '.github/workflows/cancel.yml': `
name: cancel
on: { push: { branches: [cancel] } }
concurrency: { group: "c-\${{ github.ref }}", cancel-in-progress: true }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: 'if [ "$MESSAGE" = slow ]; then sleep 60; fi; echo end'
        env: { MESSAGE: "\${{ github.event.head_commit.message }}" }
      - { if: "always()", run: 'echo "status \${{ job.status }}"' }
`,
  '.github/workflows/queue.yml': `
name: queue
on: { merge_group: { types: [checks_requested] } }
jobs: { a: { runs-on: ubuntu-latest, steps: [{ run: 'echo "checks \${{ github.event.merge_group.head_ref }} at $GITHUB_SHA"' }] } }
`,
  'a.txt': 'a',
};

let set: Stage;
let stranger: Clone;

beforeAll(async () => {
  set = await stage(FILES, { runner: { secrets: { SHY: 'hush' } } });
  stranger = await set.sandbox.clone('stranger');
});
afterAll(() => set[Symbol.asyncDispose]());

const runs = async (name: string, from = 0) => {
  await set.sandbox.idle();
  return (await set.sandbox.runs()).filter((run) => run.name === name && run.id > from);
};
const latest = async (): Promise<number> => Math.max(0, ...(await set.sandbox.runs()).map((run) => run.id));

async function only(name: string, from: number) {
  const [run, ...others] = await runs(name, from);
  if (!run || others.length > 0) throw new Error(`${others.length + (run ? 1 : 0)} runs of ${name}`);
  return run;
}

test('a pull request runs the merge commit, and a title in a shell line is executed: the control that shows it can be', async () => {
  const { sandbox, clone, owner, repo } = set;
  await clone.git('switch', '-q', '-c', 'topic', 'origin/main');
  await clone.commit('topic', { 'topic.txt': 'of the topic\n' });
  await clone.push();
  const opened = await sandbox.api('owner').request('POST /repos/{owner}/{repo}/pulls', {
    owner,
    repo,
    title: '$(touch pwned)x',
    head: 'topic',
    base: 'main',
  });
  const run = await only('pull', 0);
  expect(jobOf(run, 'title').log).toContain('\npwned\n');
  expect(jobOf(run, 'title').log).toContain('\n$(touch pwned)x\n0\n');
  expect(jobOf(run, 'where').log).toContain('ref refs/pull/1/merge head topic base main');
  expect(jobOf(run, 'where').log).toMatch(/\n1\nof the topic\n/u);
  expect(jobOf(run, 'where').log).toContain('comment 201\nsecret [here]');
  expect(run.head_sha).toBe(opened.data.head.sha);
  expect(run.sha).not.toBe(run.head_sha);
  // The comment came from a job's token: it started nothing.
  expect(await runs('review')).toEqual([]);
  // docs/** was not touched.
  expect(await runs('paths')).toEqual([]);
});

test('a push to the branch is synchronize, a review and a comment of a person start what waits for them', async () => {
  const { sandbox, clone, owner, repo } = set;
  const from = await latest();
  await clone.commit('more', { 'docs/x.md': 'x' });
  await clone.push();
  const run = await only('pull', from);
  expect([run.event, run.action]).toEqual(['pull_request', 'synchronize']);
  expect((await only('paths', from)).conclusion).toBe('success');
  const pull = { owner, repo, pull_number: 1 };
  await sandbox
    .api('reviewer')
    .request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', { ...pull, event: 'APPROVE' });
  await sandbox.api('stranger').request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    owner,
    repo,
    issue_number: 1,
    body: '/alpha build',
  });
  const logs = (await runs('review', from)).map((review) => jobOf(review, 'a').log);
  expect(logs.some((log) => log.includes('pull_request_review approved'))).toBe(true);
  expect(logs.some((log) => log.includes('issue_comment /alpha build'))).toBe(true);
});

test('a merge closes the pull request and is a push to main that its paths decide on', async () => {
  const { sandbox, owner, repo } = set;
  const from = await latest();
  await sandbox
    .api('owner')
    .request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', { owner, repo, pull_number: 1 });
  const run = await only('paths', from);
  expect([run.event, run.head_branch]).toEqual(['push', 'main']);
  expect(await runs('pull', from)).toEqual([]);
  const kinds = sandbox.forge
    .events()
    .slice(-3)
    .map(({ name, action }) => `${name} ${action ?? ''}`);
  expect(kinds).toContain('pull_request closed');
});

test('a fork’s pull request has a read-only token and no secrets, and its code is refused where the token can write [fork-token, fork-checkout]', async () => {
  const { sandbox, owner, repo } = set;
  const from = await latest();
  await stranger.git('switch', '-q', '-c', 'topic');
  await stranger.commit('by a stranger', { 'fork.txt': 'of the fork\n' });
  await stranger.push();
  await sandbox.api('stranger').request('POST /repos/{owner}/{repo}/pulls', {
    owner,
    repo,
    title: 't',
    head: 'stranger:topic',
    base: 'main',
  });
  const run = await only('pull', from);
  expect(jobOf(run, 'where').log).toContain('comment 403\nsecret [absent]');
  expect(jobOf(run, 'where').log).toContain('of the fork');
  expect(jobOf(run, 'where').permissions).toEqual({
    metadata: 'read',
    contents: 'read',
    pull_requests: 'read',
  });
  const target = await only('target', from);
  expect(jobOf(target, 'a').log).toContain('at refs/heads/main, secret [here]');
  expect(jobOf(target, 'a').annotations[0]?.message).toContain(
    'Refusing to check out fork pull request code',
  );
});

test('a tag starts what waits for tags, and the run that follows it', async () => {
  const { clone } = set;
  const from = await latest();
  await clone.git('fetch', '-q', 'origin');
  await clone.git('tag', 'ep/alpha/v1.0.0', 'origin/main');
  await clone.git('tag', 'other', 'origin/main');
  await clone.push('ep/alpha/v1.0.0', 'other');
  expect(jobOf(await only('tags', from), 'a').log).toContain('shipping ep/alpha/v1.0.0');
  expect(jobOf(await only('follow', from), 'a').log).toContain('after success on refs/heads/main');
});

test('more than three tags at once are no events [three-tags]', async () => {
  const { clone } = set;
  const from = await latest();
  const tags = ['ep/a/1', 'ep/a/2', 'ep/a/3', 'ep/a/4'];
  for (const tag of tags) await clone.git('tag', tag, 'origin/main');
  await clone.push(...tags);
  expect(await runs('tags', from)).toEqual([]);
});

test('what a job’s token does starts nothing, except a dispatch, and it cannot touch workflow files [token-events, token-workflows]', async () => {
  const { clone } = set;
  const from = await latest();
  await clone.git('switch', '-q', '-c', 'bot', 'origin/main');
  await clone.commit('go, bot', { 'go.txt': 'go' });
  await clone.push();
  const run = await only('bot', from);
  expect(jobOf(run, 'a').log).toContain('2 times refused');
  expect(jobOf(run, 'a').log).toContain('without "workflows" permission');
  expect(jobOf(run, 'a').log).toContain('dispatch 204');
  expect(jobOf(await only('called', from), 'a').log).toContain('word b on true');
  expect([...(await runs('paths', from)), ...(await runs('tags', from))]).toEqual([]);
  await clone.git('fetch', '-q', 'origin');
  expect(await clone.git('log', '-1', '--format=%s', 'origin/main')).toBe('by the bot');
});

test('a token without contents: write cannot push [token-push]', async () => {
  const { clone, sandbox } = set;
  const from = await latest();
  await clone.push('HEAD:refs/heads/reader');
  expect(jobOf(await only('reader', from), 'a').log).toContain('3 no push');
  expect(await sandbox.forge.git(sandbox.slug).ref('refs/heads/forbidden')).toBeUndefined();
});

test('the merge queue asks for checks of the merge, and then makes it the base', async () => {
  const { sandbox, clone, owner, repo } = set;
  const from = await latest();
  await clone.git('fetch', '-q', 'origin');
  await clone.git('switch', '-q', '-c', 'queued', 'origin/main');
  const head = await clone.commit('queued', { 'queued.txt': 'q' });
  await clone.push();
  const opened = await sandbox.api('owner').request('POST /repos/{owner}/{repo}/pulls', {
    owner,
    repo,
    title: 'Queued',
    head: 'queued',
    base: 'main',
  });
  const group = await sandbox.enqueue(opened.data.number);
  const run = await only('queue', from);
  expect(jobOf(run, 'a').log).toMatch(
    /checks refs\/heads\/gh-readonly-queue\/main\/pr-\d+-[0-9a-f]{40} at [0-9a-f]{40}/u,
  );
  expect([run.sha, run.conclusion]).toEqual([group.sha, 'success']);
  await sandbox.mergeGroup(group);
  await clone.git('fetch', '-q', 'origin');
  expect(await clone.git('rev-parse', 'origin/main', 'origin/main^2')).toBe(`${group.sha}\n${head}`);
  const { data } = await sandbox.api('reviewer').request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
    owner,
    repo,
    pull_number: opened.data.number,
  });
  expect([data.merged, data.merge_commit_sha]).toEqual([true, group.sha]);
});

test('a newer push cancels the older run of its group, which may still clean up [skip-ci]', async () => {
  const { clone, sandbox } = set;
  const from = await latest();
  await clone.git('switch', '-q', '-c', 'cancel', 'origin/main');
  await clone.commit('slow', { 'slow.txt': 's' });
  await clone.push();
  await expect
    .poll(async () =>
      (await sandbox.runs()).some(
        (run) => run.id > from && run.jobs.some((job) => job.status === 'in_progress'),
      ),
    )
    .toBe(true);
  await clone.commit('slow, again [skip ci]', { 'slow.txt': 'still' });
  await clone.push();
  expect(
    await sandbox.runs().then((all) => all.filter((run) => run.name === 'cancel' && run.id > from)),
  ).toHaveLength(1);
  await clone.commit('fast', { 'fast.txt': 'f' });
  await clone.push();
  const [older, newer] = await runs('cancel', from);
  expect([older?.conclusion, newer?.conclusion]).toEqual(['cancelled', 'success']);
  expect(older?.jobs[0]?.log).toContain('status cancelled');
});
