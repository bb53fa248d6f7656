import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { openScratch } from './scratch.ts';

const PROGRAM = `
import { writeFileSync } from 'node:fs';
import { openScratch } from ${JSON.stringify(join(import.meta.dirname, 'scratch.ts'))};
const { path } = await openScratch();
writeFileSync(path + '/kept.txt', 'x');
console.log(path);
process.stdin.once('end', () => process.exit()).resume();
`;

/** A process with a scratch folder below `place`, which it has been told by `TMPDIR`. */
async function opener(place: string): Promise<{ child: ChildProcess; path: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    env: { ...process.env, TMPDIR: place },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  return { child, path: String(line).trim() };
}

test('a scratch folder is gone when its block ends', async () => {
  let path: string;
  {
    await using scratch = await openScratch();
    ({ path } = scratch);
    await writeFile(join(path, 'a.txt'), 'a');
    expect(existsSync(join(path, 'a.txt'))).toBe(true);
  }
  expect(existsSync(path)).toBe(false);
});

test('a scratch folder lies where TMPDIR says, and goes with the process that opened it', async () => {
  await using place = await temporaryFolder();
  const { child, path } = await opener(place.path);
  expect(dirname(path)).toBe(place.path);
  expect(existsSync(path)).toBe(true);
  child.stdin?.end();
  await once(child, 'exit');
  expect(existsSync(path)).toBe(false);
});

test('what a killed process left goes with the next start; what is in use, and what is not ours, stays', async () => {
  await using place = await temporaryFolder();
  const [killed, alive] = [await opener(place.path), await opener(place.path)];
  // Of a process that runs no more, in a container that is not ours.
  const foreign = join(place.path, 'alpha-abcdef');
  await mkdir(foreign);
  await writeFile(join(foreign, '.owner'), '1 1 1\n');
  const half = join(place.path, 'alpha-uvwxyz.gone');
  await mkdir(join(half, 'what could not be removed'), { recursive: true });
  killed.child.kill('SIGKILL');
  await once(killed.child, 'exit');
  expect(existsSync(killed.path)).toBe(true);
  {
    await using mine = await openScratch([place.path]);
    expect(mine.path.length - place.path.length).toBeLessThan(16);
    expect(existsSync(killed.path)).toBe(false);
    expect(existsSync(half)).toBe(false);
    expect(existsSync(join(alive.path, 'kept.txt'))).toBe(true);
    expect(existsSync(foreign)).toBe(true);
  }
  alive.child.stdin?.end();
  await once(alive.child, 'exit');
});
