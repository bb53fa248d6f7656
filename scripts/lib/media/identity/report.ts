import { severity, type Axis, type AxisReport, type IdentityReport } from '#core/identity.ts';
import type { FaceChange, Part } from './face-structure.ts';
import type { HairColourChange } from './hair-colour-change.ts';
import type { HairShapeChange } from './hair-shape.ts';
import type { Limit, Limits } from './limits.ts';
import type { Changes, Measured } from './measure.ts';
import type { OutfitChange } from './outfit.ts';
import type { ProportionChange } from './proportions.ts';

/** A person who stands in the picture fills more of it than this share, and is not merely noise of the segmenter. */
const SOMEBODY = 0.04;
/** Less chroma than this (OKLCH) is grey to the eye. */
const GREY = 0.03;
/** Of several measures of one axis the worst speaks; its unit is then this. */
const RATIO = '× limit';

/** Holds the limits to what was measured. Worst axis first; of two equally grave ones that which is further over its limit. */
export function reported(changes: Changes, { limits }: Limits, method: string): IdentityReport {
  const axes = [
    one('hair-colour', changes.hairColour, limits['hair-colour.difference'], 'ΔE00', hairColour),
    one('hair-shape', changes.hairShape, limits['hair-shape.apart'], 'share', hairShape),
    face(changes.face, limits),
    one('outfit', changes.outfit, limits['outfit.difference'], 'ΔE00', outfit),
    one('body-proportions', changes.proportions, limits['body-proportions.change'], '%', proportions),
  ].map((axis) => (changes.faces > 1 ? crowded(axis, changes.faces) : axis));
  const worst = axes.toSorted((a, b) => severity(b.answer) - severity(a.answer) || over(b) - over(a));
  return { method, answer: overall(worst, changes), axes: worst };
}

/** How many times its limit a measure is, 0 when it was not measured. */
export function over({ value, limit }: AxisReport): number {
  return value === null ? 0 : value / limit;
}

function overall(axes: readonly AxisReport[], { person, faces }: Changes): IdentityReport['answer'] {
  if (axes.some(({ answer }) => answer === 'fail')) return 'fail';
  if (faces === 0 && person < SOMEBODY) return 'fail';
  return axes.every(({ answer }) => answer === 'pass') ? 'pass' : 'look';
}

function answerOf(value: number, { pass, fail }: Limit): AxisReport['answer'] {
  return value <= pass ? 'pass' : value <= fail ? 'look' : 'fail';
}

function one<T>(
  axis: Axis,
  measured: Measured<T>,
  limit: Limit,
  unit: string,
  read: (change: T) => { readonly value: number; readonly note: string },
): AxisReport {
  if (measured.kind === 'none') {
    return { axis, value: null, unit, limit: limit.pass, answer: 'not-measured', note: measured.why };
  }
  const { value, note } = read(measured.change);
  return { axis, value: rounded(value), unit, limit: limit.pass, answer: answerOf(value, limit), note };
}

/** With several people on a picture, which of them she is is a guess: a pass becomes a look. */
function crowded(axis: AxisReport, faces: number): AxisReport {
  const note = `${axis.note}; ${faces} faces on the picture, the largest is measured`;
  return axis.axis === 'face-structure' && axis.answer === 'pass'
    ? { ...axis, answer: 'look', note }
    : { ...axis, note: axis.axis === 'face-structure' ? note : axis.note };
}

function hairColour({ difference, hue, lightness, chroma, vividness }: HairColourChange): {
  value: number;
  note: string;
} {
  const said = [
    vividness < GREY
      ? 'grey, so without a hue'
      : Math.abs(hue) >= 2.5
        ? `hue turned by ${signed(hue, 0)}°`
        : 'hue as it was',
    ...(Math.abs(lightness) >= 1.5
      ? [`${signed(lightness, 1)} L* ${lightness > 0 ? 'lighter' : 'darker'}`]
      : []),
    ...(Math.abs(chroma) >= 0.015 ? [chroma > 0 ? 'more vivid' : 'duller'] : []),
  ];
  return { value: difference, note: said.join(', ') };
}

function hairShape({ apart, brow, gone, grown }: HairShapeChange): { value: number; note: string } {
  const said = [
    ...(brow >= 0.05 ? [`${percent(brow)} of the face covered otherwise`] : []),
    ...(gone >= 0.03 ? [`${percent(gone)} of the hair is gone`] : []),
    ...(grown >= 0.03 ? [`${percent(grown)} of new hair`] : []),
  ];
  return { value: apart, note: said.length === 0 ? 'lies as it did' : said.join(', ') };
}

function face(measured: Measured<FaceChange>, limits: Limits['limits']): AxisReport {
  const axis = 'face-structure';
  if (measured.kind === 'none') {
    return { axis, value: null, unit: RATIO, limit: 1, answer: 'not-measured', note: measured.why };
  }
  const { embedding, geometry, features, parts } = measured.change;
  const held = [
    { value: embedding, limit: limits['face-structure.embedding'] },
    ...(geometry === undefined ? [] : [{ value: geometry, limit: limits['face-structure.geometry'] }]),
    ...(features === undefined ? [] : [{ value: features, limit: limits['face-structure.features'] }]),
  ];
  const [worst] = held.toSorted((a, b) => b.value / b.limit.pass - a.value / a.limit.pass);
  const answers = held.map(({ value, limit }) => answerOf(value, limit));
  const said = [
    `embedding ${embedding.toFixed(3)} (limit ${limits['face-structure.embedding'].pass})`,
    geometry === undefined
      ? 'hair hangs over the face, so its outline is not judged'
      : `mesh moved ${geometry.toFixed(2)} % of the eye distance (limit ${limits['face-structure.geometry'].pass})`,
    features === undefined
      ? 'too few features found again to measure them one by one'
      : `features moved ${features.toFixed(2)} % (limit ${limits['face-structure.features'].pass})`,
    ...(worst === undefined || worst.value <= worst.limit.pass
      ? []
      : [`most in ${movedParts(parts).join(', ')}`]),
  ];
  return {
    axis,
    value: worst === undefined ? null : rounded(worst.value / worst.limit.pass),
    unit: RATIO,
    limit: 1,
    answer: answers.toSorted((a, b) => severity(b) - severity(a))[0] ?? 'not-measured',
    note: said.join('; '),
  };
}

/** The three parts that moved most, each with its way in percent of the eye distance. */
function movedParts(parts: FaceChange['parts']): string[] {
  const order: readonly Part[] = ['jaw', 'brows', 'eyes', 'nose', 'mouth'];
  return order
    .toSorted((a, b) => parts[b] - parts[a])
    .slice(0, 3)
    .map((part) => `${part} ${parts[part].toFixed(1)} %`);
}

function outfit({ difference, moved, by }: OutfitChange): { value: number; note: string } {
  return {
    value: difference,
    note: `${percent(moved)} of the outfit has another colour${by === 'colour' ? '; the body is posed otherwise, so colours alone were compared' : ''}`,
  };
}

function proportions({ shoulders, neck, head }: ProportionChange): { value: number; note: string } {
  const said = [
    ...(Math.abs(head) >= 0.02
      ? [`head ${percent(Math.abs(head))} ${head > 0 ? 'larger' : 'smaller'} against the body`]
      : []),
    ...(Math.abs(shoulders) >= 0.02 && Math.abs(head) < 0.02
      ? [`shoulders ${percent(Math.abs(shoulders))} ${shoulders > 0 ? 'wider' : 'narrower'} against the head`]
      : []),
    ...(Math.abs(neck) >= 0.02
      ? [`shoulders ${percent(Math.abs(neck))} of a face height ${neck > 0 ? 'lower' : 'higher'}`]
      : []),
  ];
  return {
    value: 100 * Math.max(Math.abs(shoulders), Math.abs(neck)),
    note: said.length === 0 ? 'as they were' : said.join(', '),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
