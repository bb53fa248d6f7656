import type { Picture } from '../picture.ts';
import { resampled } from './altered.ts';
import type { Portrait } from './registration.ts';

/** The picture with everything below the chin wider by `factor`, more and more over the height of the neck. */
export function bodyWidened({ picture, head }: Portrait, factor: number): Picture {
  const { mesh, box } = head.face;
  const [chin, middle] = [mesh[152]?.y ?? 0, mesh[152]?.x ?? 0];
  return resampled(picture, ({ x, y }) => {
    const down = Math.min(Math.max((y - chin) / (0.25 * box.height), 0), 1);
    return { x: middle + (x - middle) / (1 + (factor - 1) * down * down * (3 - 2 * down)), y };
  });
}

/** The picture with head and hair larger by `factor` about the chin; from there it fades out over the length of the neck. */
export function headScaled({ picture, head }: Portrait, factor: number): Picture {
  const { mesh, box } = head.face;
  const [chin, middle] = [mesh[152]?.y ?? 0, mesh[152]?.x ?? 0];
  return resampled(picture, ({ x, y }) => {
    const size = 1 + (factor - 1) * (1 - smooth((y - chin) / (0.45 * box.height)));
    return { x: middle + (x - middle) / size, y: y < chin ? chin + (y - chin) / size : y };
  });
}

/** The picture with everything below the neck lower by `share` of the height of the face; negative is higher. */
export function neckLengthened({ picture, head }: Portrait, share: number): Picture {
  const { mesh, box } = head.face;
  const chin = mesh[152]?.y ?? 0;
  return resampled(picture, ({ x, y }) => ({
    x,
    y: y - share * box.height * smooth((y - chin) / (0.3 * box.height)),
  }));
}

/** From 0 to 1, without a corner at either end. */
function smooth(way: number): number {
  const cut = Math.min(Math.max(way, 0), 1);
  return cut * cut * (3 - 2 * cut);
}
