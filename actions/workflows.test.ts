import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { Inputs as answerCommand } from './answer-command/inputs.ts';
import { Inputs as detectChanges } from './detect-changes/inputs.ts';
import { Inputs as keepHouse } from './keep-house/inputs.ts';
import { Inputs as publishEpisode } from './publish-episode/inputs.ts';
import { Inputs as rebuildArtifacts } from './rebuild-artifacts/inputs.ts';
import { Inputs as shipEpisode } from './ship-episode/inputs.ts';
import { Inputs as sweepStore } from './sweep-store/inputs.ts';
import { Inputs as visualDiff } from './visual-diff/inputs.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, '.github', 'workflows');

const Step = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const Job = z.object({
  'runs-on': z.union([z.string(), z.array(z.string())]),
  if: z.string().optional(),
  needs: z.union([z.string().transform((name) => [name]), z.array(z.string())]).default([]),
  permissions: z.record(z.string(), z.string()),
  'timeout-minutes': z.number(),
  steps: z.array(Step),
});
const Workflow = z.object({
  on: z.unknown(),
  permissions: z.record(z.string(), z.string()),
  concurrency: z.object({ group: z.string(), 'cancel-in-progress': z.boolean() }),
  jobs: z.record(z.string(), Job),
});

const workflows = readdirSync(folder).map((name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  return { name, text, workflow: Workflow.parse(parse(text)) };
});
const jobs = workflows.flatMap(({ name, text, workflow }) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ where: `${name} ${id}`, job, text })),
);

describe.for(workflows)('$name', ({ name, text, workflow }) => {
  test('is accepted by the parser of GitHub', () => {
    expect(
      parseWorkflow({ name, content: text }, new NoOperationTraceWriter())
        .context.errors.getErrors()
        .map(({ message }) => message),
    ).toEqual([]);
  });

  test('grants nothing on top, and says why beside each grant of a job', () => {
    expect(workflow.permissions).toEqual({});
    const grants = text.split('\n').filter((line) => /^ {6}[a-z-]+: (?:read|write)\b/u.test(line));
    expect(grants.length).toBeGreaterThan(0);
    for (const line of grants) expect(line).toMatch(/ # \S/u);
  });

  test('I24: does not wait for files that a required check might not see', () => {
    expect(JSON.stringify(workflow.on)).not.toContain('paths');
  });
});

describe.for(jobs)('$where', ({ where, job, text }) => {
  test('has a time limit', () => {
    expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  test('takes foreign actions by full commit only, with the version beside it', () => {
    for (const { uses } of job.steps) {
      if (uses === undefined || uses.startsWith('./')) continue;
      expect(uses).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/u);
      expect(text).toMatch(new RegExp(`${uses} # v\\d+\\.\\d+\\.\\d+\\n`, 'u'));
    }
  });

  test('has no expression in a shell line', () => {
    for (const { run } of job.steps) expect(run ?? '').not.toContain('${{');
  });

  test('leaves no credentials in the clone', () => {
    for (const step of job.steps)
      if (step.uses?.startsWith('actions/checkout@') === true)
        expect(step.with?.['persist-credentials']).toBe(false);
  });

  test('I13: runs on our own machine only for heads of this repository, or what a maintainer named, without a token that writes', () => {
    if (!JSON.stringify(job['runs-on']).includes('self-hosted')) return;
    if (job.needs.includes('approve')) {
      // Main's code on a fork's data: nothing that it checks out is the fork's.
      expect(job.if).toContain(
        "github.event_name == 'workflow_dispatch' && needs.approve.result == 'success'",
      );
      for (const { uses, with: inputs } of job.steps)
        if (uses?.startsWith('actions/checkout@') === true) expect(inputs).not.toHaveProperty('ref');
    } else if (where.startsWith('housekeeping.yml')) {
      // Started by the clock or by hand, never by a pull request; and by hand not from another branch.
      expect(job.if).toBe("github.ref == 'refs/heads/main'");
    } else expect(job.if).toContain('github.event.pull_request.head.repo.full_name == github.repository');
    expect(Object.values(job.permissions)).not.toContain('write');
  });

  test('does not both hold a token that writes and build', () => {
    const builds = job.steps.some(({ uses }) => uses === './actions/rebuild-artifacts');
    expect(builds && Object.values(job.permissions).includes('write')).toBe(false);
  });
});

const Action = z.object({
  name: z.string(),
  description: z.string(),
  inputs: z.record(
    z.string(),
    z.object({ description: z.string(), required: z.boolean(), default: z.string().optional() }),
  ),
  outputs: z.record(z.string(), z.object({ description: z.string() })).optional(),
  runs: z.object({ using: z.literal('node24'), main: z.string() }),
});

test.for([
  ['detect-changes', detectChanges],
  ['rebuild-artifacts', rebuildArtifacts],
  ['visual-diff', visualDiff],
  ['publish-episode', publishEpisode],
  ['ship-episode', shipEpisode],
  ['answer-command', answerCommand],
  ['sweep-store', sweepStore],
  ['keep-house', keepHouse],
] as const)('%s reads the inputs that its action.yml lists', ([name, schema]) => {
  const action = Action.parse(parse(readFileSync(join(root, 'actions', name, 'action.yml'), 'utf8')));
  expect(Object.keys(action.inputs).toSorted()).toEqual(Object.keys(schema.shape).toSorted());
  expect(action.runs.main).toBe(`../dist/${name}.js`);
  for (const [input, { required, default: fallback }] of Object.entries(action.inputs)) {
    const mayBeAbsent = Object.entries(schema.shape)
      .find(([key]) => key === input)?.[1]
      .safeParse(undefined).success;
    if (!required && fallback === undefined)
      expect({ input, mayBeAbsent }).toEqual({ input, mayBeAbsent: true });
  }
});
