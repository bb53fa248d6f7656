import type { Picture } from '../picture.ts';
import { resampled } from './altered.ts';
import { encoded, linear, wheelHue } from './colour.ts';
import { LABEL } from './regions.ts';
import type { Portrait } from './registration.ts';
import { SIDE } from './view.ts';

/**
 * The picture with the hue of its hair turned on the wheel of HSV, strands and gloss kept: for gradings whose truth
 * is known. Borders of the hair turn as far as the person network is sure of them.
 */
export function hairTurned(portrait: Portrait, degrees: number): Picture {
  return recoloured(portrait, LABEL.hair, (red, green, blue) => spun(red, green, blue, degrees));
}

/** The picture with the vivid parts of the garment (piping, prints) in another hue, folds kept. */
export function trimTurned(portrait: Portrait, degrees: number): Picture {
  return recoloured(portrait, LABEL.garment, (red, green, blue) =>
    Math.max(red, green, blue) - Math.min(red, green, blue) < 40
      ? [red, green, blue]
      : spun(red, green, blue, degrees),
  );
}

/** The picture with the garment lighter or darker: each 8-bit code times `factor`. */
export function garmentShaded(portrait: Portrait, factor: number): Picture {
  return recoloured(portrait, LABEL.garment, (red, green, blue) => [
    red * factor,
    green * factor,
    blue * factor,
  ]);
}

/**
 * The picture with hair of another material: each pixel's light is taken as shine (the same in each channel) and as
 * light from a hair of the first colour (linear), which then becomes the second, as a renderer would have drawn it.
 */
export function hairDyed(
  portrait: Portrait,
  from: readonly [number, number, number],
  to: readonly [number, number, number],
): Picture {
  const order = [0, 1, 2].toSorted((a, b) => (from[a] ?? 0) - (from[b] ?? 0));
  const [least = 0, , most = 0] = order;
  return recoloured(portrait, LABEL.hair, (...codes) => {
    const light = codes.map(linear);
    const share = Math.max(
      0,
      ((light[most] ?? 0) - (light[least] ?? 0)) / ((from[most] ?? 1) - (from[least] ?? 0)),
    );
    const shine = (light[least] ?? 0) - share * (from[least] ?? 0);
    return to.map((value) => encoded(shine + share * value));
  });
}

/** A colour (linear) with its hue turned by degrees on the wheel of HSV, as labels of rendered hair count it. */
export function hueTurned(
  colour: readonly [number, number, number],
  degrees: number,
): [number, number, number] {
  const [red, green, blue] = spun(encoded(colour[0]), encoded(colour[1]), encoded(colour[2]), degrees);
  return [linear(red), linear(green), linear(blue)];
}

/** The picture with its hair painted over in one colour (linear), light and shade kept. */
export function hairPainted(portrait: Portrait, paint: readonly [number, number, number]): Picture {
  const bright = 0.2126 * paint[0] + 0.7152 * paint[1] + 0.0722 * paint[2];
  return recoloured(portrait, LABEL.hair, (red, green, blue) => {
    const grey = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    return paint.map((value) => encoded((value * grey) / bright));
  });
}

/** The picture with hair of another lightness and vividness: light times `light`, way from grey times `chroma`. */
export function hairToned(portrait: Portrait, light: number, chroma: number): Picture {
  return recoloured(portrait, LABEL.hair, (...codes) => {
    const values = codes.map(linear);
    const [red = 0, green = 0, blue = 0] = values;
    const grey = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    return values.map((value) => encoded(light * Math.max(0, grey + (value - grey) * chroma)));
  });
}

/** The materials of the garment: dark cloth, light cloth, and what has a colour. */
export type Cloth = 'dark' | 'light' | 'vivid';

/** The picture with one cloth of the garment dyed: each channel of its light times a factor. */
export function clothDyed(portrait: Portrait, cloth: Cloth, dye: readonly [number, number, number]): Picture {
  return recoloured(portrait, LABEL.garment, (red, green, blue) =>
    clothOf(red, green, blue) === cloth
      ? [red, green, blue].map((code, channel) => encoded(linear(code) * (dye[channel] ?? 1)))
      : [red, green, blue],
  );
}

function clothOf(red: number, green: number, blue: number): Cloth {
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  return most - least >= 40 ? 'vivid' : most < 110 ? 'dark' : 'light';
}

/** The picture with stripes of `width` pixels across the garment, of another brightness. */
export function garmentStriped(portrait: Portrait, width: number, factor: number): Picture {
  return recoloured(portrait, LABEL.garment, (red, green, blue, y) => {
    const stripe = Math.floor(y / width) % 3 === 0 ? factor : 1;
    return [red * stripe, green * stripe, blue * stripe];
  });
}

function recoloured(
  { picture, view, head }: Portrait,
  label: number,
  change: (red: number, green: number, blue: number, y: number) => readonly number[],
): Picture {
  const rgba = new Uint8ClampedArray(picture.rgba);
  const scale = SIDE / view.square.side;
  for (let at = 0; at < rgba.length; at += 4) {
    const [x, y] = [((at / 4) % picture.width) + 0.5, Math.floor(at / 4 / picture.width) + 0.5];
    const column = Math.floor((x - view.square.x) * scale + SIDE / 2);
    const row = Math.floor((y - view.square.y) * scale + SIDE / 2);
    if (column < 0 || row < 0 || column >= SIDE || row >= SIDE) continue;
    if (head.regions.labels[row * SIDE + column] !== label) continue;
    const [red = 0, green = 0, blue = 0] = rgba.subarray(at, at + 3);
    rgba.set(change(red, green, blue, y), at);
  }
  return { ...picture, rgba };
}

/**
 * The picture with the hair cut off below a line: `share` of the way from its lowest point to its highest. What lay
 * behind is taken from beside the picture's edge in the same row.
 */
export function hairCut({ picture, view, head }: Portrait, share: number): Picture {
  const rgba = new Uint8ClampedArray(picture.rgba);
  const scale = SIDE / view.square.side;
  const rows = head.regions.labels.reduce<number[]>((found, label, index) => {
    if (label === LABEL.hair) found.push(Math.floor(index / SIDE));
    return found;
  }, []);
  const [top, bottom] = [rows[0] ?? 0, rows.at(-1) ?? SIDE];
  const line = bottom - (bottom - top) * share;
  for (let y = 0; y < picture.height; y += 1) {
    const row = Math.floor((y + 0.5 - view.square.y) * scale + SIDE / 2);
    if (row < line || row >= SIDE) continue;
    for (let x = 0; x < picture.width; x += 1) {
      const column = Math.floor((x + 0.5 - view.square.x) * scale + SIDE / 2);
      // Two pixels more than the region, for the strands at its border.
      const near = [-2, 0, 2].some((away) => head.regions.labels[row * SIDE + column + away] === LABEL.hair);
      if (!near || column < 2 || column >= SIDE - 2) continue;
      const from = (y * picture.width + (x < picture.width / 2 ? 2 : picture.width - 3)) * 4;
      rgba.set(picture.rgba.subarray(from, from + 4), (y * picture.width + x) * 4);
    }
  }
  return { ...picture, rgba };
}

/** The picture with hair over the forehead down to `share` of the way from the hairline to the brows: what lies above it, mirrored. */
export function fringed({ picture, view, head }: Portrait, share: number): Picture {
  const scale = SIDE / view.square.side;
  const at = (index: number) => head.face.mesh[index] ?? { x: 0, y: 0 };
  const [left, right, brow] = [at(54), at(284), at(9)];
  const hairline = (x: number) => {
    const column = Math.floor((x - view.square.x) * scale + SIDE / 2);
    let row = Math.floor((brow.y - view.square.y) * scale + SIDE / 2);
    while (row > 0 && head.regions.labels[row * SIDE + column] !== LABEL.hair) row -= 1;
    return (row - SIDE / 2) / scale + view.square.y - 3;
  };
  const lines = Float64Array.from({ length: picture.width }, (_, x) => hairline(x));
  return resampled(picture, ({ x, y }) => {
    const along = (x - left.x) / (right.x - left.x);
    const line = lines[Math.floor(x)] ?? 0;
    const down = y - line;
    const depth = (brow.y - line) * share * Math.sqrt(Math.max(0, Math.sin(Math.PI * along)));
    return along > 0 && along < 1 && down > 0 && down < depth ? { x, y: line - down } : { x, y };
  });
}

/** The picture with more hair around the head: what lies beyond the face is pushed out, by `factor` at the outline of the hair. */
export function hairSwollen({ picture, head }: Portrait, factor: number): Picture {
  const { box } = head.face;
  const [x0, y0] = [box.x + box.width / 2, box.y + box.height * 0.45];
  return resampled(picture, ({ x, y }) => {
    const [u, v] = [(x - x0) / box.width, (y - y0) / box.height];
    const away = Math.hypot(u, v);
    const grown =
      Math.min(Math.max((away - 0.55) / 0.3, 0), 1) * Math.min(Math.max((1.7 - away) / 0.6, 0), 1);
    const low = Math.min(Math.max((0.75 - v) / 0.2, 0), 1);
    const size = 1 + (factor - 1) * grown * low;
    return { x: x0 + (x - x0) / size, y: y0 + (y - y0) / size };
  });
}

/** A colour with its hue turned and its largest and smallest channel kept (HSV). */
function spun(red: number, green: number, blue: number, degrees: number): [number, number, number] {
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const hue = (((wheelHue(red, green, blue) + degrees) % 360) + 360) % 360;
  const channel = (offset: number) => {
    const sector = (offset + hue / 60) % 6;
    return most - (most - least) * Math.max(0, Math.min(sector, 4 - sector, 1));
  };
  return [channel(5), channel(3), channel(1)];
}
