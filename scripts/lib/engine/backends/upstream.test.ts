import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { place, WRITE } from './upstream.fixture.ts';

test('a program that does what it should leaves its file, its log and its progress', async () => {
  await using demo = await place(
    `print("loading", file=sys.stderr)\nfor share in (10, 60): print(f"\\r{share:3}%|###  |", end="", flush=True)\nprint()\n${WRITE}`,
  );
  expect(await demo.build()).toEqual(['said.txt']);
  expect(demo.lines).toContain('loading');
  expect(demo.shares).toEqual([0.1, 0.6, 1, 1]);
});

test('exit 0 without a file is a failure, told with its last words', async () => {
  await using demo = await place('print("all went well")');
  const fault = await demo.fault();
  expect(fault.code).toBe('output-missing');
  expect(fault.message).toContain('artifact: say.py wrote no said.txt:\nall went well');
});

test('known words decide even with exit 0 and a file', async () => {
  await using demo = await place(`print("quietly wrong: no voice")\n${WRITE}`);
  const fault = await demo.fault();
  expect(fault.code).toBe('demo-wrong');
  expect(fault.message).toContain('“quietly wrong: no voice”');
});

test('out of memory is tried once more, with knobs that change no result, and then told', async () => {
  await using demo = await place(
    `print("knob", os.environ.get("PYTORCH_CUDA_ALLOC_CONF"))\nraise RuntimeError("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB")`,
  );
  const fault = await demo.fault();
  expect(fault.code).toBe('gpu-memory');
  expect(demo.lines.filter((line) => line.startsWith('knob'))).toEqual([
    'knob None',
    'knob expandable_segments:True',
  ]);
});

test('missing weights are told before anything runs', async () => {
  await using demo = await place(WRITE, { without: ['demo.pt'] });
  const fault = await demo.fault();
  expect(fault.code).toBe('weights-missing');
  expect(fault.hint).toContain('systems.demo.weights.demo.pt');
});

test('a dry run says what would run, and runs nothing', async () => {
  await using demo = await place('open("ran", "w")', { params: { words: '--help' } });
  const said = join(demo.root, 'work', 'said.txt');
  expect(await demo.describe()).toEqual([
    {
      kind: 'process',
      argv: [join(demo.root, 'venv', 'bin', 'python'), 'say.py', '--words=--help', said],
      cwd: demo.checkout,
      env: expect.objectContaining({ HF_HUB_OFFLINE: '1' }),
      files: [said],
    },
  ]);
  expect(existsSync(join(demo.checkout, 'ran'))).toBe(false);
});

test('no text can become an option', async () => {
  await using demo = await place('import json\nopen(out, "w").write(json.dumps(sys.argv[1:-1]))', {
    params: { words: '--output=/etc/passwd' },
  });
  await demo.build();
  expect(JSON.parse(await readFile(demo.out('said.txt'), 'utf8'))).toEqual(['--words=--output=/etc/passwd']);
});
