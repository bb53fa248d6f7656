import type { FileVerdict, Measure, Panel } from '#core/verdict.ts';
import type { Picture } from '../picture.ts';
import { below, contactSheet, timelineStrip } from '../render/contact-sheet.ts';
import { writeDrawn } from '../render/panel.ts';
import { withContext } from './box.ts';
import type { MediaFacts } from './media-tool.ts';
import { loadPictures, readable } from './picture-pair.ts';
import { trio } from './picture.ts';
import { measure } from './pixels.ts';
import { type Comparator, type Comparison, SideUnreadable } from './request.ts';
import { figure, percent, saySeconds } from './say.ts';
import { heard, soundDifference, type SoundDifference } from './sound.ts';
import {
  type Alignment,
  compareFrames,
  decodeAlone,
  type Film,
  type FrameComparison,
  type FrameFigures,
  framesAt,
  MOST_SECONDS,
  shownSize,
} from './video-frames.ts';
import { readPacked } from './video-packets.ts';

/** Below it a frame has changed to the eye (a good encoder stays above it). */
const VISIBLE_DB = 40;
const WORST = 5;
const SHEET_WIDTH = 960;

/**
 * Videos: packed streams first, then, after shifting one upon the other, every frame of up to twenty minutes by SSIM and
 * PSNR, and the sound where its packets differ. Memory about 100 MB beside ffmpeg's, time about that of decoding both twice;
 * of a film that goes round and round, one round.
 */
export const videoComparator: Comparator = {
  pair: async (before, after, comparison) => {
    const { signal } = comparison;
    const [a, b] = [await sideOf('before', before, signal), await sideOf('after', after, signal)];
    if (a.streams.join() === b.streams.join()) {
      const finding = 'Every stream is equal; only the container differs.';
      const measures = factMeasures(b.facts, b.facts);
      return { kind: 'equal', by: 'payload', medium: 'video', finding, visibility: 0, measures, panels: [] };
    }
    const { frames, sound } = await differenceOf(a, b, comparison);
    const changed = { frames, sound, before: a.facts, after: b.facts };
    const finding = findingOf(changed);
    const sizes = a.video.width !== b.video.width || a.video.height !== b.video.height;
    const unchanged =
      frames.figures.every(({ psnr }) => psnr === Infinity) && sound === undefined && frames.same;
    if (unchanged && !sizes) {
      return {
        kind: 'equal',
        by: 'content',
        medium: 'video',
        finding: 'Every frame is equal; only the packing differs.',
        visibility: 0,
        measures: factMeasures(a.facts, b.facts),
        panels: [],
      };
    }
    const shown = await panelsOf(a, b, frames, finding, comparison);
    return {
      kind: sizes ? 'resized' : 'changed',
      medium: 'video',
      finding,
      visibility: Math.max(visibilityOf(frames, shown.visibility), sound?.visibility ?? 0),
      measures: [...frameMeasures(frames), ...factMeasures(a.facts, b.facts), ...(sound?.measures ?? [])],
      panels: shown.panels,
    };
  },
  single: async (kind, path, { outDir, labels, signal }): Promise<FileVerdict> => {
    const role = kind === 'added' ? 'after' : 'before';
    const side = await sideOf(role, path, signal);
    const finding = `${kind === 'added' ? 'A new' : 'A removed'} video of ${saySeconds(side.facts.seconds)}, ${side.video.width} × ${side.video.height} pixels.`;
    const label = kind === 'added' ? `${labels.after} · new` : `${labels.before} · removed`;
    const sheet = await overview(path, side.facts, signal);
    const panel = await writeDrawn(sheet, {
      role,
      label,
      alt: `${finding} Nine frames of it.`,
      name: role,
      outDir,
    });
    return {
      kind,
      medium: 'video',
      finding,
      visibility: 1,
      measures: factMeasures(side.facts, side.facts),
      panels: [panel],
    };
  },
};

interface VideoSide extends Film {
  readonly facts: MediaFacts;
  readonly video: NonNullable<MediaFacts['video']>;
  /** As `Packed` has them. */
  readonly streams: readonly string[];
}

async function sideOf(
  side: 'before' | 'after',
  path: string,
  signal: AbortSignal | undefined,
): Promise<VideoSide> {
  return readable(side, async () => {
    const { facts, streams, frames } = await readPacked(path, { signal });
    const { video } = facts;
    if (video === undefined || video.fps <= 0)
      throw new SideUnreadable(side, 'it holds no moving picture', undefined);
    return { path, facts, video, streams, frames };
  });
}

interface FrameDifference extends FrameComparison {
  /** Same number of frames and no shift. */
  readonly same: boolean;
  /** Indices of figures, in time. */
  readonly worst: readonly number[];
}

async function differenceOf(
  a: VideoSide,
  b: VideoSide,
  { signal }: Comparison,
): Promise<{ frames: FrameDifference; sound: SoundDifference | undefined }> {
  const fps = Math.min(a.video.fps, b.video.fps, 60);
  // Packets name the frames only where no frame is left out or doubled to come to one rate.
  const plain = ({ path, video, frames }: VideoSide): Film => ({
    path,
    frames: video.fps === fps ? frames : undefined,
  });
  const pair = { before: plain(a), after: plain(b) };
  const compared = await readable('after', () =>
    compareFrames(pair, { fps, size: shownSize(a.video) }, { signal }),
  ).catch(async (thrown: unknown) => {
    await readable('before', () => decodeAlone(a.path, { signal })); // whose fault it was
    throw thrown;
  });
  const { alignment, count } = compared;
  const same = alignment.lag === 0 && count.before === count.after;
  const frames = { ...compared, same, worst: worstOf(compared) };
  return { frames, sound: await soundOf(a, b, signal) };
}

const soundStreams = ({ streams }: VideoSide) =>
  streams.filter((stream) => stream.startsWith('audio')).join();

/** None when both are silent or sound the same to the sample. */
async function soundOf(
  a: VideoSide,
  b: VideoSide,
  signal: AbortSignal | undefined,
): Promise<SoundDifference | undefined> {
  if (a.facts.audio === undefined || b.facts.audio === undefined) {
    if (a.facts.audio === b.facts.audio) return undefined;
    const finding =
      a.facts.audio === undefined ? 'The video has sound now.' : 'The video has lost its sound.';
    return { finding, visibility: 1, measures: [], lag: 0 };
  }
  if (soundStreams(a) === soundStreams(b)) return undefined;
  const [first, second] = [await heard('before', a.path, signal), await heard('after', b.path, signal)];
  return first.samples === second.samples ? undefined : soundDifference(first, second);
}

/** The frames that differ most, not all from one moment and none twice, in time. */
function worstOf({ figures, first }: FrameComparison): number[] {
  const distinct = [...figures.keys()].filter((i) => first[i] === i);
  const apart = Math.max(1, Math.floor(distinct.length / (3 * WORST)));
  const unequal = distinct.filter((i) => (figures[i]?.psnr ?? Infinity) < Infinity);
  const visible = unequal.filter((i) => (figures[i]?.psnr ?? Infinity) < VISIBLE_DB);
  const order = (visible.length > 0 ? visible : unequal).toSorted(
    (i, j) => (figures[i]?.ssim ?? 1) - (figures[j]?.ssim ?? 1) || i - j,
  );
  const taken: number[] = [];
  for (const index of order) {
    if (taken.length === WORST) break;
    if (taken.every((other) => Math.abs(other - index) >= apart)) taken.push(index);
  }
  return taken.toSorted((i, j) => i - j);
}

const changedShare = (figures: readonly FrameFigures[]) =>
  figures.filter(({ psnr }) => psnr < VISIBLE_DB).length / Math.max(1, figures.length);

/** As plain as the worst frame, less by the cube root of the share of the time that changed; a shift is always seen. */
function visibilityOf({ figures, same }: FrameDifference, worstFrame: number): number {
  return Math.max(same ? 0 : 0.3, worstFrame * Math.cbrt(changedShare(figures)));
}

function findingOf(of: {
  frames: FrameDifference;
  sound: SoundDifference | undefined;
  before: MediaFacts;
  after: MediaFacts;
}): string {
  const { frames, sound, before, after } = of;
  const { figures, alignment, worst } = frames;
  const parts: string[] = [];
  if (before.video !== undefined && after.video !== undefined) {
    const [was, is] = [before.video, after.video];
    if (was.width !== is.width || was.height !== is.height)
      parts.push(`the size changed from ${was.width} × ${was.height} to ${is.width} × ${is.height} pixels`);
    if (Math.abs(was.fps - is.fps) > 0.01)
      parts.push(`${figure(was.fps)} frames a second became ${figure(is.fps)}`);
  }
  if (alignment.lag !== 0)
    parts.push(
      `it starts ${saySeconds(Math.abs(alignment.lag) / alignment.fps)} ${alignment.lag > 0 ? 'later' : 'earlier'}`,
    );
  const longer = (frames.count.after - frames.count.before) / alignment.fps;
  if (longer !== 0) parts.push(`it is ${saySeconds(Math.abs(longer))} ${longer > 0 ? 'longer' : 'shorter'}`);
  const share = changedShare(figures);
  const lowest = worst.reduce((least, i) => Math.min(least, figures[i]?.ssim ?? 1), 1);
  if (share > 0)
    parts.push(`${percent(share)} of the frames changed to the eye, the worst to SSIM ${figure(lowest)}`);
  else if (worst.length > 0) parts.push('no frame changed to the eye');
  else parts.push('the frames are equal');
  const text = parts.join('; ');
  const heardToo = sound === undefined ? '' : ` Sound: ${sound.finding}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.${heardToo}`;
}

function frameMeasures({ figures, alignment }: FrameDifference): Measure[] {
  const ssims = Float64Array.from(figures, ({ ssim }) => ssim).toSorted();
  const mean = ssims.reduce((sum, value) => sum + value, 0) / Math.max(1, ssims.length);
  const peaks = figures.map(({ psnr }) => Math.min(psnr, 100));
  const unequal = figures.filter(({ psnr }) => psnr < Infinity).length / Math.max(1, figures.length);
  return [
    {
      metric: 'frames-below-40db/ffmpeg-psnr@1',
      label: 'frames changed to the eye',
      value: changedShare(figures),
      unit: 'share',
      meaning: 'PSNR below 40 dB',
    },
    similarity('SSIM, worst frame', ssims[0] ?? 1),
    similarity('SSIM, 5th percentile', ssims[Math.floor(ssims.length * 0.05)] ?? 1),
    similarity('SSIM, mean', mean),
    {
      metric: 'psnr/ffmpeg-average@1',
      label: 'PSNR, mean',
      value: peaks.reduce((sum, value) => sum + value, 0) / Math.max(1, peaks.length),
      unit: 'dB',
      meaning: '100 is equal',
    },
    { metric: 'frames-unequal@1', label: 'frames not equal', value: unequal, unit: 'share' },
    { metric: 'shift/frames@1', label: 'starts later by', value: alignment.lag / alignment.fps, unit: 's' },
  ];
}

function factMeasures(a: MediaFacts, b: MediaFacts): Measure[] {
  return [
    ...both('duration@1', 'duration', a.seconds, b.seconds, 's'),
    ...both('frame-rate@1', 'frames a second', a.video?.fps ?? 0, b.video?.fps ?? 0, 'Hz'),
  ];
}

interface Shown {
  readonly panels: Panel[];
  /** Of the worst frame, 0 to 1. */
  readonly visibility: number;
}
const NOTHING: Shown = { panels: [], visibility: 0 };

/** before | after | difference of the worst frame, and a sheet: worst frames before, after, and the timeline. */
async function panelsOf(
  a: VideoSide,
  b: VideoSide,
  { figures, alignment, worst }: FrameDifference,
  finding: string,
  comparison: Comparison,
): Promise<Shown> {
  if (worst.length === 0) return NOTHING;
  const run = { signal: comparison.signal };
  const all = await framesAt(
    [
      { film: a, side: 'before', indices: worst },
      { film: b, side: 'after', indices: worst },
    ],
    alignment,
    run,
  );
  if (all.length < 2 * worst.length) return NOTHING;
  const pairs = worst.length;
  const [before, after] = [all.slice(0, pairs), all.slice(pairs)];
  const lowest = worst.reduce(
    (least, index, k) => ((figures[index]?.ssim ?? 1) < (figures[worst[least] ?? 0]?.ssim ?? 1) ? k : least),
    0,
  );
  const [first, second] = [before[lowest], after[lowest]];
  if (first === undefined || second === undefined) return NOTHING;
  const moment = (index: number) => `${figure((worst[index] ?? 0) / alignment.fps)} s`;
  const shown = await worstFrame(
    first,
    second,
    `${finding} Shown: the worst frame, at ${moment(lowest)}.`,
    comparison,
  );
  const times = worst.map((_, k) => moment(k)).join(', ');
  const frames = await contactSheet(all, pairs, SHEET_WIDTH);
  const strip = timelineStrip(
    figures.map(({ psnr }) => Math.min(1, Math.max(0, (50 - psnr) / 30))),
    worst,
    SHEET_WIDTH,
  );
  const sheet = await writeDrawn(below(frames, strip), {
    role: 'sheet',
    label: `worst frames, before above after, at ${times}; below: how much each moment changed`,
    alt: `The frames that changed most, at ${times}, before above after, and a timeline of change. ${finding}`,
    name: 'sheet',
    outDir: comparison.outDir,
  });
  return { visibility: shown.visibility, panels: [...shown.panels, sheet] };
}

async function worstFrame(
  first: Picture,
  second: Picture,
  finding: string,
  comparison: Comparison,
): Promise<Shown> {
  const room = loadPictures(first, second);
  const { area, visibility } = measure(room);
  const whole = { x: 0, y: 0, width: room.width, height: room.height };
  return { visibility, panels: await trio(room, withContext(area ?? whole, room), finding, comparison) };
}

/** Nine frames, evenly spread. */
export async function overview(path: string, facts: MediaFacts, signal: AbortSignal | undefined) {
  const fps = Math.min(facts.video?.fps ?? 25, 60);
  const alignment: Alignment = { fps, lag: 0, size: shownSize(facts.video ?? { width: 16, height: 16 }) };
  const count = Math.max(1, Math.floor(Math.min(facts.seconds, MOST_SECONDS) * fps));
  const indices = [...new Set(Array.from({ length: 9 }, (_, k) => Math.floor(((k + 0.5) * count) / 9)))];
  const film = { path, frames: undefined };
  const frames = await framesAt([{ film, side: 'after', indices }], alignment, { signal });
  return contactSheet(frames, Math.min(3, frames.length), 512);
}

const similarity = (label: string, value: number): Measure => ({
  metric: 'ssim/ffmpeg-all@1',
  label,
  value,
  unit: 'SSIM',
});

function both(metric: string, label: string, was: number, is: number, unit: string): Measure[] {
  if (was === is) return [{ metric, label, value: is, unit }];
  return [
    { metric, label: `${label} before`, value: was, unit },
    { metric, label: `${label} after`, value: is, unit },
  ];
}
