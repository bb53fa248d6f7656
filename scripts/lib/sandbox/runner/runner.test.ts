import { expect, test } from 'vitest';
import { jobOf, onlyRun, stage } from './fixture.ts';

const on = 'on: { workflow_dispatch: {} }';

async function ran(body: string, files: Record<string, string> = {}) {
  const set = await stage({ '.github/workflows/w.yml': `name: W\n${on}\n${body}`, ...files });
  const { sandbox, owner, repo } = set;
  await sandbox
    .api('owner')
    .request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
      owner,
      repo,
      workflow_id: 'w.yml',
      ref: 'main',
    });
  const run = await onlyRun(sandbox, 'w.yml');
  return Object.assign(run, { stage: set, [Symbol.asyncDispose]: () => set[Symbol.asyncDispose]() });
}

test('outputs of a job make the matrix of the next, and later steps see what earlier ones left', async () => {
  await using run = await ran(`
jobs:
  plan:
    runs-on: ubuntu-latest
    outputs: { rows: "\${{ steps.p.outputs.rows }}" }
    steps:
      - id: p
        run: |
          echo 'rows=["a","b"]' >> "$GITHUB_OUTPUT"
          echo 'COLOUR=red' >> "$GITHUB_ENV"
          printf 'long<<END\\n1\\n2\\nEND\\n' >> "$GITHUB_OUTPUT"
      - run: echo "$COLOUR \${{ env.COLOUR }} \${{ steps.p.outputs.long }}" | tr '\\n' ' '
  build:
    needs: plan
    runs-on: ubuntu-latest
    strategy: { matrix: { name: "\${{ fromJSON(needs.plan.outputs.rows) }}" } }
    steps:
      - run: echo "builds \${{ matrix.name }} of \${{ strategy.job-total }}"
`);
  expect(run.conclusion).toBe('success');
  expect(jobOf(run, 'plan').log).toContain('red red 1 2');
  expect(run.jobs.map(({ name }) => name)).toEqual(['plan', 'build (a)', 'build (b)']);
  expect(run.jobs.map(({ log }) => /builds . of 2/u.exec(log)?.[0])).toEqual([
    undefined,
    'builds a of 2',
    'builds b of 2',
  ]);
});
