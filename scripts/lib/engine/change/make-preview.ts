import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '#core/errors.ts';
import { compareFiles } from '#media/compare/compare.ts';
import type { MakePreview } from '../build/build-one.ts';

/** The picture that shows an artifact: that of its first file which can be seen, as the comparison shows a new file (I18). */
export const makePreview: MakePreview = async (artifact, files, file) => {
  const folder = await mkdtemp(join(tmpdir(), 'alpha-preview-'));
  try {
    for (const { medium, path, role } of files) {
      const outDir = join(folder, role);
      const { panels } = await compareFiles({ medium, after: path, outDir });
      const [panel] = panels;
      if (panel === undefined) continue;
      await copyFile(join(outDir, panel.file), file);
      return;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  throw new UserError('preview-failed', `nothing of ${artifact} can be shown`, {
    hint: 'One of its files must be a picture, a model, a film or a sound that can be read.',
  });
};
