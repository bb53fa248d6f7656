import type { Point } from '../face/landmarks.ts';
import { fitted, outline, stretched, unstretched, type Edge, type Stretch } from './contour.ts';
import { poseBetween, type Pose } from './pose.ts';
import { LABEL } from './regions.ts';
import type { Head, Sight } from './sight.ts';

/** A sight in which a face was found. */
export type Portrait = Sight & { readonly head: Head };

/** How the head and the body of the canonical picture lie on another one. */
export interface Registration {
  readonly pose: Pose;
  /** The outline of the hair, fitted from the pose of the face. */
  readonly hairFit: Stretch;
  /** Whether the hair has the same outline, so that it tells the size of the head better than the face does. */
  readonly sameHair: boolean;
  /** Carries a place of the canonical view to the other view, moving with the head. */
  readonly byHead: (point: Point) => Point;
  /** Pixels of the other view for one of the canonical view, on the head. */
  readonly headScale: number;
  /** The outline of the garment, fitted from the head. */
  readonly bodyFit: Stretch;
  /** As `byHead`, moving with the body. */
  readonly byBody: (point: Point) => Point;
  /** Which place of the canonical body lies on the other picture where this place of the canonical head lies. */
  readonly bodyAt: (point: Point) => Point;
}

/** An outline of hair that is left with more than this (pixels of the view, root mean square) has another shape. */
const SAME_OUTLINE = 2.5;
/** Face and hair of one head agree on its size within this share. */
const SAME_SIZE = 0.06;
const EARS = [234, 454] as const;
const CHIN = 152;
const BRIDGE = 168;

const edgesOf = new WeakMap<Portrait, { readonly hair: Edge[]; readonly garment: Edge[] }>();

function edges(portrait: Portrait): { readonly hair: Edge[]; readonly garment: Edge[] } {
  const known = edgesOf.get(portrait);
  if (known !== undefined) return known;
  const { view, head } = portrait;
  const [crown, mouth] = [head.mesh[10], head.mesh[13]];
  // Long hair lies on the shoulders and follows them; above the mouth it follows the head.
  const onHead = ({ x, y }: Edge) =>
    crown === undefined ||
    mouth === undefined ||
    (x - mouth.x) * (crown.x - mouth.x) + (y - mouth.y) * (crown.y - mouth.y) > 0;
  const found = {
    hair: outline(view, head.regions, LABEL.hair).filter(onHead),
    garment: outline(view, head.regions, LABEL.garment),
  };
  edgesOf.set(portrait, found);
  return found;
}

/** Finds where the head and body of a canonical portrait lie on another. */
export function registered(canonical: Portrait, other: Portrait): Registration {
  const { mesh } = canonical.head;
  const weights = mesh.map((_, index) =>
    canonical.head.covered[index] === 1 || other.head.covered[index] === 1 ? 0 : 1,
  );
  const enough = weights.filter((weight) => weight === 1).length > mesh.length / 4;
  const pose = poseBetween(mesh, other.head.mesh, enough ? weights : mesh.map(() => 1));
  // The outline of a head lies about as deep as its ears; the face lies in front of it and moves further in a turn.
  const depth = EARS.reduce((sum, index) => sum + (mesh[index]?.z ?? 0) / EARS.length, 0);
  const byFace = ({ x, y }: Point) => pose.carry({ x, y, z: depth });
  const bridge = mesh[BRIDGE] ?? { x: 0, y: 0, z: 0 };
  const chin = mesh[CHIN] ?? bridge;
  const there = { view: other.view, regions: other.head.regions };

  const hairFit = fitted(edges(canonical).hair, bridge, there, [LABEL.hair], byFace, pose.scale, {
    even: 400,
    turn: 400,
  });
  const sameHair =
    hairFit.found > 0.9 && hairFit.rest < SAME_OUTLINE && Math.abs(hairFit.width - 1) < SAME_SIZE;
  const byHead = sameHair ? (point: Point) => byFace(stretched(hairFit, bridge, point)) : byFace;
  const headScale = sameHair ? pose.scale * hairFit.width : pose.scale;

  const bodyFit = fitted(
    edges(canonical).garment,
    chin,
    there,
    [LABEL.garment, LABEL.skin],
    byHead,
    headScale,
    {
      even: 0.02,
      turn: 0.05,
    },
  );
  return {
    pose,
    hairFit,
    sameHair,
    byHead,
    headScale,
    bodyFit,
    byBody: (point) => byHead(stretched(bodyFit, chin, point)),
    bodyAt: (point) => unstretched(bodyFit, chin, point),
  };
}
