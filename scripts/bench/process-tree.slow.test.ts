import { expect, test } from 'vitest';
import { measured } from './process-tree.ts';

/** Works for 0.6 s of processor time with 60 MB in hand. */
const WORKER = `
  const held = Buffer.alloc(60e6, 1);
  const spent = () => Object.values(process.cpuUsage()).reduce((sum, part) => sum + part);
  while (spent() < 6e5) for (let i = 0; i < 1e6; i += 1) held[i] += 1;
`;

test('what a process of another session takes is counted, and what it says is given', async () => {
  const parent = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', ${JSON.stringify(WORKER)}], { detached: true, stdio: 'ignore' });
    child.on('exit', () => console.log('done'));
  `;
  const taken = await measured(process.execPath, ['-e', parent]);
  expect(taken.stdout).toBe('done\n');
  expect(taken.cpuSeconds).toBeGreaterThan(0.5);
  expect(taken.cpuSeconds).toBeLessThan(2);
  expect(taken.peakMb).toBeGreaterThan(80);
  expect(taken.wallSeconds).toBeGreaterThan(0.5);
});

test('a command that fails is no measurement', async () => {
  await expect(measured(process.execPath, ['-e', 'process.exit(3)'])).rejects.toThrow('ended with 3');
});
