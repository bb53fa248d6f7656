import type { Face, Point3 } from '../face/landmarks.ts';
import { pixelDigest } from '../canon/reference.ts';
import { facesOf } from '../face/landmarks.ts';
import { nets } from '../face/nets.ts';
import type { Picture } from '../picture.ts';
import { hairColourOf, type HairColour } from './hair-colour.ts';
import { lightingOf, type Lighting } from './light.ts';
import { LABEL, labelAt, placer, regionsOf, type Regions } from './regions.ts';
import { SIDE, viewOf, type View } from './view.ts';

/** Everything that is found on one picture, before it is held against another. */
export interface Sight {
  readonly picture: Picture;
  readonly view: View;
  /** Share of the view that shows a person, 0 to 1. */
  readonly person: number;
  /** The largest face and what starts from it. */
  readonly head: Head | undefined;
  /** How many faces are at least a third as large as the largest. */
  readonly faces: number;
}

/** What is known once a face is found. Points are in pixels of the view. */
export interface Head {
  readonly face: Face;
  readonly mesh: readonly Point3[];
  readonly regions: Regions;
  readonly hair: HairColour | undefined;
  readonly lighting: Lighting;
  /** 1 for a point of the mesh that hair covers. */
  readonly covered: Uint8Array;
  /** Share of the face below the brows that hair covers, 0 to 1. */
  readonly hidden: number;
  /** Share of the mesh that lies beyond the edge of the picture, 0 to 1. */
  readonly cutOff: number;
}

const seen = new WeakMap<Picture, Promise<Sight>>();
/** By digest of the pixels: a picture that came from another thread is another object every time. The oldest go first. */
const known = new Map<string, Promise<Sight>>();
const MOST = 4;

/** As `sightOf`, made once a process for the same pixels: for the canonical picture, which every other one is held against. */
export function keptSightOf(picture: Picture): Promise<Sight> {
  const same = seen.get(picture);
  if (same !== undefined) return same;
  const digest = pixelDigest(picture);
  const sight = known.get(digest) ?? sightOf(picture);
  seen.set(picture, sight);
  known.set(digest, sight);
  const [oldest] = known.keys();
  if (known.size > MOST && oldest !== undefined) known.delete(oldest);
  return sight;
}

/**
 * Finds face, hair, skin, garment and light on a picture.
 *
 * @throws {UserError} `model-changed`
 */
export async function sightOf(picture: Picture): Promise<Sight> {
  const loaded = await nets();
  const faces = await facesOf(picture);
  const [face] = faces;
  const view = viewOf(picture, face, loaded);
  const person = view.person.reduce((sum, share) => sum + share, 0) / view.person.length;
  if (face === undefined) return { picture, view, person, head: undefined, faces: 0 };

  const regions = regionsOf(view, face);
  const place = placer(view);
  const scale = SIDE / view.square.side;
  const mesh = face.mesh.map((point) => ({ ...place(point), z: point.z * scale }));
  const covered = Uint8Array.from(mesh, ({ x, y }) => (labelAt(regions, x, y) === LABEL.hair ? 1 : 0));
  return {
    picture,
    view,
    person,
    faces: faces.filter(({ box }) => box.height > face.box.height / 3).length,
    head: {
      face,
      mesh,
      regions,
      hair: hairColourOf(view, regions),
      lighting: lightingOf(view, regions),
      covered,
      hidden: hiddenShare(regions, mesh),
      cutOff:
        face.mesh.filter(({ x, y }) => x < 0 || y < 0 || x > picture.width || y > picture.height).length /
        face.mesh.length,
    },
  };
}

/** How much of the face below the line between the brows' ends has hair over it. */
function hiddenShare(regions: Regions, mesh: readonly Point3[]): number {
  const [left, right, chin] = [mesh[46], mesh[276], mesh[152]];
  if (left === undefined || right === undefined || chin === undefined) return 0;
  const side = (x: number, y: number) =>
    (right.x - left.x) * (y - left.y) - (right.y - left.y) * (x - left.x);
  const below = Math.sign(side(chin.x, chin.y));
  let [all, hair] = [0, 0];
  for (let index = 0; index < regions.oval.length; index += 1) {
    if (regions.oval[index] === 0) continue;
    if (Math.sign(side((index % SIDE) + 0.5, Math.floor(index / SIDE) + 0.5)) !== below) continue;
    all += 1;
    if (regions.labels[index] === LABEL.hair) hair += 1;
  }
  return all === 0 ? 0 : hair / all;
}
