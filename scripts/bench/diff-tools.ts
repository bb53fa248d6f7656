import { mkdir, readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { unreachable } from '#core/errors.ts';
import type { FileVerdict } from '#core/verdict.ts';

// Each tool is loaded only where it is used, so that none pays for another's start.

/** Who compares a folder of pairs. */
export const Tool = z.enum(['alpha', 'blazediff-bin', 'reg-cli', 'pixelmatch-sharp']);
export type Tool = z.infer<typeof Tool>;

/** Changed pixels by file name; tools that do not tell leave them out. */
export type Counts = Readonly<Record<string, number>>;

/** Compares all of `before/` with `after/`, decode to pictures written to `out`. */
export async function compareFolder(tool: Tool, folder: string, out: string): Promise<Counts> {
  const names = (await readdir(join(folder, 'before'))).toSorted();
  await mkdir(out, { recursive: true });
  switch (tool) {
    case 'alpha': {
      const { compareFiles } = await import('#media/compare/compare.ts');
      return atOnce(4, names, async (name) =>
        countOf(
          await compareFiles({
            medium: 'picture',
            before: join(folder, 'before', name),
            after: join(folder, 'after', name),
            outDir: join(out, name),
          }),
        ),
      );
    }
    case 'pixelmatch-sharp':
      return atOnce(3, names, (name) => byPixelmatch(folder, name, out));
    case 'blazediff-bin':
      return inThreads(names, folder, out);
    case 'reg-cli': {
      const { execa } = await import('execa');
      const cli = createRequire(import.meta.url).resolve('reg-cli/dist/cli.js');
      const dirs = [join(folder, 'after'), join(folder, 'before'), out];
      await execa(process.execPath, [
        cli,
        ...dirs,
        '-M',
        '0.1',
        '-A',
        '-I',
        '-C',
        '4',
        '-J',
        join(out, 'reg.json'),
      ]);
      return {};
    }
    default:
      return unreachable(tool);
  }
}

function countOf(verdict: FileVerdict): number {
  if (verdict.kind === 'equal') return 0;
  return verdict.measures.find(({ metric }) => metric.startsWith('changed-pixels/'))?.value ?? -1;
}

async function byPixelmatch(folder: string, name: string, out: string): Promise<number> {
  const { default: sharp } = await import('sharp');
  const { default: pixelmatch } = await import('pixelmatch');
  const read = (side: string) =>
    sharp(join(folder, side, name))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
  const [before, after] = await Promise.all([read('before'), read('after')]);
  const { width, height } = before.info;
  const drawn = Buffer.alloc(before.data.length);
  const count = pixelmatch(before.data, after.data, drawn, width, height, { threshold: 0.1 });
  if (count > 0)
    await sharp(drawn, { raw: { width, height, channels: 4 } })
      .png()
      .toFile(join(out, name));
  return count;
}

/** Its native part works on the thread that calls it, so two threads get half of the names each. */
async function inThreads(names: readonly string[], folder: string, out: string): Promise<Counts> {
  const script = createRequire(import.meta.url).resolve('./diff-blazediff-thread.ts');
  const halves = [0, 1].map((half) => names.filter((_, i) => i % 2 === half));
  const counts = await Promise.all(
    halves.map(
      (half) =>
        new Promise<Counts>((resolve, reject) => {
          const worker = new Worker(script, { workerData: { names: half, folder, out } });
          worker.once('message', (message: unknown) =>
            resolve(z.record(z.string(), z.number()).parse(message)),
          );
          worker.once('error', reject);
        }),
    ),
  );
  return Object.assign({}, ...counts);
}

/** For the thread. */
export async function byBlazediff(folder: string, name: string, out: string): Promise<number> {
  const { compare: blazediff } = await import('@blazediff/bin');
  const [before, after] = [join(folder, 'before', name), join(folder, 'after', name)];
  const result = await blazediff(before, after, join(out, name), { threshold: 0.1, antialiasing: true });
  return !result.match && result.reason === 'pixel-diff' ? result.diffCount : 0;
}

async function atOnce(
  limit: number,
  names: readonly string[],
  one: (name: string) => Promise<number>,
): Promise<Counts> {
  const counts: Record<string, number> = {};
  const left = [...names].values();
  const lane = async () => {
    for (const name of left) counts[name] = await one(name);
  };
  await Promise.all(Array.from({ length: limit }, lane));
  return counts;
}

/** Bytes of all files below a folder. */
export async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
