import { nets } from '../face/nets.ts';
import type { Light } from './colour.ts';
import { faceChange, type FaceChange } from './face-structure.ts';
import { hairColourChange, type HairColourChange } from './hair-colour-change.ts';
import { hairShapeChange, type HairShapeChange } from './hair-shape.ts';
import { relight } from './light.ts';
import { outfitChange, type OutfitChange } from './outfit.ts';
import { proportionChange, type ProportionChange } from './proportions.ts';
import { registered, type Portrait, type Registration } from './registration.ts';
import type { Sight } from './sight.ts';

/** A measure, or in words why there is none. */
export type Measured<T> =
  | { readonly kind: 'measured'; readonly change: T }
  | { readonly kind: 'none'; readonly why: string };

/** Everything that two portraits tell, before a limit is held to it. */
export interface Changes {
  /** What no axis can say: how many faces there are, or that there is none. */
  readonly faces: number;
  /** Share of the view that shows a person, 0 to 1. */
  readonly person: number;
  readonly registration: Registration | undefined;
  /** The factors that carried the picture into the light of the canonical one. */
  readonly light: Light;
  readonly hairColour: Measured<HairColourChange>;
  readonly hairShape: Measured<HairShapeChange>;
  readonly face: Measured<FaceChange>;
  readonly outfit: Measured<OutfitChange>;
  readonly proportions: Measured<ProportionChange>;
}

/** Hair over more of the face than on the canonical picture by this share, and the face is not judged. */
const HIDDEN = 0.08;
/** More of the face than this beyond the edge of the picture, and it is not judged. */
const CUT_OFF = 0.03;
/** A head turned or nodded further than this (degrees) shows another outline and other sides of a face. */
const TURNED = 20;
/** An eye distance in pixels below which a face is too coarse to judge: the embedding reads faces of 150 pixels. */
const COARSE = 24;
/** Less of it than this on the picture, and hair, body or garment are not judged. */
const SHOWN = { hair: 0.6, body: 0.35, garment: 0.35 } as const;
/** Of the body's outline this share must find its like, or the body is posed otherwise. */
const FOUND = 0.4;
/** A body that comes out half as wide as hers, or twice, was fitted to something else. */
const WIDTHS = [0.5, 2] as const;

/** Whether a face was found. */
export function isPortrait(sight: Sight): sight is Portrait {
  return sight.head !== undefined;
}

/**
 * Measures a sight against the canonical one. With `speaking`, mouth and jaw may move.
 *
 * @throws {UserError} `model-changed`
 */
export async function changesBetween(
  canonical: Portrait,
  other: Sight,
  { speaking = false }: { readonly speaking?: boolean } = {},
): Promise<Changes> {
  if (!isPortrait(other)) {
    const why =
      other.person > 0.04 ? 'no face on the picture: turned away or hidden' : 'nobody on the picture';
    const none = { kind: 'none', why } as const;
    return {
      faces: 0,
      person: other.person,
      registration: undefined,
      light: [1, 1, 1],
      hairColour: none,
      hairShape: none,
      face: none,
      outfit: none,
      proportions: none,
    };
  }
  const loaded = await nets();
  const registration = registered(canonical, other);
  const light = relight(canonical.head.lighting, other.head.lighting);
  const { pose } = registration;
  const turn = Math.max(Math.abs(pose.yaw), Math.abs(pose.pitch));
  const turned =
    turn > TURNED
      ? `the head is turned by ${turn.toFixed(0)}°, further than the ${TURNED}° that can be judged`
      : undefined;
  const hidden = other.head.hidden - canonical.head.hidden;
  const eyes = eyeWidth(other);

  const noFace =
    other.head.cutOff > CUT_OFF
      ? `${percent(other.head.cutOff)} of the face lies beyond the edge of the picture`
      : hidden > HIDDEN
        ? `face partly hidden by hair (${percent(other.head.hidden)})`
        : eyes < COARSE
          ? `the face is too small to judge: ${eyes.toFixed(0)} px from eye to eye`
          : turned;
  const hairColour = hairColourChange(canonical, other, registration, light);
  const hairShape = measured(() => hairShapeChange(canonical, other, registration));
  const outfit = measured(() => outfitChange(canonical, other, registration, light));
  const proportions = measured(() => proportionChange(canonical, registration));
  return {
    faces: other.faces,
    person: other.person,
    registration,
    light,
    hairColour:
      hairColour === undefined
        ? { kind: 'none', why: 'no hair found' }
        : { kind: 'measured', change: hairColour },
    hairShape: unless(
      turned ??
        (hairShape.change.shown < SHOWN.hair
          ? `only ${percent(hairShape.change.shown)} of where her hair lies is on the picture`
          : undefined),
      hairShape,
    ),
    face:
      noFace === undefined
        ? { kind: 'measured', change: faceChange(canonical, other, registration, loaded, speaking) }
        : { kind: 'none', why: noFace },
    outfit: unless(
      outfit.change.shown < SHOWN.garment
        ? `only ${percent(outfit.change.shown)} of her outfit is on the picture`
        : undefined,
      outfit,
    ),
    proportions: unless(
      turned ??
        (proportions.change.shown < SHOWN.body
          ? `only ${percent(proportions.change.shown)} of the outline of her shoulders and arms is on the picture`
          : proportions.change.found < FOUND ||
              proportions.change.shoulders < WIDTHS[0] - 1 ||
              proportions.change.shoulders > WIDTHS[1] - 1
            ? 'the body is posed otherwise than on the canonical picture'
            : undefined),
      proportions,
    ),
  };
}

function measured<T>(measure: () => T): { readonly kind: 'measured'; readonly change: T } {
  return { kind: 'measured', change: measure() };
}

function unless<T>(why: string | undefined, otherwise: Measured<T>): Measured<T> {
  return why === undefined ? otherwise : { kind: 'none', why };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

/** Between the outer corners of the eyes, in pixels of the picture. */
function eyeWidth({ head }: Portrait): number {
  const [left, right] = [head.face.mesh[33], head.face.mesh[263]];
  return left === undefined || right === undefined ? 0 : Math.hypot(right.x - left.x, right.y - left.y);
}
