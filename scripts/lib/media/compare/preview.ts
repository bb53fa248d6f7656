import { mkdir } from 'node:fs/promises';
import { unreachable } from '#core/errors.ts';
import type { Medium } from '#core/names.ts';
import type { Panel } from '#core/verdict.ts';
import { readPicture } from '../picture-file.ts';
import { writeDrawn, writePanel } from '../render/panel.ts';
import { drawSpectrogram } from '../render/spectrogram.ts';
import { SOFTWARE } from '../render/renderer.ts';
import { renderViews } from '../render/views.ts';
import { probe } from './media-tool.ts';
import { figure, saySeconds } from './say.ts';
import { previewScene } from './scene.ts';
import { heard } from './sound.ts';
import { overview } from './video.ts';

export interface PreviewRequest {
  readonly medium: Medium;
  readonly file: string;
  /** Folder that `preview.webp` is written to; made when it is not there. */
  readonly outDir: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A small picture of what a file holds: the picture itself, the front of a mesh or splat, nine frames of a video, the
 * spectrogram of a sound, four moments of a scene. It depends on the file's bytes alone, since the software renderer
 * draws. Text and tokens have none.
 *
 * @throws {UserError} when the file cannot be read as its medium
 */
export async function previewPanels({ medium, file, outDir, signal }: PreviewRequest): Promise<Panel[]> {
  signal?.throwIfAborted();
  await mkdir(outDir, { recursive: true });
  const caption = (label: string, alt: string) => ({
    role: 'after' as const,
    label,
    alt,
    name: 'preview',
    outDir,
  });
  switch (medium) {
    case 'picture': {
      const picture = await readPicture(file);
      const size = `${picture.width}×${picture.height}`;
      return [await writePanel(picture, caption(size, `The picture, ${size} pixels.`))];
    }
    case 'mesh':
    case 'splat': {
      const drawer = SOFTWARE[medium];
      const { views } = await renderViews({ medium, file, views: ['front'], drawer, signal });
      return Promise.all(
        views.map(({ picture }) =>
          writePanel(picture, caption(`${medium} · front`, `The ${medium} seen from the front.`)),
        ),
      );
    }
    case 'video': {
      const facts = await probe(file, { signal });
      const length = saySeconds(facts.seconds);
      const sheet = await overview(file, facts, signal);
      return [await writeDrawn(sheet, caption(`video · ${length}`, `Nine frames of a video of ${length}.`))];
    }
    case 'sound': {
      const sound = await heard('after', file, signal);
      const length = saySeconds(sound.facts.seconds);
      const drawn = drawSpectrogram(sound.mel, sound.mel.frames);
      return [
        await writeDrawn(
          drawn,
          caption(`sound · ${length} · ${figure(sound.lufs)} LUFS`, `Spectrogram of ${length}.`),
        ),
      ];
    }
    case 'scene':
      return [await previewScene(file, outDir)];
    case 'text':
    case 'tokens':
      return [];
    default:
      return unreachable(medium);
  }
}
