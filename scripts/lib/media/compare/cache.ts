import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { oidOf } from '#core/oid.ts';
import { FileVerdict } from '#core/verdict.ts';
import { pixelDigest } from '../canon/reference.ts';
import { digestOf } from './digest.ts';
import type { CompareRequest, Labels } from './request.ts';

/** Goes up with every change of a measure, a sentence or a drawing: yesterday's verdicts are then asked for no more. */
const METRICS = '4';

/** What a verdict depends on, as a name. Fields are framed as netstrings, so that no two lists share one. */
export async function cacheKey(
  { medium, before, after, canonical, blink = false }: CompareRequest,
  labels: Labels,
): Promise<string> {
  const hash = createHash('sha256');
  const add = (field: string) => hash.update(`${Buffer.byteLength(field)}:${field},`);
  for (const field of ['alpha verdict', METRICS, medium, labels.before, labels.after]) add(field);
  for (const path of [before, after]) add(path === undefined ? 'none' : (await digestOf(path)).oid);
  add(`blink ${blink}`);
  add(canonical === undefined ? 'none' : pixelDigest(canonical));
  if (medium === 'mesh' || medium === 'splat') {
    const { rendererHere } = await import('../render/renderer.ts'); // whoever compares pictures needs no browser
    add((await rendererHere()).name);
  }
  return hash.digest('hex');
}

/** A verdict from before, its panels copied to `outDir`; none when it is not there or not whole. */
export async function cached(folder: string, key: string, outDir: string): Promise<FileVerdict | undefined> {
  const place = join(folder, key);
  let text: string;
  try {
    text = await readFile(join(place, 'verdict.json'), 'utf8');
  } catch {
    return undefined; // never compared, or swept
  }
  const verdict = FileVerdict.safeParse(jsonOf(text)).data;
  if (verdict === undefined) return undefined;
  for (const { file, digest } of verdict.panels) {
    const bytes = await readFile(join(place, file)).catch(() => undefined);
    if (bytes === undefined || oidOf(bytes) !== digest) return undefined;
  }
  for (const { file } of verdict.panels) await copyFile(join(place, file), join(outDir, file));
  return verdict;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // cut off
  }
}

/** Keeps a verdict and its panels. What another process keeps at the same time is the same. */
export async function keep(folder: string, key: string, verdict: FileVerdict, outDir: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const partial = await mkdtemp(join(folder, '.partial-'));
  try {
    for (const { file } of verdict.panels) await copyFile(join(outDir, file), join(partial, file));
    await writeFile(join(partial, 'verdict.json'), JSON.stringify(verdict));
    await rm(join(folder, key), { recursive: true, force: true });
    await rename(partial, join(folder, key));
  } catch (cause) {
    await rm(partial, { recursive: true, force: true });
    if (!isTaken(cause)) throw cause;
  }
}

/** Another process was faster. */
const isTaken = (cause: unknown) =>
  cause instanceof Error && 'code' in cause && (cause.code === 'ENOTEMPTY' || cause.code === 'EEXIST');
