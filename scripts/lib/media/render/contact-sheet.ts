import type { Picture } from '../picture.ts';
import { type Drawn, drawPicture } from './panel.ts';

const GAP = 4;
const GROUND = [35, 26, 51] as const;

/** Pictures of one shape in rows of `across`, `width` pixels wide in all, on the labels' dark ground. */
export async function contactSheet(
  pictures: readonly Picture[],
  across: number,
  width: number,
): Promise<Drawn> {
  const [first] = pictures;
  if (first === undefined) throw new RangeError('a contact sheet needs a picture');
  const cell = Math.floor((width - GAP * (across - 1)) / across);
  const cellHeight = Math.max(1, Math.round((cell * first.height) / first.width));
  const rows = Math.ceil(pictures.length / across);
  const height = rows * cellHeight + (rows - 1) * GAP;
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < rgb.length; i += 3) rgb.set(GROUND, i);
  for (const [index, picture] of pictures.entries()) {
    const drawn = await drawPicture(picture, { grid: { width: cell, height: cellHeight }, factor: 1 });
    const [left, top] = [(index % across) * (cell + GAP), Math.floor(index / across) * (cellHeight + GAP)];
    for (let y = 0; y < cellHeight; y += 1) {
      rgb.set(drawn.rgb.subarray(y * cell * 3, (y + 1) * cell * 3), ((top + y) * width + left) * 3);
    }
  }
  return { width, height, rgb };
}

/** Drawings of one width below each other. */
export function below(...drawings: readonly Drawn[]): Drawn {
  const width = drawings[0]?.width ?? 0;
  if (drawings.some((drawing) => drawing.width !== width)) throw new RangeError('drawings of several widths');
  const height = drawings.reduce((sum, drawing) => sum + drawing.height, 0);
  return { width, height, rgb: new Uint8Array(Buffer.concat(drawings.map(({ rgb }) => rgb))) };
}

const STRIP_HEIGHT = 44;

/**
 * How much each moment changed (0 nothing to 1), as bars over time; marked moments (indices of `values`) have a tick.
 * A column shows the most of what it covers.
 */
export function timelineStrip(values: readonly number[], marks: readonly number[], width: number): Drawn {
  const rgb = new Uint8Array(width * STRIP_HEIGHT * 3).fill(246);
  const put = (x: number, y: number, colour: readonly number[]) => rgb.set(colour, (y * width + x) * 3);
  for (let x = 0; x < width; x += 1) {
    const from = Math.floor((x * values.length) / width);
    const to = Math.max(from + 1, Math.floor(((x + 1) * values.length) / width));
    const most = Math.min(
      1,
      values.slice(from, to).reduce((a, b) => Math.max(a, b), 0),
    );
    const tall = most === 0 ? 0 : Math.max(1, Math.round(most * (STRIP_HEIGHT - 8)));
    for (let y = 0; y < tall; y += 1)
      put(x, STRIP_HEIGHT - 1 - y, most < 0.2 ? [255, 166, 0] : [209, 0, 122]);
  }
  for (const mark of marks) {
    const x = Math.min(width - 1, Math.round(((mark + 0.5) * width) / Math.max(1, values.length)));
    for (let y = 0; y < 6; y += 1)
      for (let dx = y - 5; dx <= 5 - y; dx += 1) if (x + dx >= 0 && x + dx < width) put(x + dx, y, GROUND);
  }
  return { width, height: STRIP_HEIGHT, rgb };
}
