import { severity, type Axis, type AxisReport, type IdentityReport } from '#core/identity.ts';
import type { Picture } from '../picture.ts';
import { examine, type Examination } from './identify.ts';
import { over } from './report.ts';

/** What the pictures are of. */
export interface FramesOf {
  /** `views` of one thing from several sides, or `frames` of a moving picture. */
  readonly kind: 'views' | 'frames';
  /** She speaks: mouth and jaw may move, and the rest of the face a little more than on a still. */
  readonly speaking?: boolean;
}

/** A failure that is seen in more than this share of the frames is not left to the middle one to hide. */
const OFTEN = 0.1;

/** One report for several pictures, and what it was made from. */
export interface Frames {
  readonly report: IdentityReport;
  /** In the order of the pictures; at least one. */
  readonly examinations: readonly Examination[];
}

/**
 * One report for several pictures of one artifact, each measured against the canonical picture and none against its
 * neighbour. On each axis the middle one (median) of those that could be measured speaks; when more than a tenth of
 * them fails, the answer is at least `look`. An axis that no picture shows stays `not-measured`.
 *
 * @throws {RangeError} without a picture
 * @throws {UserError} as `identify`
 */
export async function examineFrames(
  pictures: Iterable<Picture> | AsyncIterable<Picture>,
  canonical: Picture,
  { kind, speaking = false }: FramesOf,
): Promise<Frames> {
  const examinations: Examination[] = [];
  for await (const picture of pictures)
    examinations.push(await examine(picture, canonical, { speaking, moving: kind === 'frames' }));
  return {
    report: merged(
      examinations.map(({ report }) => report),
      kind,
    ),
    examinations,
  };
}

/** @throws {RangeError} without a report */
export function merged(reports: readonly IdentityReport[], kind: FramesOf['kind']): IdentityReport {
  const [first] = reports;
  if (first === undefined) throw new RangeError('There is no frame to identify anyone on');
  const axes = first.axes
    .map(({ axis }) => together(axis, reports, kind))
    .toSorted((a, b) => severity(b.answer) - severity(a.answer) || over(b) - over(a));
  const measured = axes.filter(({ answer }) => answer !== 'not-measured');
  const answer = axes.some((axis) => axis.answer === 'fail')
    ? 'fail'
    : measured.length === 0
      ? reports.some((report) => report.answer === 'look')
        ? 'look'
        : 'fail'
      : axes.every((axis) => axis.answer === 'pass')
        ? 'pass'
        : 'look';
  return { method: first.method, answer, axes };
}

function together(axis: Axis, reports: readonly IdentityReport[], kind: FramesOf['kind']): AxisReport {
  const all = reports.flatMap(({ axes }, index) =>
    axes.filter((one) => one.axis === axis).map((report) => ({ report, index })),
  );
  const measured = all
    .filter(({ report }) => report.value !== null)
    .toSorted((a, b) => over(a.report) - over(b.report) || a.index - b.index);
  const middle = measured[measured.length >> 1];
  const worst = measured.at(-1);
  const noun = kind === 'views' ? 'views' : 'frames';
  if (middle === undefined || worst === undefined) {
    const [one] = all;
    if (one === undefined) throw new Error(`A report without the axis ${axis}`);
    return { ...one.report, note: `in none of ${all.length} ${noun}: ${one.report.note}` };
  }
  const failing = measured.filter(({ report }) => report.answer === 'fail').length;
  const often = failing > measured.length * OFTEN;
  const answer = often && middle.report.answer === 'pass' ? 'look' : middle.report.answer;
  const note = [
    middle.report.note,
    ...(measured.length < all.length ? [`measured in ${measured.length} of ${all.length} ${noun}`] : []),
    ...(failing > 0 ? [`${failing} of ${measured.length} ${noun} fail`] : []),
    ...(measured.length > 1 && worst.report.value !== null
      ? [`worst ${worst.report.value} in ${kind === 'views' ? 'view' : 'frame'} ${worst.index + 1}`]
      : []),
  ].join('; ');
  return { ...middle.report, answer, note };
}
