import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { driverShare, lineSplitter, runProcess, tqdmShare } from './upstream-process.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alpha-process-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const run = async (argv: readonly string[], change: Partial<Parameters<typeof runProcess>[0]> = {}) => {
  const lines: string[] = [];
  const end = await runProcess({
    argv,
    cwd: folder,
    env: {},
    timeoutSeconds: 20,
    signal: new AbortController().signal,
    line: (text) => lines.push(text),
    ...change,
  });
  return { ...end, lines };
};

test('arguments arrive as they are, whatever a shell would make of them', async () => {
  const odd = ['$(touch pwned)', '`id`', "it's", 'a b', '', '*', '"', '\\', '-n', 'ü\n2'];
  const { lines, exitCode } = await run([
    'python3',
    '-c',
    'import json, sys; print(json.dumps(sys.argv[1:]))',
    ...odd,
  ]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(lines[0] ?? '')).toEqual(odd);
  expect(existsSync(join(folder, 'pwned'))).toBe(false);
});

test('exit codes and signals come through', async () => {
  expect((await run(['sh', '-c', 'exit 3'])).exitCode).toBe(3);
  expect((await run(['sh', '-c', 'kill -KILL $$'])).exitCode).toBe(137);
  expect((await run(['sh', '-c', 'kill -SEGV $$'])).exitCode).toBe(139);
});

test('a program that is not there, and one that may not run, are told by name', async () => {
  await expect(run(['no-such-program-here'])).rejects.toMatchObject({ code: 'program-missing' });
  await writeFile(join(folder, 'plain'), 'text');
  await expect(run([join(folder, 'plain')])).rejects.toMatchObject({ code: 'program-missing' });
  expect((await run(['sh', '-c', 'exit 127'])).exitCode, 'a program’s own 127 is its own').toBe(127);
});

test('a program reads nothing and waits for nobody', async () => {
  const { lines } = await run(['python3', '-c', 'import sys; print(repr(sys.stdin.read()))']);
  expect(lines).toEqual(["''"]);
});

test('when its keeper is killed, a program and all that it started end too', async () => {
  const pids = join(folder, 'pids');
  const script = join(folder, 'keeper.ts');
  await writeFile(
    script,
    `import { runProcess } from ${JSON.stringify(join(import.meta.dirname, 'upstream-process.ts'))};
await runProcess({ argv: ['sh', '-c', 'sleep 60 & echo $! $$ > ${pids}; wait'], cwd: '/', env: {}, timeoutSeconds: 60,
  signal: new AbortController().signal, line: () => undefined });`,
  );
  const keeper = execa(process.execPath, [script], { reject: false });
  for (let tries = 0; tries < 100 && !existsSync(pids); tries += 1) await wait(100);
  await wait(100);
  const started = (await readFile(pids, 'utf8')).trim().split(' ').map(Number);
  expect(started).toHaveLength(2);
  keeper.kill('SIGKILL');
  await keeper;
  for (let tries = 0; tries < 50 && started.some(isAlive); tries += 1) await wait(100);
  expect(started.filter(isAlive)).toEqual([]);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('lines are split at every end, whatever the pieces are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-zé ]{1,12}$/u), { maxLength: 8 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.array(fc.nat(40)),
      (words, end, cuts) => {
        const bytes = Buffer.from(words.map((word) => word + end).join(''));
        const lines: string[] = [];
        const splitter = lineSplitter((line) => lines.push(line));
        let at = 0;
        for (const cut of cuts.toSorted((a, b) => a - b)) {
          const to = Math.min(cut, bytes.length);
          splitter.add(bytes.subarray(at, to));
          at = Math.max(at, to);
        }
        splitter.add(bytes.subarray(at));
        splitter.end();
        expect(lines).toEqual(words);
      },
    ),
  );
});

test('progress is read from bars and from our drivers, and from nothing else', () => {
  expect(tqdmShare(' 42%|████▏     | 21/50 [00:10<00:14,  2.04it/s]')).toBe(0.42);
  expect(tqdmShare('Denoising steps: 100%|##########| 50/50')).toBe(1);
  expect(tqdmShare('GPU at 42% of its power')).toBeUndefined();
  expect(driverShare('{"progress": 0.25}')).toBe(0.25);
  expect(driverShare('{"progress": 7}')).toBeUndefined();
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const share of [tqdmShare(text), driverShare(text)])
        expect(share === undefined || (share >= 0 && share <= 1)).toBe(true);
    }),
  );
});
