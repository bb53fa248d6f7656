import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseActionFile, parseWorkflowFile } from './workflow.ts';

const JOB = 'jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo\n';

async function parsed(text: string) {
  const result = await parseWorkflowFile('.github/workflows/w.yml', text);
  if (result.kind === 'invalid') throw new Error(result.errors.join('\n'));
  return result.workflow;
}

test('what starts a workflow comes from GitHub’s converter, whichever way it is written', async () => {
  expect((await parsed(`on: push\n${JOB}`)).on).toEqual({ push: {} });
  expect((await parsed(`on: [push, pull_request]\n${JOB}`)).on).toEqual({ push: {}, pull_request: {} });
  expect((await parsed(`on: { push: { branches: main, tags: ['ep/**'] } }\n${JOB}`)).on).toEqual({
    push: { branches: ['main'], tags: ['ep/**'] },
  });
});

test('a script that holds an expression keeps the indentation that it was written with, and no other', async () => {
  const workflow = await parsed(
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          cat <<X\n            ${{ github.ref }}\n          X\n',
  );
  expect(workflow.jobs['a']?.steps?.[0]?.run).toBe('cat <<X\n  ${{ github.ref }}\nX\n');
});

const errors = async (text: string) => {
  const result = await parseWorkflowFile('w.yml', text);
  return result.kind === 'invalid' ? result.errors.join('\n') : 'none';
};

test('GitHub’s parser judges: unknown keys, unknown contexts, missing jobs; what it does not know yet is let through', async () => {
  expect(await errors(`on: push\n${JOB}    stepz: []\n`)).toContain("Unexpected value 'stepz'");
  expect(await errors(`on: push\n${JOB.replace('echo', 'echo ${{ made.up }}')}`)).toContain('made');
  expect(await errors('on: push\njobs: {}\n')).not.toBe('none');
  expect(await errors('on: push\njobs: [')).not.toBe('none');
  expect(await errors(`on: push\n${JOB}      - uses: $/actions/x\n`)).toBe('none');
  expect(await errors(`on: push\nconcurrency: { group: g, queue: max }\n${JOB}`)).toBe('none');
  expect((await parsed(`on: push\n${JOB}        cache-mode: none\n`)).on).toEqual({ push: {} });
  expect(await errors(`on: push\n${JOB}${'#'.repeat(512_001)}`)).toContain('512 000 bytes');
});

test('an action says how it runs, or what is wrong with it', () => {
  const text = 'name: n\ndescription: d\nruns: { using: node24, main: ../dist/x.js }\n';
  expect(parseActionFile('action.yml', text).runs).toEqual({ using: 'node24', main: '../dist/x.js' });
  expect(() => parseActionFile('action.yml', 'name: n\nruns: { using: cobol }\n')).toThrow(
    /runs|using|cobol/u,
  );
});

test('every workflow of this repository is one that GitHub’s parser takes', async () => {
  const folder = resolve(import.meta.dirname, '../../../../.github/workflows');
  for (const file of await readdir(folder)) {
    const text = await readFile(join(folder, file), 'utf8');
    expect(await parseWorkflowFile(`.github/workflows/${file}`, text)).toMatchObject({ kind: 'workflow' });
  }
});

test('no text makes the parser throw', async () => {
  const piece = fc.constantFrom(
    'on: push\n',
    'jobs:\n',
    '  a:\n',
    '    runs-on: x\n',
    '    steps:\n',
    '      - run: y\n',
    '${{ ',
    ' }}',
    '- ',
    ': ',
    '[',
    '{',
    '&a',
    '*a',
    '"',
    '\t',
    '!!js ',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
      expect(['workflow', 'invalid']).toContain((await parseWorkflowFile('w.yml', pieces.join(''))).kind);
    }),
    { numRuns: 60 },
  );
});
