import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Manifest } from '#core/manifest.ts';
import { oidOf } from '#core/oid.ts';
import { comfyuiFinding, systemFindings } from './environments.ts';
import { diagnose } from './diagnose.ts';
import { versionOrder } from './finding.ts';
import type { Finding } from './finding.ts';
import { gpuFindings, parseCards, parseCuda, parseProcesses } from './gpu.ts';
import type { GpuAnswers } from './gpu.ts';
import { diskJudged, memoryFinding, pciCards } from './host.ts';
import {
  clockFinding,
  encoderFinding,
  lfsFilterFinding,
  nodeFinding,
  programFinding,
  PROGRAMS,
} from './programs.ts';
import { askProgram } from './run.ts';
import type { Said } from './run.ts';
import { parseTorch, torchFinding } from './torch.ts';

const recorded = (name: string) => readFile(join(import.meta.dirname, 'recorded', name), 'utf8');
const said = (stdout: string, exitCode = 0): Said => ({ kind: 'ended', exitCode, stdout, stderr: '' });
const MISSING: Said = { kind: 'missing', exitCode: undefined, stdout: '', stderr: '' };
const NVIDIA = [{ slot: '0000:01:00.0', pciId: '10de:2b85' }];
const gpu = (given: Partial<GpuAnswers>) =>
  gpuFindings({
    cards: MISSING,
    version: MISSING,
    processes: MISSING,
    pci: [],
    needed: true,
    vramGb: 30,
    ...given,
  });
const told = (findings: readonly Finding[]) => findings.map(({ what, state }) => `${what}: ${state}`);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alpha-doctor-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('an RTX 5090 with a driver of its generation is well', async () => {
  const findings = gpu({
    cards: said(await recorded('rtx-5090.cards.csv')),
    version: said(await recorded('rtx-5090.version.txt')),
    processes: said(''),
    pci: NVIDIA,
  });
  expect(told(findings)).toEqual(['GPU 0: ok', 'GPU 0: driver: ok', 'GPU 0: VRAM: ok', 'CUDA: ok']);
  expect(findings[0]?.detail).toContain('10de:2b85');
});

test('memory that others hold is told with who holds it, and how it comes back', async () => {
  const findings = gpu({
    cards: said(await recorded('rtx-5090-busy.cards.csv')),
    version: said('CUDA Version : 12.9'),
    processes: said(await recorded('rtx-5090-busy.processes.csv')),
  });
  const vram = findings.find(({ what }) => what.endsWith('VRAM'));
  expect(vram?.state).toBe('fail');
  expect(vram?.detail).toContain('6.1 of 31.8 GB free, held by /srv/comfyui/.venv/bin/python (4127) 21.1 GB');
  expect(vram?.mend).toBe('kill 4127 5210 6001');
});

test('a driver older than the card is refused', async () => {
  const findings = gpu({
    cards: said(await recorded('rtx-5090-old-driver.cards.csv')),
    version: said(await recorded('rtx-5090-old-driver.table.txt')),
    processes: said(''),
  });
  expect(told(findings)).toEqual(['GPU 0: ok', 'GPU 0: driver: fail', 'GPU 0: VRAM: ok', 'CUDA: fail']);
});

test('another card may do, and one that is too small is told', async () => {
  const answers = {
    cards: said(await recorded('rtx-4090.cards.csv')),
    version: said(await recorded('rtx-4090.version.txt')),
    processes: said(''),
  };
  expect(told(gpu(answers))).toEqual(['GPU 0: warn', 'GPU 0: driver: ok', 'GPU 0: VRAM: fail', 'CUDA: ok']);
  expect(told(gpu({ ...answers, vramGb: 18 }))[2]).toBe('GPU 0: VRAM: ok');
  expect(told(gpu({ ...answers, needed: false }))[2]).toBe('GPU 0: VRAM: warn');
});

test('each of several cards is told', async () => {
  const findings = gpu({
    cards: said(await recorded('two-cards.cards.csv')),
    version: said('CUDA Version: 13.0'),
    vramGb: 8,
  });
  expect(told(findings).filter((line) => line.startsWith('GPU 1'))).toEqual([
    'GPU 1: warn',
    'GPU 1: driver: ok',
    'GPU 1: VRAM: ok',
  ]);
});

test.each([
  ['mismatch.txt', 18, 'another driver than the programs expect', 'sudo reboot'],
  ['not-running.txt', 9, 'the card is there: 10de:2b85 in slot 0000:01:00.0', 'sudo dkms autoinstall'],
  ['no-devices.txt', 6, 'the kernel sees 10de:2b85', 'nvidia-driver-580-open'],
])('%s is told with its mend', async (name, exit, detail, mend) => {
  const [finding, ...others] = gpu({ cards: said(await recorded(name), exit), pci: NVIDIA });
  expect(others).toEqual([]);
  expect(finding?.state).toBe('fail');
  expect(finding?.detail).toContain(detail);
  expect(finding?.mend).toContain(mend);
});

test('no card at all is a failure only where one is needed', () => {
  expect(told(gpu({}))).toEqual(['GPU: fail']);
  expect(told(gpu({ needed: false }))).toEqual(['GPU: warn']);
  expect(gpu({ pci: NVIDIA })[0]?.detail).toContain('nvidia-smi is not installed');
  expect(gpu({ pci: [{ slot: '0000:00:02.0', pciId: '8086:a780' }] })[0]?.detail).toContain('no NVIDIA card');
});

test('the kernel’s own list of cards is read: display controllers only', async () => {
  const root = join(folder, 'pci');
  const devices: [string, string, string, string][] = [
    ['0000:01:00.0', '0x030000', '0x10de', '0x2b85'],
    ['0000:01:00.1', '0x040300', '0x10de', '0x22e8'],
    ['0000:00:02.0', '0x030000', '0x8086', '0xa780'],
  ];
  for (const [slot, kind, vendor, device] of devices) {
    await mkdir(join(root, slot), { recursive: true });
    await Promise.all([
      writeFile(join(root, slot, 'class'), `${kind}\n`),
      writeFile(join(root, slot, 'vendor'), `${vendor}\n`),
      writeFile(join(root, slot, 'device'), `${device}\n`),
    ]);
  }
  expect(await pciCards(root)).toEqual([
    { slot: '0000:00:02.0', pciId: '8086:a780' },
    { slot: '0000:01:00.0', pciId: '10de:2b85' },
  ]);
  expect(await pciCards(join(folder, 'absent'))).toEqual([]);
});

test.each([
  ['torch-2.8.0-cu128.txt', 'ok', 'with sm_120'],
  ['torch-2.5.1-cu124.txt', 'fail', 'not for sm_120'],
  ['torch-2.7.1-cpu.txt', 'fail', 'without CUDA'],
  ['torch-2.5.1-on-4090.txt', 'ok', 'with sm_89'],
  ['torch-missing.txt', 'fail', "No module named 'torch'"],
])('%s is %s', async (name, state, detail) => {
  const finding = torchFinding('sharp', said(await recorded(name)), '/envs/sharp/bin/python');
  expect(finding.state).toBe(state);
  expect(finding.detail).toContain(detail);
  if (state === 'fail') expect(finding.mend).toContain('/envs/sharp/bin/python -m pip install');
});

test('a Python that is not there, that breaks and that hangs are three things', () => {
  expect(torchFinding('sharp', MISSING, 'python').detail).toBe('python is not there');
  expect(
    torchFinding('sharp', { ...said('', 1), stderr: 'Traceback\nImportError: libcudart' }, 'python').detail,
  ).toContain('ImportError: libcudart');
  expect(torchFinding('sharp', { ...MISSING, kind: 'silent' }, 'python').state).toBe('warn');
});

const program = (what: string) => PROGRAMS.find((candidate) => candidate.what === what) ?? PROGRAMS[0];
test.each([
  ['git-lfs', 'git-lfs/3.3.0 (GitHub; linux amd64; go 1.19.8)', 'ok'],
  ['git-lfs', 'git-lfs/2.13.2 (GitHub; linux amd64; go 1.15)', 'fail'],
  ['ffmpeg', 'ffmpeg version 5.1.6-0+deb12u1 Copyright (c) 2000-2024 the FFmpeg developers', 'ok'],
  ['ffmpeg', 'ffmpeg version n7.1 Copyright (c) 2000-2024', 'ok'],
  ['ffmpeg', 'ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright', 'fail'],
  ['chromium', 'Chromium 142.0.7444.162 built on Debian GNU/Linux 12 (bookworm)', 'ok'],
  ['espeak-ng', 'eSpeak NG text-to-speech: 1.51  Data at: /usr/lib/x86_64-linux-gnu/espeak-ng-data', 'ok'],
  ['git', 'git version 2.39.5', 'ok'],
  ['git', 'zsh: command', 'warn'],
])('%s that says “%s” is %s', (what, words, state) => {
  const known = program(what);
  if (known === undefined) throw new Error('no programs');
  expect(programFinding(known, said(words)).state).toBe(state);
  expect(programFinding(known, MISSING)).toMatchObject({
    state: 'fail',
    detail: 'is not installed',
    mend: known.mend,
  });
});

test('node, the LFS filter, encoders, clock, disk and memory', () => {
  expect([nodeFinding('v24.21.0').state, nodeFinding('v20.20.2').state]).toEqual(['ok', 'fail']);
  expect([
    lfsFilterFinding(said('git-lfs filter-process\n')).state,
    lfsFilterFinding(said('', 1)).state,
  ]).toEqual(['ok', 'fail']);
  expect(
    encoderFinding(said(' V....D libx264              libx264 H.264\n A....D aac                  AAC\n'))
      .state,
  ).toBe('ok');
  expect(encoderFinding(said(' A....D aac                  AAC\n')).detail).toBe('libx264 missing');
  expect(
    [clockFinding(said('yes\n')), clockFinding(said('no\n')), clockFinding(MISSING)].map(
      ({ state }) => state,
    ),
  ).toEqual(['ok', 'warn', 'warn']);
  expect([5, 50, 500].map((gb) => diskJudged('disk', '/srv', gb * 2 ** 30).state)).toEqual([
    'fail',
    'warn',
    'ok',
  ]);
  expect([
    memoryFinding(32 * 2 ** 30, true).state,
    memoryFinding(32 * 2 ** 30, false).state,
    memoryFinding(64 * 2 ** 30, true).state,
  ]).toEqual(['warn', 'ok', 'ok']);
});

test('versions are ordered by their numbers', () => {
  expect(['1.9', '1.10', '580.95.05', '570', '12'].toSorted(versionOrder)).toEqual([
    '1.9',
    '1.10',
    '12',
    '570',
    '580.95.05',
  ]);
  expect(versionOrder('1.0', '1')).toBe(0);
});

test('a system is told by its checkout, its torch and its weights', async () => {
  const checkout = join(folder, 'checkout');
  const venv = join(folder, 'venv', 'bin');
  await mkdir(checkout);
  await mkdir(venv, { recursive: true });
  await askProgram(
    ['sh', '-ec', 'git init -q . && git -c user.name=t -c user.email=t@t commit -q --allow-empty -m x'],
    { cwd: checkout },
  );
  const commit = (await askProgram(['git', 'rev-parse', 'HEAD'], { cwd: checkout })).stdout.trim();
  await writeFile(
    join(venv, 'python'),
    `#!/bin/sh\ncat <<'X'\n${await recorded('torch-2.8.0-cu128.txt')}X\n`,
    { mode: 0o755 },
  );
  await writeFile(join(checkout, 'model.pt'), 'weights');
  const environment = {
    schema: 'alpha-runner/1' as const,
    systems: { demo: { checkout, runtime: { venv: join(folder, 'venv') }, weights: {}, env: {} } },
  };
  const wanted = {
    system: 'demo',
    repository: 'somebody/demo',
    commit,
    weights: { 'model.pt': 'model.pt', 'other.pt': 'other.pt' },
    pins: { 'weights:model.pt': oidOf('weights') },
    needed: true,
  };
  expect(told(await systemFindings(environment, wanted, 'digest'))).toEqual([
    'checkout of demo: ok',
    'torch of demo: ok',
    'weights of demo: model.pt: ok',
    'weights of demo: other.pt: fail',
  ]);
  const other = { ...wanted, commit: '0'.repeat(40), pins: { 'weights:model.pt': oidOf('others') } };
  expect(told(await systemFindings(environment, other, 'digest'))).toEqual([
    'checkout of demo: fail',
    'torch of demo: ok',
    'weights of demo: model.pt: fail',
    'weights of demo: other.pt: fail',
  ]);
  const unpinned = await systemFindings(environment, { ...wanted, pins: {} }, 'digest');
  expect(unpinned[2]?.mend).toBe(
    `systems.demo.pins in assets/alpha.yml: 'weights:model.pt': ${oidOf('weights')}`,
  );
  expect(
    told(
      await systemFindings(
        { schema: 'alpha-runner/1', systems: {} },
        { ...wanted, system: 'absent', needed: false },
        'there',
      ),
    ),
  ).toEqual(['absent: warn']);
});

test('a ComfyUI that is not there is told with how it is started', async () => {
  const finding = await comfyuiFinding('http://127.0.0.1:9', true);
  expect(finding).toMatchObject({ state: 'fail', mend: expect.stringContaining('python main.py') });
});

test('this machine is diagnosed: nothing that only production needs is a failure where all is preview', async () => {
  const manifest = Manifest.parse({
    schema: 'alpha/1',
    sources: {},
    episodes: 'episodes',
    systems: { sharp: { backend: 'preview', gpu: { vramGb: 8, minutes: 1 } } },
    artifacts: {},
  });
  const systems = [{ system: 'no-such-system', repository: 'a/b', commit: '0'.repeat(40), weights: {} }];
  const findings = await diagnose({ root: folder, manifest, systems });
  const failed = findings.filter(
    ({ state, what }) => state === 'fail' && /GPU|torch|weights|ComfyUI|no-such/u.test(what),
  );
  expect(failed).toEqual([]);
  expect(findings.every(({ state, mend }) => state === 'ok' || mend !== undefined)).toBe(true);
  expect(findings.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['node', 'git-lfs', 'ffmpeg', 'chromium', 'espeak-ng', 'disk', 'clock', 'owner']),
  );
});

test('no text whatever is read as a card, a process, a CUDA or a torch that is not one', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.array(fc.string()).map((cells) => cells.join(', ')),
      ),
      (text) => {
        for (const card of parseCards(text)) expect(card.pciId).toMatch(/^[0-9a-f]{4}:[0-9a-f]{4}$/u);
        for (const { pid } of parseProcesses(text)) expect(Number.isSafeInteger(pid)).toBe(true);
        const cuda = parseCuda(text);
        if (cuda !== undefined) expect(cuda).toMatch(/^\d+\.\d+$/u);
        parseTorch(text);
      },
    ),
  );
});
