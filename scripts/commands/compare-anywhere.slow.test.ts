import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { byCodeUnit } from '#core/json.ts';
import { lens } from '#media/camera.ts';
import { ball, cubeGlb } from '#media/compare/sample-models.ts';
import { encodeWave } from '#media/sound/wave-file.ts';
import { writeSplat } from '#media/splat/ply.ts';
import { encodeSequence } from '#media/video/sequence.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';

const checkout = resolve(import.meta.dirname, '../..');
const VARIANTS = join(checkout, 'scripts/test/fixtures/variants');

const tone = (hertz: number) =>
  encodeWave({
    rate: 16_000,
    samples: Float32Array.from(
      { length: 24_000 },
      (_, i) => 0.3 * Math.sin((2 * Math.PI * hertz * i) / 16_000),
    ),
  });

const scene = (front?: readonly [number, number, number]) =>
  encodeSequence({
    periodSeconds: 2,
    clouds: Array.from({ length: 4 }, () => ball(700, front)),
    standpoint: { target: [0, 0, 3], distance: 6, lens: lens(1.5) },
  });

/** `before` and `after` below a folder: a file of every medium. */
async function pairs(root: string): Promise<void> {
  const put = async (name: string, bytes: Uint8Array | string) => {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), bytes);
  };
  for (const [side, front, hertz, words] of [
    ['before', [0.1, 0.2, 0.9], 440, 'İstanbul, ılık, straße: one word.'],
    ['after', [0.9, 0.1, 0.1], 460, 'İstanbul, ılık, straße: another word.'],
  ] as const) {
    await put(`${side}/mesh.glb`, await cubeGlb({ front }));
    await put(`${side}/splat.ply`, writeSplat(ball(900, front)));
    await put(`${side}/scene.zip`, scene(front));
    await put(`${side}/voice.wav`, tone(hertz));
    await put(`${side}/text/narration.txt`, words);
    for (const number of [1, 2, 3]) {
      const variant = side === 'before' ? 'same_seed7' : 'hair_hue_m60';
      await copyFile(join(VARIANTS, `${variant}.png`), join(root, side, `still-${number}.png`));
    }
    const still = `color=c=0x${side === 'before' ? '402060' : '204060'}:s=160x120:r=10:d=1`;
    await execa`ffmpeg -v error -f lavfi -i ${still} -c:v libx264 -pix_fmt yuv420p -bitexact ${join(root, side, 'clip.mp4')}`;
  }
}

/** Digest by name of all files below a folder. */
async function digests(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const known: Record<string, string> = {};
  for (const file of files.toSorted(byCodeUnit))
    known[file.slice(folder.length + 1)] = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  return known;
}

interface Machine {
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: number;
  /** On one core there is no helper that compares pictures, too. */
  readonly oneCore: boolean;
}

async function told(root: string, { env, jobs, oneCore }: Machine) {
  const alpha = (...words: readonly string[]) => {
    const command = [
      ...(oneCore ? ['taskset', '-c', '0'] : []),
      process.execPath,
      join(checkout, 'scripts/alpha.ts'),
      'compare',
      'before',
      'after',
      '--jobs',
      String(jobs),
      ...words,
    ];
    const [program = '', ...argv] = command;
    return execa(program, argv, { cwd: root, env, reject: false });
  };
  const text = await alpha('--report', 'report');
  const json = await alpha('--json');
  expect([text.exitCode, json.exitCode]).toEqual([1, 1]);
  return { text: text.stdout, json: json.stdout, report: await digests(join(root, 'report')) };
}

test(
  'two folders differ in the same words, figures and pictures in any folder, language, time zone and number of workers',
  { timeout: 240_000 },
  async () => {
    await using here = await temporaryFolder();
    await using there = await temporaryFolder();
    const far = join(there.path, 'in a folder', 'of another name');
    await pairs(here.path);
    await mkdir(far, { recursive: true });
    for (const [name] of Object.entries(await digests(here.path))) {
      await mkdir(dirname(join(far, name)), { recursive: true });
      await copyFile(join(here.path, name), join(far, name));
    }
    const plain = await told(here.path, { env: { LC_ALL: 'C', TZ: 'UTC' }, jobs: 1, oneCore: false });
    const turkish = await told(far, {
      env: { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati' },
      jobs: 5,
      oneCore: false,
    });
    const arabic = await told(here.path, {
      env: { LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8', LANGUAGE: 'ar', TZ: 'America/St_Johns' },
      jobs: 2,
      oneCore: true,
    });
    expect(plain.text).toContain('still-1.png and 2 alike');
    expect(plain.text).toMatch(/9 of 9 differ/u);
    expect(turkish).toEqual(plain);
    expect(arabic).toEqual(plain);
  },
);
