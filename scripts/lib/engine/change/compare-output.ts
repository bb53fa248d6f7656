import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileVerdict } from '#core/verdict.ts';
import { compareFiles } from '#media/compare/compare.ts';
import type { CompareRequest } from '#media/compare/compare.ts';
import { writePng } from '#media/picture-file.ts';
import { frontView } from './front-view.ts';

/** Compares an artifact's file: a scene by its front view, everything else by what its medium is. */
export async function compareOutput(role: string, request: CompareRequest): Promise<FileVerdict> {
  if (request.medium !== 'scene' || role === 'dataset') return compareFiles(request);
  const folder = await mkdtemp(join(tmpdir(), 'alpha-scene-'));
  try {
    const [before, after] = await Promise.all(
      [request.before, request.after].map((path, side) => drawn(path, join(folder, `${side}.png`))),
    );
    return { ...(await compareFiles({ ...request, medium: 'picture', before, after })), medium: 'scene' };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function drawn(path: string | undefined, png: string): Promise<string | undefined> {
  if (path === undefined) return undefined;
  await writePng(png, await frontView('scene', path));
  return png;
}
