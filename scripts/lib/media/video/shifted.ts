import type { Picture, Size } from '../picture.ts';
import { Stage } from './kernel/stage.ts';

/** Where each line of a frame is read on a picture: two of its lines, and 256ths from the first to the second; three a line. */
export type Lines = Int32Array;

/**
 * Draws opaque frames that are read between the columns and rows of a picture. The frame that is given is written over by the
 * next one.
 */
export function shifter(picture: Picture, size: Size): (columns: Lines, rows: Lines) => Picture {
  const { width, height } = size;
  const lengths = {
    from: picture.rgba.length,
    columns: width * 3,
    rows: height * 3,
    mixed: picture.width * 16,
    out: width * height * 4,
  };
  const stage = new Stage([lengths.from, lengths.columns * 4, lengths.rows * 4, lengths.mixed, lengths.out]);
  const from = stage.bytes(lengths.from);
  from.set(picture.rgba);
  const across = stage.integers(lengths.columns);
  const down = stage.integers(lengths.rows);
  const mixed = stage.bytes(lengths.mixed);
  const out = stage.bytes(lengths.out);
  return (columns, rows) => {
    across.set(columns);
    down.set(rows);
    stage.call('shifted', [from, picture.width, across, down, width, height, mixed, out]);
    return { ...size, rgba: new Uint8ClampedArray(out.buffer, out.byteOffset, out.byteLength) };
  };
}
