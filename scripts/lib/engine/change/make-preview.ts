import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '#core/errors.ts';
import type { Panel } from '#core/verdict.ts';
import { previewPanels } from '#media/compare/preview.ts';
import { writePanel } from '#media/render/panel.ts';
import type { MadeFile, MakePreview } from '../build/build-one.ts';
import { frontView } from './front-view.ts';

/** The picture that shows an artifact: that of its first file which can be seen; a function of its bytes alone (I18). */
export const makePreview: MakePreview = async (artifact, files, file) => {
  const folder = await mkdtemp(join(tmpdir(), 'alpha-preview-'));
  try {
    for (const made of files.toSorted((a, b) => visible(b) - visible(a))) {
      const panel = await panelOf(made, folder);
      if (panel === undefined) continue;
      await copyFile(join(folder, panel.file), file);
      return;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  throw new UserError('preview-failed', `nothing of ${artifact} can be shown`, {
    hint: 'One of its files must be a picture, a model, a film or a sound that can be read.',
  });
};

/** Of a scene, the sequence can be seen; the pictures that it was trained on are no picture of it. */
const visible = ({ role }: MadeFile): number => (role === 'dataset' ? 0 : 1);

async function panelOf({ medium, path, role }: MadeFile, outDir: string): Promise<Panel | undefined> {
  if (medium === 'mesh' || medium === 'splat' || medium === 'scene') {
    return writePanel(await frontView(medium, path), {
      role: 'after',
      label: `${role} · front`,
      alt: `The ${role} seen from the front.`,
      name: 'preview',
      outDir,
    });
  }
  return (await previewPanels({ medium, file: path, outDir }))[0];
}
