import { extname } from 'node:path';
import { UserError } from '#core/errors.ts';
import type { Medium } from '#core/names.ts';

const MEDIA: Readonly<Record<string, Medium>> = {
  '.png': 'picture',
  '.jpg': 'picture',
  '.jpeg': 'picture',
  '.webp': 'picture',
  '.glb': 'mesh',
  '.ply': 'splat',
  '.zip': 'scene',
  '.mp4': 'video',
  '.wav': 'sound',
  '.npy': 'tokens',
  '.txt': 'text',
  '.md': 'text',
  '.yml': 'text',
  '.yaml': 'text',
  '.json': 'text',
  '.jsonl': 'text',
  '.srt': 'text',
  '.vtt': 'text',
};

/** Whether anything is known of files with such a name. */
export const isKnown = (path: string): boolean => MEDIA[extname(path).toLowerCase()] !== undefined;

/** @throws {UserError} `medium-unknown` */
export function mediumOf(path: string): Medium {
  const medium = MEDIA[extname(path).toLowerCase()];
  if (medium !== undefined) return medium;
  throw new UserError(
    'medium-unknown',
    `${path}: nothing is known of files that end in ${extname(path) || 'nothing'}`,
    { hint: `Known are ${Object.keys(MEDIA).join(', ')}.` },
  );
}
