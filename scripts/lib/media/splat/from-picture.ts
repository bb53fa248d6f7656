import type { Camera, Lens } from '../camera.ts';
import type { Relief } from '../depth/relief.ts';
import { distanceWithin } from '../matte/distance.ts';
import { filledIn } from '../matte/fill.ts';
import type { Matte } from '../matte/matte.ts';
import type { Picture } from '../picture.ts';
import { divided } from './cells.ts';
import type { Cells } from './cells.ts';
import { emptyCloud } from './cloud.ts';
import type { SplatCloud } from './cloud.ts';
import { rasteriser } from './rasterise.ts';
import { placer } from './surface.ts';

/** On the front Gaussians must be sharp; below and behind they must cover. */
const FRONT = { spread: 0.45, stretch: 6 };
const FILLING = { spread: 0.5, stretch: 6 };
const BACK = { spread: 0.65, stretch: 16 };
const OPACITY = 0.97;
/** Sides of the squares in the layer under the front and on the back, pixels. */
const UNDER = 4;
const BEHIND = 6;
/** The layer under the front lies so far behind it, in pixels. */
const DEEPER = 3;
/** The back has the colours that lie so near to the outline: a share of the picture's height. */
const HEM = 0.03;
/** Rounds in which colours are moved until the front view is the picture, each by this share of what is missing. */
const FITS = [1, 0.9];

/** The camera that took a picture: at the origin, looking along +z, +y down. */
export function frontCamera(lens: Lens): Camera {
  return {
    rotation: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    translation: [0, 0, 0],
    ...lens,
  };
}

/**
 * A figure as 3D Gaussians: from the front it is the picture, from the sides a closed body. Axes are SHARP's: OpenCV's (x
 * right, y down, z away from the camera), the camera of the picture at the origin, metres.
 *
 * @param picture what matte and relief were taken from
 * @param front how many Gaussians carry the detail of the front; for a figure that fills half of 1024 × 1024 pixels some 45 000 more lie under it and on the back
 */
export function splatOf(
  picture: Picture,
  matte: Matte,
  relief: Relief,
  lens: Lens,
  front: number,
): SplatCloud {
  const cells = divided(matte.figure, front);
  const under = blocks(matte.figure, UNDER);
  const behind = hemmed(blocks(matte.figure, BEHIND), matte.figure);
  const cloud = emptyCloud(cells.count + under.count + behind.count);
  const layers = [
    {
      cells,
      put: placer(cloud, relief, lens, FRONT),
      depth: (x: number, y: number) => relief.at(x, y).front,
    },
    {
      cells: under,
      put: placer(cloud, relief, lens, FILLING),
      depth: (x: number, y: number) => relief.at(x, y).front + DEEPER,
    },
    {
      cells: behind,
      put: placer(cloud, relief, lens, BACK),
      depth: (x: number, y: number) => relief.at(x, y).back,
    },
  ];
  let next = 0;
  for (const { cells, put, depth } of layers) {
    const { count, centres, sides, colours, opacities } = cells;
    for (let cell = 0; cell < count; cell += 1, next += 1) {
      put(next, centres[cell * 2] ?? 0, centres[cell * 2 + 1] ?? 0, sides[cell] ?? 1, depth);
      for (let channel = 0; channel < 3; channel += 1)
        cloud.colours[next * 3 + channel] = (colours[cell * 3 + channel] ?? 0) / 255;
      cloud.opacities[next] = (opacities[cell] ?? 0) * OPACITY;
    }
  }
  fit(cloud, cells, picture, matte.plate, lens);
  return cloud;
}

/** Squares of one size, where the picture is quite opaque. */
function blocks({ width, height, rgba }: Picture, side: number): Cells {
  const [across, down] = [Math.floor(width / side), Math.floor(height / side)];
  const most = across * down;
  const cells = {
    centres: new Float32Array(most * 2),
    sides: new Uint8Array(most).fill(side),
    colours: new Float32Array(most * 3),
    opacities: new Float32Array(most).fill(1),
  };
  let count = 0;
  for (let y = 0; y < down * side; y += side)
    for (let x = 0; x < across * side; x += side) {
      const sums = [0, 0, 0, 0];
      for (let v = y; v < y + side; v += 1)
        for (let u = x; u < x + side; u += 1)
          for (let channel = 0; channel < 4; channel += 1)
            sums[channel] = (sums[channel] ?? 0) + (rgba[(v * width + u) * 4 + channel] ?? 0);
      const pixels = side * side;
      if ((sums[3] ?? 0) < 250 * pixels) continue;
      cells.centres.set([x + side / 2, y + side / 2], count * 2);
      for (let channel = 0; channel < 3; channel += 1)
        cells.colours[count * 3 + channel] = (sums[channel] ?? 0) / pixels;
      count += 1;
    }
  return { count, ...cells };
}

/** The same squares with the colours of those near the outline carried on over all of them: what a back may look like. */
function hemmed(cells: Cells, { width, height }: Picture): Cells {
  const side = cells.sides[0] ?? 1;
  const grid = { width: Math.ceil(width / side), height: Math.ceil(height / side) };
  const outside = new Uint8Array(grid.width * grid.height).fill(1);
  const values = new Float32Array(outside.length * 3);
  const places = Array.from({ length: cells.count }, (_, cell) => {
    const x = Math.floor((cells.centres[cell * 2] ?? 0) / side);
    const y = Math.floor((cells.centres[cell * 2 + 1] ?? 0) / side);
    return y * grid.width + x;
  });
  places.forEach((place, cell) => {
    outside[place] = 0;
    values.set(cells.colours.subarray(cell * 3, cell * 3 + 3), place * 3);
  });
  const weights = distanceWithin(outside, grid, (HEM * height) / side).map((distance) =>
    distance > 0 && distance * side < HEM * height ? 1 : 0,
  );
  const filled = filledIn({ ...grid, channels: 3, values }, weights).values;
  const colours = new Float32Array(cells.count * 3);
  places.forEach((place, cell) => colours.set(filled.subarray(place * 3, place * 3 + 3), cell * 3));
  return { ...cells, colours };
}

/** Moves the colours of the front until its view over the background is the picture: what blurs is sharpened, what shines through is made up for. */
function fit(
  cloud: SplatCloud,
  { count, centres, sides }: Cells,
  picture: Picture,
  plate: Picture,
  lens: Lens,
): void {
  const { width, height, rgba } = picture;
  const renderer = rasteriser(picture);
  const camera = frontCamera(lens);
  const seen = { width, height, rgba: new Uint8ClampedArray(rgba.length) };
  for (const share of FITS) {
    renderer.draw(cloud, camera, plate, seen);
    for (let cell = 0; cell < count; cell += 1) {
      const side = sides[cell] ?? 1;
      const left = Math.max(Math.floor((centres[cell * 2] ?? 0) - side / 2 + 0.5), 0);
      const top = Math.max(Math.floor((centres[cell * 2 + 1] ?? 0) - side / 2 + 0.5), 0);
      const right = Math.min(left + side, width);
      const bottom = Math.min(top + side, height);
      const pixels = (right - left) * (bottom - top) * 255;
      for (let channel = 0; channel < 3; channel += 1) {
        let off = 0;
        for (let y = top; y < bottom; y += 1)
          for (let x = left; x < right; x += 1) {
            const at = (y * width + x) * 4 + channel;
            off += (rgba[at] ?? 0) - (seen.rgba[at] ?? 0);
          }
        const at = cell * 3 + channel;
        cloud.colours[at] = Math.min(Math.max((cloud.colours[at] ?? 0) + (share * off) / pixels, 0), 1);
      }
    }
  }
}
