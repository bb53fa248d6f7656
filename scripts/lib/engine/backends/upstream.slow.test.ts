import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { oidOf } from '#core/oid.ts';
import { holdFolder } from './environment-lock.ts';

import { place, WRITE } from './upstream.fixture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alpha-backend-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('it sees its own environment, and nothing of ours', async () => {
  process.env['ALPHA_TEST_SECRET'] = 'token';
  await using demo = await place(
    `open(out, "w").write("ALPHA_TEST_SECRET" in os.environ and "leaked" or os.environ["OWN"] + os.environ["HF_HUB_OFFLINE"])`,
    { env: { OWN: 'own' } },
  );
  await demo.build();
  delete process.env['ALPHA_TEST_SECRET'];
  expect(await readFile(demo.out('said.txt'), 'utf8')).toBe('own1');
});

test('exit 0 with an empty file is a failure', async () => {
  await using demo = await place('open(out, "w").close()');
  expect((await demo.fault()).code).toBe('output-missing');
});

test('exit 0 with the file of an earlier run is a failure', async () => {
  await using demo = await place(`${WRITE}\nos.utime(out, (1000000000, 1000000000))`);
  expect((await demo.fault()).code).toBe('output-old');
});

test('words that are harmless with exit 0 are not held against it', async () => {
  await using demo = await place(`print("fell back: CUDA out of memory")\n${WRITE}`);
  await expect(demo.build()).resolves.toEqual(['said.txt']);
});

test('each way to fail has its own code', async () => {
  await using demo = await place('exec(open(os.environ["PROGRAM"]).read())', {
    env: { PROGRAM: join(folder, 'program.py') },
  });
  const ends = async (program: string) => {
    await writeFile(join(folder, 'program.py'), program);
    return (await demo.fault()).code;
  };
  expect(await ends('raise RuntimeError("CUDA error: no kernel image is available for execution")')).toBe(
    'gpu-kernel',
  );
  expect(await ends('import decord_that_is_not_there')).toBe('python-module');
  expect(await ends('raise OSError(28, "No space left on device")')).toBe('disk-full');
  expect(await ends('os.kill(os.getpid(), 9)')).toBe('system-memory');
  expect(await ends('sys.exit(137)')).toBe('system-memory');
  expect(await ends('raise SystemExit("LocalEntryNotFoundError: Cannot find it")')).toBe('weights-missing');
  expect(await ends('print("last words"); sys.exit(3)')).toBe('upstream-failed');
});

test('the second try may do', async () => {
  await using demo = await place(
    `if "PYTORCH_CUDA_ALLOC_CONF" not in os.environ: raise RuntimeError("CUDA out of memory")\n${WRITE}`,
  );
  await expect(demo.build()).resolves.toEqual(['said.txt']);
});

test('a program that hangs is stopped at its time limit, with all that it started', async () => {
  await using demo = await place(
    `import subprocess\nsubprocess.Popen(["sh", "-c", "sleep 2; touch " + out + ".survivor"])\ntime.sleep(60)`,
    { minutes: 1 / 60 },
  );
  const began = performance.now();
  expect((await demo.fault()).code).toBe('upstream-timeout');
  expect(performance.now() - began).toBeLessThan(10_000);
  await wait(1500);
  expect(existsSync(join(demo.root, 'work', 'said.txt.survivor'))).toBe(false);
});

test('aborting stops it', async () => {
  await using demo = await place('time.sleep(60)');
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('no longer wanted')), 300);
  await expect(demo.build(stop.signal)).rejects.toThrow('no longer wanted');
});

test('a checkout at another commit is refused before anything runs', async () => {
  await using demo = await place(WRITE);
  await writeFile(join(demo.checkout, 'other.py'), '');
  await execa('sh', ['-ec', 'git add . && git -c user.name=t -c user.email=t@t commit -qm later'], {
    cwd: demo.checkout,
  });
  const fault = await demo.fault();
  expect(fault.code).toBe('upstream-commit');
  expect(fault.hint).toContain(demo.system.pin.commit);
});

test('changed code is refused, changed pins of packages are not', async () => {
  await using demo = await place(WRITE, {
    files: {
      'say.py': `import sys\nout = sys.argv[-1]\n${WRITE}\n`,
      'requirements.txt': 'torch==1.13\n',
      'hy/requirements-gpu.txt': '',
    },
  });
  await writeFile(join(demo.checkout, 'requirements.txt'), 'torch==2.8\n');
  await writeFile(join(demo.checkout, 'hy/requirements-gpu.txt'), 'torch==2.8\n');
  await expect(demo.build()).resolves.toEqual(['said.txt']);
  await writeFile(join(demo.checkout, 'say.py'), 'pass\n');
  const fault = await demo.fault();
  expect(fault.code).toBe('upstream-modified');
  expect(fault.message).toContain('say.py');
});

test('weights are held against the digest in the key', async () => {
  const right = oidOf('weights of demo.pt');
  await using demo = await place(WRITE, { pins: { 'weights:demo.pt': right } });
  await expect(demo.build()).resolves.toEqual(['said.txt']);
  await writeFile(join(demo.root, 'weights', 'demo.pt'), 'other weights');
  expect((await demo.fault()).code).toBe('weights-changed');
});

test.each([
  [{ commit: 'f'.repeat(40) }, 'pins demo to ffffffffffff'],
  [{ 'weights:other.pt': '0'.repeat(64) }, 'no weights called other.pt'],
])('a pin that the backend does not know is refused: %j', async (pins, told) => {
  await using demo = await place(WRITE, { pins });
  const fault = await demo.fault();
  expect(fault.code).toBe('pin-unknown');
  expect(fault.message).toContain(told);
});

test('two jobs never share a working folder at one time', async () => {
  await using demo = await place(`open("busy", "x").close()\ntime.sleep(0.3)\nos.unlink("busy")\n${WRITE}`);
  await expect(Promise.all([demo.build(), demo.build()])).resolves.toHaveLength(2);
});

test('the hold on a folder ends with its block, and waiting for it can be given up', async () => {
  await using demo = await place(WRITE);
  const never = new AbortController().signal;
  {
    await using _held = await holdFolder(demo.checkout, never);
    await expect(holdFolder(demo.checkout, AbortSignal.timeout(300))).rejects.toThrow('aborted');
  }
  await using _again = await holdFolder(demo.checkout, AbortSignal.timeout(2000));
});
