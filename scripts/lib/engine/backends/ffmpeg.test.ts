import { createServer } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { BIT_EXACT, runFfmpeg } from './ffmpeg.ts';

const quiet = () => ({ signal: new AbortController().signal, log: () => undefined });
const frames = Array.from({ length: 12 }, (_, index) => new Uint8Array(64 * 48 * 4).fill(index * 20));
const RAW = ['-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', '64x48', '-r', '12', '-i', 'pipe:0'];

test('frames go in by a pipe, and the same frames give the same file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'alpha-ffmpeg-'));
  const encoded = async (name: string) => {
    const argv = [...RAW, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', ...BIT_EXACT, name];
    await runFfmpeg(argv, { ...quiet(), stdin: frames, cwd: folder });
    return readFile(join(folder, name));
  };
  const first = await encoded('one.mp4');
  expect(first.subarray(4, 8).toString()).toBe('ftyp');
  expect(first.includes('Lavf')).toBe(false);
  expect((await encoded('two.mp4')).equals(first)).toBe(true);
  await rm(folder, { recursive: true });
});

test('what goes to pipe:1 comes back', async () => {
  const raw = await runFfmpeg([...RAW, '-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'], {
    ...quiet(),
    stdin: frames,
  });
  expect(raw.byteLength).toBe(12 * 64 * 48);
  expect(raw[0]).toBeLessThan(raw.at(-1) ?? 0);
});

test('a failure ends with what ffmpeg said', async () => {
  const said: string[] = [];
  const run = runFfmpeg(['-i', 'no-such-file.mp4', '-f', 'null', '-'], {
    ...quiet(),
    log: (line) => said.push(line),
  });
  await expect(run).rejects.toMatchObject({
    code: 'ffmpeg-failed',
    message: expect.stringContaining('no-such-file.mp4: No such file'),
  });
  expect(said.join('\n')).toContain('No such file');
});

test('a playlist cannot make it ask a server', async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const folder = await mkdtemp(join(tmpdir(), 'alpha-ffmpeg-'));
  const playlist = join(folder, 'list.txt');
  await writeFile(
    playlist,
    `file 'http://127.0.0.1:${port}/a.ts'
`,
  );
  await expect(
    runFfmpeg(['-f', 'concat', '-safe', '0', '-i', playlist, '-f', 'null', '-'], quiet()),
  ).rejects.toMatchObject({
    code: 'ffmpeg-failed',
  });
  expect(asked).toBe(0);
  server.close();
  await rm(folder, { recursive: true });
});

test('it is killed when it takes too long, and when nobody wants it any more', async () => {
  const endless = ['-re', '-f', 'lavfi', '-i', 'anullsrc', '-f', 'null', '-'];
  await expect(runFfmpeg(endless, { ...quiet(), timeoutSeconds: 0.3 })).rejects.toMatchObject({
    code: 'ffmpeg-timeout',
  });
  const reason = new Error('a new push came');
  const controller = new AbortController();
  const run = runFfmpeg(endless, { ...quiet(), signal: controller.signal });
  setTimeout(() => controller.abort(reason), 200);
  await expect(run).rejects.toBe(reason);
});
