import { eyeOf, lensOf35mm, orbit } from '../camera.ts';
import type { Camera } from '../camera.ts';
import { faceLandmarks } from '../face/landmarks.ts';
import { encodePng } from '../picture-file.ts';
import type { Picture } from '../picture.ts';
import { eyelidsOf, lowerEyelids } from '../video/eyelids.ts';
import { blink, idle, standOf } from './idle.ts';
import type { PaintedMesh } from './mesh.ts';
import { meshRasteriser } from './rasterise.ts';
import type { MeshRasteriser } from './rasterise.ts';
import type { Standpoint } from './splats.ts';

/** What 4DGaussians resizes every picture to. */
export const VIEW_SIZE = { width: 800, height: 800 } as const;
/** As much room around the figure, beside its height. */
const ROOM = 1.12;

export type Split = 'train' | 'val' | 'test';
export const SPLITS: readonly Split[] = ['train', 'val', 'test'];

/** One picture of the set. */
export interface View {
  readonly split: Split;
  /** Without suffix, as D-NeRF has it: `train/r_000`. */
  readonly file: string;
  /** Of the round, 0 to 1. */
  readonly time: number;
  readonly camera: Camera;
}

/** Where a camera stands that has the whole figure in its picture. */
export function standpointOf({ positions }: PaintedMesh): Standpoint {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  positions.forEach((value, at) => {
    low[at % 3] = Math.min(low[at % 3] ?? 0, value);
    high[at % 3] = Math.max(high[at % 3] ?? 0, value);
  });
  const middle = (axis: number) => ((low[axis] ?? 0) + (high[axis] ?? 0)) / 2;
  const across = Math.max((high[0] ?? 0) - (low[0] ?? 0), (high[1] ?? 0) - (low[1] ?? 0));
  const lens = lensOf35mm(85, { width: 1, height: 1 });
  return { target: [middle(0), middle(1), 0], distance: lens.focal * across * ROOM, lens };
}

/**
 * From where and when the pictures of a set are taken: the front more often than the back, a little from above and below,
 * times spread over the round, the last one 1. Held-back views (val, test) stand between those that are trained on.
 */
export function viewsOf(standpoint: Standpoint, counts: Readonly<Record<Split, number>>): View[] {
  return SPLITS.flatMap((split, offset) =>
    Array.from({ length: counts[split] }, (_, index): View => {
      // The golden ratio's multiples leave no direction and no time out.
      const spread = (index * 0.6180339887 + 0.29 * offset) % 1;
      const aside = 2 * spread - 1;
      const yawDeg = split === 'train' ? 180 * Math.sign(aside) * Math.abs(aside) ** 1.6 : 40 * aside;
      const pitchDeg = 14 * Math.sin(2 * Math.PI * ((index * 0.7548776662 + 0.13 * offset) % 1)) + 2;
      const last = counts[split] - 1;
      const time = split === 'train' ? index / last : (index + 0.5) / counts[split];
      return {
        split,
        file: `${split}/r_${String(index).padStart(3, '0')}`,
        time: round(time),
        camera: orbit({ world: 'y-up', ...standpoint, yawDeg, pitchDeg }),
      };
    }),
  );
}

/** A mesh that can be drawn at any moment of its idle motion. */
export interface IdleMesh {
  readonly rest: PaintedMesh;
  /** How far she moves beside the usual. */
  readonly motion: number;
  at(phase: number): PaintedMesh;
}

/**
 * Gives a mesh its idle motion. Its eyes are looked for in its front view; where there is no face it does not blink.
 */
export async function idleMesh(rest: PaintedMesh, motion: number): Promise<IdleMesh> {
  const stand = standOf(rest.positions);
  const lids = motion > 0 ? await lidPainter(rest) : undefined;
  const positions = new Float32Array(rest.positions.length);
  const textures = new Map<number, Picture>();
  return {
    rest,
    motion,
    at(phase) {
      const closed = Math.min(1, Math.round(blink(phase) * 8) / 8);
      const texture = closed > 0 && lids ? (textures.get(closed) ?? lids(closed)) : rest.texture;
      if (closed > 0) textures.set(closed, texture);
      return { ...rest, texture, positions: idle(rest.positions, stand, phase, motion, positions) };
    },
  };
}

/** Paints eyelids on the texture, through the front view: what a pixel shows there is written where it came from. */
async function lidPainter(mesh: PaintedMesh): Promise<((closed: number) => Picture) | undefined> {
  const size = { width: 1024, height: 1024 };
  const drawer = meshRasteriser(size);
  const front = drawer.draw(mesh, orbit({ world: 'y-up', ...standpointOf(mesh), yawDeg: 0, pitchDeg: 0 }));
  const face = await faceLandmarks(front);
  if (face === undefined) return undefined;
  const eyelids = eyelidsOf(face);
  return (closed) => {
    const shut = { ...front, rgba: Uint8ClampedArray.from(front.rgba) };
    lowerEyelids(shut, front, eyelids, closed);
    return painted(mesh.texture, drawer, front, shut);
  };
}

/** A texture with the difference of two pictures of the mesh painted on it. */
function painted(texture: Picture, drawer: MeshRasteriser, before: Picture, after: Picture): Picture {
  const { width, height, finer, nearness } = drawer;
  const rgba = Uint8ClampedArray.from(texture.rgba);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const from = (y * width + x) * 4;
      if (
        before.rgba[from] === after.rgba[from] &&
        before.rgba[from + 1] === after.rgba[from + 1] &&
        before.rgba[from + 2] === after.rgba[from + 2]
      )
        continue;
      for (let sub = 0; sub < finer * finer; sub += 1) {
        const column = x * finer + (sub % finer);
        const line = y * finer + Math.floor(sub / finer);
        if ((nearness[line * width * finer + column] ?? 0) === 0) continue;
        const [across, down] = drawer.uvAt(column, line);
        const u = Math.min(Math.max(Math.floor(across * texture.width), 0), texture.width - 1);
        const v = Math.min(Math.max(Math.floor(down * texture.height), 0), texture.height - 1);
        rgba.set(after.rgba.subarray(from, from + 3), (v * texture.width + u) * 4);
      }
    }
  return { ...texture, rgba };
}

const round = (value: number) => Math.round(value * 1e8) / 1e8;

/** One of D-NeRF's three files: where the pictures of a split were taken from, and when. */
export function transformsOf(views: readonly View[], split: Split): string {
  const mine = views.filter((view) => view.split === split);
  const focal = mine[0]?.camera.focal ?? 1;
  return `${JSON.stringify(
    {
      // Width and height are equal, so that one angle is the other.
      camera_angle_x: round(2 * Math.atan(0.5 / focal)),
      frames: mine.map(({ file, time, camera }) => ({
        file_path: `./${file}`,
        time,
        transform_matrix: cameraToWorld(camera),
      })),
    },
    undefined,
    1,
  )}\n`;
}

/** In OpenGL's convention, as Blender writes it: the camera looks along −z, +y is up. */
function cameraToWorld(camera: Camera): number[][] {
  const [right, down, forward] = camera.rotation;
  const eye = eyeOf(camera);
  return [
    ...([0, 1, 2] as const).map((axis) => [right[axis], -down[axis], -forward[axis], eye[axis]].map(round)),
    [0, 0, 0, 1],
  ];
}

/**
 * The multi-view set of a moving mesh in D-NeRF's layout: `transforms_{train,val,test}.json` and the pictures that they
 * name, 800×800 RGBA; by path.
 *
 * @param took is called after each picture with how many there are
 */
export async function multiViewSet(
  mesh: IdleMesh,
  views: readonly View[],
  took: (count: number) => void = () => undefined,
): Promise<Map<string, Uint8Array>> {
  const drawer = meshRasteriser(VIEW_SIZE);
  const pictures: Promise<readonly [string, Uint8Array]>[] = [];
  for (const { file, time, camera } of views) {
    const picture = drawer.draw(mesh.at(time), camera);
    // Without filters a picture takes a quarter of the time and 40 per cent more bytes.
    pictures.push(encodePng(picture, 3, false).then((bytes) => [`${file}.png`, bytes] as const));
    // Two are packed while one is drawn; more would only lie in memory.
    if (pictures.length > 2) await pictures[pictures.length - 3];
    took(pictures.length);
  }
  const encoder = new TextEncoder();
  return new Map([
    ...SPLITS.map(
      (split) => [`transforms_${split}.json`, encoder.encode(transformsOf(views, split))] as const,
    ),
    ...(await Promise.all(pictures)),
  ]);
}
