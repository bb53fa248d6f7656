import { orbit, project } from '../camera.ts';
import type { Camera, Lens, Vector3 } from '../camera.ts';
import type { Picture, Size } from '../picture.ts';
import { emptyCloud } from '../splat/cloud.ts';
import type { SplatCloud } from '../splat/cloud.ts';
import { rasteriser } from '../splat/rasterise.ts';
import type { PaintedMesh } from './mesh.ts';
import { meshRasteriser } from './rasterise.ts';
import type { MeshRasteriser } from './rasterise.ts';

/** A square of a view that became one Gaussian; x and y in pixels of the view. */
interface Tile {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** How much its colours differ from their mean: squares summed over pixels and channels. */
  readonly error: number;
}

/** A splat made from a mesh, and where its Gaussians came from. */
export interface MeshSplats {
  readonly cloud: SplatCloud;
  /** The front view, and the tiles of those Gaussians that it gave: the first of the cloud, in order. */
  readonly front: { readonly camera: Camera; readonly picture: Picture; readonly tiles: readonly Tile[] };
}

/** What a mesh is looked at from; the first view is the front. `share` is that of the Gaussians. */
const VIEWS = [
  { yawDeg: 0, pitchDeg: 0, share: 0.68, favour: 1.7 },
  { yawDeg: -75, pitchDeg: 0, share: 0.1, favour: 1 },
  { yawDeg: 75, pitchDeg: 0, share: 0.1, favour: 1 },
  { yawDeg: 180, pitchDeg: 0, share: 0.06, favour: 1 },
  { yawDeg: 0, pitchDeg: 75, share: 0.03, favour: 1 },
  { yawDeg: 0, pitchDeg: -75, share: 0.03, favour: 1 },
] as const;
const SIZE: Size = { width: 512, height: 512 };
const LARGEST = 32;
/** Larger tiles than this are split first, whatever they show: a large Gaussian sticks out where the surface bends. */
const LARGE = 8;
/** Standard deviation beside the side of a tile: neighbours melt into a closed surface. */
const SPREAD = 0.6;
/** Along the line of sight a tile's Gaussian is at most so many times as long as wide. */
const LONGEST = 3;
const THICKNESS = 0.18;
const OPACITY = 0.985;
/** Rounds in which colours are set against what the splat shows: Gaussians blur, and this takes it back. */
const ROUNDS = 3;

/** Where the camera stands that saw the mesh's front. */
export interface Standpoint {
  readonly target: Vector3;
  readonly distance: number;
  readonly lens: Lens;
}

/**
 * Covers a mesh with about `count` flat Gaussians: small ones where its colours change, large ones where they do not
 * (a quadtree over a few views, split where the error is largest). Each piece of the surface is taken from the view
 * that it faces most of those that see it.
 */
export function splatsOf(mesh: PaintedMesh, standpoint: Standpoint, count: number): MeshSplats {
  const drawer = meshRasteriser(SIZE);
  const normals = triangleNormals(mesh);
  const sights = VIEWS.map(({ yawDeg, pitchDeg, favour }): Sight => {
    const camera = orbit({ world: 'y-up', ...standpoint, yawDeg, pitchDeg });
    const { width, height, rgba } = drawer.draw(mesh, camera);
    return {
      camera,
      favour,
      picture: { width, height, rgba: Uint8ClampedArray.from(rgba) },
      nearness: everyOther(drawer.nearness, drawer),
      triangles: everyOther(drawer.triangles, drawer),
    };
  });
  const parts = VIEWS.map(({ share }, view) => {
    const mine = facing(sights, normals, view);
    const sight = sights[view];
    if (sight === undefined) throw new RangeError(`there is no view ${view}`);
    const tiles = tilesOf(sight.picture, mine, Math.round(count * share));
    return { tiles, cloud: cloudOf(tiles, sight, mine, normals), sight };
  });
  const [first] = parts;
  if (first === undefined) throw new RangeError('a mesh is seen from somewhere');
  const cloud = joined(parts.map((part) => part.cloud));
  const front = { camera: first.sight.camera, picture: first.sight.picture, tiles: first.tiles };
  sharpen(cloud, front);
  return { cloud, front };
}

/** What a view shows: colours, and in the upper left quarter of each pixel 1 / depth and the triangle. */
interface Sight {
  readonly camera: Camera;
  readonly favour: number;
  readonly picture: Picture;
  readonly nearness: Float32Array;
  readonly triangles: Float32Array;
}

/** The upper left finer pixel of each pixel. */
function everyOther(
  values: Float32Array | Uint32Array,
  { finer, width, height }: MeshRasteriser,
): Float32Array {
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      out[y * width + x] = values[y * finer * width * finer + x * finer] ?? 0;
  return out;
}

/** Where the upper left quarter of a pixel shows a surface. */
function placeOf({ camera, nearness, picture }: Sight, x: number, y: number): Vector3 {
  const { rotation, translation, centre } = camera;
  const depth = 1 / (nearness[y * picture.width + x] ?? 1);
  const focal = camera.focal * picture.height;
  const right = ((x + 0.25 - centre.x * picture.width) / focal) * depth - translation[0];
  const down = ((y + 0.25 - centre.y * picture.height) / focal) * depth - translation[1];
  const forward = depth - translation[2];
  const along = (axis: 0 | 1 | 2) =>
    rotation[0][axis] * right + rotation[1][axis] * down + rotation[2][axis] * forward;
  return [along(0), along(1), along(2)];
}

/** Whether nothing stands between a camera and a place. */
function sees({ camera, nearness, picture }: Sight, place: Vector3): boolean {
  const { x, y, depth } = project(camera, place, picture);
  const column = Math.floor(x);
  const row = Math.floor(y);
  if (column < 0 || row < 0 || column >= picture.width || row >= picture.height) return false;
  const near = nearness[row * picture.width + column] ?? 0;
  return near > 0 && depth < 1.01 / near;
}

/**
 * The colours of a cloud whose front shows another picture, a copy: only tiles that look otherwise there are touched.
 *
 * @param picture of the front view, of its size
 */
export function recoloured({ cloud, front }: MeshSplats, picture: Picture): Float32Array {
  const colours = Float32Array.from(cloud.colours);
  const changed = new Set<number>();
  front.tiles.forEach((tile, splat) => {
    const was = meanOf(front.picture, tile);
    const is = meanOf(picture, tile);
    if (is.every((value, c) => Math.abs(value - (was[c] ?? 0)) < 1)) return;
    changed.add(splat);
    colours.set(
      is.map((value) => value / 255),
      splat * 3,
    );
  });
  if (changed.size > 0) sharpen({ ...cloud, colours }, { ...front, picture }, (splat) => changed.has(splat));
  return colours;
}

function triangleNormals({ indices, normals }: PaintedMesh): Float32Array {
  const out = new Float32Array(indices.length);
  for (let at = 0; at < indices.length; at += 3)
    for (let axis = 0; axis < 3; axis += 1) {
      let sum = 0;
      for (let corner = 0; corner < 3; corner += 1)
        sum += normals[(indices[at + corner] ?? 0) * 3 + axis] ?? 0;
      out[at + axis] = sum / 3;
    }
  return out;
}

/** 1 in each pixel whose surface faces this view more than the others that see it. */
function facing(sights: readonly Sight[], normals: Float32Array, view: number): Uint8Array {
  const { width, height } = SIZE;
  const mine = new Uint8Array(width * height);
  const here = sights[view];
  if (here === undefined) return mine;
  for (let y = 0, pixel = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, pixel += 1) {
      if ((here.nearness[pixel] ?? 0) === 0) continue;
      const at = (here.triangles[pixel] ?? 0) * 3;
      const faces = ({ camera, favour }: Sight) => {
        const [fx, fy, fz] = camera.rotation[2];
        return (
          -favour * ((normals[at] ?? 0) * fx + (normals[at + 1] ?? 0) * fy + (normals[at + 2] ?? 0) * fz)
        );
      };
      const most = faces(here);
      const better = sights.filter((sight) => sight !== here && faces(sight) > most);
      if (better.length === 0) {
        mine[pixel] = 1;
        continue;
      }
      const place = placeOf(here, x, y);
      mine[pixel] = better.some((sight) => sees(sight, place)) ? 0 : 1;
    }
  return mine;
}

/** Splits a view into about `count` tiles, always the one with the largest error first. */
function tilesOf(picture: Picture, mine: Uint8Array, count: number): Tile[] {
  const levels = new Map<number, Tile[]>();
  let tiles = 0;
  // A heap would be exact; buckets by the logarithm of the error are as good and keep one order everywhere.
  const BUCKETS = 48;
  const buckets: Tile[][] = Array.from({ length: BUCKETS }, () => []);
  const put = (x: number, y: number, size: number) => {
    const error = errorOf(picture, mine, x, y, size);
    if (error === undefined) return;
    tiles += 1;
    const tile = { x, y, size, error };
    const bucket = size === 1 ? 0 : Math.min(BUCKETS - 1, Math.floor(2 * Math.log2(error + 1)));
    buckets[bucket]?.push(tile);
  };
  for (let y = 0; y < picture.height; y += LARGEST)
    for (let x = 0; x < picture.width; x += LARGEST) put(x, y, LARGEST);
  for (let bucket = BUCKETS - 1; bucket > 0; bucket -= 1) {
    const queue = buckets[bucket] ?? [];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (tiles >= count) {
        queue.unshift(next);
        break;
      }
      tiles -= 1;
      const half = next.size / 2;
      for (const [dx, dy] of [
        [0, 0],
        [half, 0],
        [0, half],
        [half, half],
      ] as const)
        put(next.x + dx, next.y + dy, half);
    }
    if (tiles >= count) break;
  }
  for (const tile of buckets.flat()) {
    const row = levels.get(tile.y) ?? [];
    row.push(tile);
    levels.set(tile.y, row);
  }
  // Row by row: neighbours lie close in the file, which packs better.
  return [...levels].toSorted(([a], [b]) => a - b).flatMap(([, row]) => row.toSorted((a, b) => a.x - b.x));
}

function errorOf(
  { width, height, rgba }: Picture,
  mine: Uint8Array,
  x: number,
  y: number,
  size: number,
): number | undefined {
  let count = 0;
  let sum = 0;
  let squares = 0;
  const sums = [0, 0, 0];
  for (let v = y; v < Math.min(y + size, height); v += 1)
    for (let u = x; u < Math.min(x + size, width); u += 1) {
      const pixel = v * width + u;
      if (mine[pixel] === 0) continue;
      count += 1;
      for (let c = 0; c < 3; c += 1) {
        const value = rgba[pixel * 4 + c] ?? 0;
        sums[c] = (sums[c] ?? 0) + value;
        squares += value * value;
      }
    }
  if (count === 0) return undefined;
  for (const value of sums) sum += (value * value) / count;
  // A tile that is only part surface is split too.
  return (
    squares - sum + (count === size * size ? 0 : 40 * (size * size - count)) + (size > LARGE ? 1e7 * size : 0)
  );
}

function meanOf({ width, height, rgba }: Picture, { x, y, size }: Tile): readonly [number, number, number] {
  let count = 0;
  const sums: [number, number, number] = [0, 0, 0];
  for (let v = y; v < Math.min(y + size, height); v += 1)
    for (let u = x; u < Math.min(x + size, width); u += 1) {
      const at = (v * width + u) * 4;
      const alpha = rgba[at + 3] ?? 0;
      if (alpha < 128) continue;
      count += 1;
      sums[0] += rgba[at] ?? 0;
      sums[1] += rgba[at + 1] ?? 0;
      sums[2] += rgba[at + 2] ?? 0;
    }
  return count === 0 ? [0, 0, 0] : [sums[0] / count, sums[1] / count, sums[2] / count];
}

function cloudOf(tiles: readonly Tile[], sight: Sight, mine: Uint8Array, normals: Float32Array): SplatCloud {
  const cloud = emptyCloud(tiles.length);
  const { camera, picture, nearness, triangles } = sight;
  const { width, height } = picture;
  const forward = camera.rotation[2];
  const focal = camera.focal * height;
  tiles.forEach((tile, splat) => {
    let count = 0;
    const place = [0, 0, 0];
    const normal = [0, 0, 0];
    const colour = [0, 0, 0];
    let depths = 0;
    for (let v = tile.y; v < Math.min(tile.y + tile.size, height); v += 1)
      for (let u = tile.x; u < Math.min(tile.x + tile.size, width); u += 1) {
        const pixel = v * width + u;
        if (mine[pixel] === 0) continue;
        count += 1;
        depths += 1 / (nearness[pixel] ?? 1);
        const at = (triangles[pixel] ?? 0) * 3;
        const point = placeOf(sight, u, v);
        for (const axis of [0, 1, 2] as const) {
          place[axis] = (place[axis] ?? 0) + point[axis];
          normal[axis] = (normal[axis] ?? 0) + (normals[at + axis] ?? 0);
          colour[axis] = (colour[axis] ?? 0) + (picture.rgba[pixel * 4 + axis] ?? 0);
        }
      }
    if (count === 0) return;
    // A tile that is only part surface is as small as its part.
    const unit = (depths / count / focal) * Math.sqrt(count) * SPREAD;
    cloud.positions.set(
      place.map((sum) => sum / count),
      splat * 3,
    );
    cloud.colours.set(
      colour.map((sum) => sum / count / 255),
      splat * 3,
    );
    const length = Math.hypot(...normal) || 1;
    const [nx = 0, ny = 0, nz = 1] = normal.map((sum) => sum / length);
    const [fx, fy, fz] = forward;
    const slant = Math.max(1 / LONGEST, Math.abs(nx * fx + ny * fy + nz * fz));
    // Across the slope the Gaussian is as wide as its tile, down the slope as long as the tile's shadow on it.
    cloud.scales.set([unit, unit / slant, unit * THICKNESS], splat * 3);
    cloud.rotations.set(frameOf([nx, ny, nz], forward), splat * 4);
    cloud.opacities[splat] = OPACITY;
  });
  return cloud;
}

/** The turn whose third axis is the normal and whose first lies across the slope as `forward` sees it; w, x, y, z. */
function frameOf(normal: Vector3, forward: Vector3): readonly [number, number, number, number] {
  let across = cross(normal, forward);
  let length = Math.hypot(...across);
  if (length < 0.05) {
    across = cross([0, 1, 0], normal);
    length = Math.hypot(...across) || 1;
  }
  const x: Vector3 = [across[0] / length, across[1] / length, across[2] / length];
  const y = cross(normal, x);
  // Columns x, y, normal to a quaternion (Shepperd 1978), by its largest part.
  const [a, b, c] = [x[0], y[1], normal[2]];
  const w4 = 1 + a + b + c;
  const x4 = 1 + a - b - c;
  const y4 = 1 - a + b - c;
  const z4 = 1 - a - b + c;
  const most = Math.max(w4, x4, y4, z4);
  const s = 0.5 / Math.sqrt(most);
  if (most === w4) return [w4 * s, (y[2] - normal[1]) * s, (normal[0] - x[2]) * s, (x[1] - y[0]) * s];
  if (most === x4) return [(y[2] - normal[1]) * s, x4 * s, (y[0] + x[1]) * s, (normal[0] + x[2]) * s];
  if (most === y4) return [(normal[0] - x[2]) * s, (y[0] + x[1]) * s, y4 * s, (normal[1] + y[2]) * s];
  return [(x[1] - y[0]) * s, (normal[0] + x[2]) * s, (normal[1] + y[2]) * s, z4 * s];
}

const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

function joined(clouds: readonly SplatCloud[]): SplatCloud {
  const all = emptyCloud(clouds.reduce((sum, { count }) => sum + count, 0));
  let first = 0;
  for (const cloud of clouds) {
    all.positions.set(cloud.positions, first * 3);
    all.scales.set(cloud.scales, first * 3);
    all.rotations.set(cloud.rotations, first * 4);
    all.colours.set(cloud.colours, first * 3);
    all.opacities.set(cloud.opacities, first);
    first += cloud.count;
  }
  return all;
}

/** Moves the colours of the front towards what the mesh shows there. */
function sharpen(
  cloud: SplatCloud,
  { camera, picture, tiles }: MeshSplats['front'],
  takes: (splat: number) => boolean = () => true,
): void {
  const drawer = rasteriser(SIZE);
  let seen: Picture | undefined;
  for (let round = 0; round < ROUNDS; round += 1) {
    seen = drawer.draw(cloud, camera, [128, 128, 128, 255], seen);
    const shown = seen;
    tiles.forEach((tile, splat) => {
      if (!takes(splat)) return;
      const wanted = meanOf(picture, tile);
      const is = meanOf(shown, tile);
      for (let c = 0; c < 3; c += 1)
        cloud.colours[splat * 3 + c] = Math.min(
          Math.max((cloud.colours[splat * 3 + c] ?? 0) + (0.8 * ((wanted[c] ?? 0) - (is[c] ?? 0))) / 255, 0),
          1,
        );
    });
  }
}
