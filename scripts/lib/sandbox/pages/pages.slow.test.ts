import { afterAll, beforeAll, expect, test } from 'vitest';
import { onlyRun, stage } from '../runner/fixture.ts';
import type { Stage } from '../runner/fixture.ts';
import { commentPage } from './comment.ts';

let set: Stage;
let sha: string;
let run: number;
let job: number;
let comment: number;

beforeAll(async () => {
  set = await stage({
    'README.md': '# Home of <b>Alpha</b>\n',
    'a.txt': 'one\n',
    '.github/workflows/w.yml':
      "name: W\non: pull_request\njobs: { a: { runs-on: ubuntu-latest, steps: [{ run: \"echo '<i>x</i>'; echo '# Sum' >> $GITHUB_STEP_SUMMARY; exit 1\" }] } }\n",
  });
  const { sandbox, clone, owner, repo } = set;
  await clone.git('switch', '-q', '-c', 'topic');
  sha = await clone.commit('Change <a>', { 'a.txt': 'two\n', 'x.png': 'PNG' });
  await clone.push();
  const api = sandbox.api('owner');
  await api.request('POST /repos/{owner}/{repo}/pulls', {
    owner,
    repo,
    title: '<script>t</script>',
    head: 'topic',
    base: 'main',
  });
  const picture = `${sandbox.url}/${sandbox.slug}/blob/${sha}/x.png?raw=true`;
  const made = await api.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    owner,
    repo,
    issue_number: 1,
    body: `![a](${picture}) **bold**`,
  });
  comment = Number(made.data.id);
  await api.request('POST /repos/{owner}/{repo}/releases', {
    owner,
    repo,
    tag_name: 'ep/a/v1.0.0',
    name: 'A <release>',
    body: '*notes*',
  });
  const ran = await onlyRun(sandbox, 'w.yml');
  run = ran.id;
  job = ran.jobs[0]?.id ?? 0;
});
afterAll(() => set[Symbol.asyncDispose]());

async function page(path: string): Promise<string> {
  const response = await fetch(`${set.sandbox.url}/${set.sandbox.slug}${path}`);
  expect(response.status).toBe(200);
  return response.text();
}

test('a pull request shows its conversation, its commits, its checks and its changes', async () => {
  const conversation = await page('/pull/1');
  expect(conversation).toContain('&lt;script&gt;t&lt;/script&gt;');
  expect(conversation).toContain('<strong>bold</strong>');
  expect(conversation).toContain('Some checks were not successful');
  expect(await page('/pull/1/commits')).toContain('Change &lt;a&gt;');
  expect(await page('/pull/1/checks')).toMatch(/class="wrong">[\s\S]*<b>a<\/b>/u);
  expect(await page('/pull/1/files')).toMatch(/class="del">-one[\s\S]*class="add">\+two/u);
});

test('runs show their jobs, logs and summaries, releases their notes, the repository its README', async () => {
  expect(await page(`/actions/runs/${run}`)).toContain('>Sum</h1>');
  expect(await page(`/actions/runs/${run}/job/${job}`)).toContain('&lt;i&gt;x&lt;/i&gt;');
  expect(await page('/actions')).toContain('W #1: pull_request (opened)');
  expect(await page('/releases/tag/ep/a/v1.0.0')).toMatch(/A &lt;release&gt;[\s\S]*<em>notes<\/em>/u);
  expect(await page('')).toContain('Home of <b>Alpha</b>');
  expect(await page(`/commit/${sha}`)).toContain('+two');
  expect(await page('/pulls')).toContain('/pull/1');
});

test('a page that is not there is 404', async () => {
  for (const path of [
    '/pull/9',
    '/pull/1/nothing',
    '/actions/runs/1',
    '/releases/tag/none',
    '/commit/abc',
    '/settings',
  ]) {
    expect((await fetch(`${set.sandbox.url}/${set.sandbox.slug}${path}`)).status).toBe(404);
  }
});

test('a comment as a page by itself asks no other machine for anything', async () => {
  const text = await set.sandbox.commentPage(comment);
  expect(text).toContain(`src="data:image/png;base64,${Buffer.from('PNG').toString('base64')}"`);
  expect(text).not.toMatch(/(?:src|href)="https?:[^"]*\.(?:css|js|png)/u);
  expect(text).not.toContain('mermaid.initialize');
  expect(commentPage({ body: '```mermaid\ngraph LR\n```' })).toContain('mermaid.initialize');
});
