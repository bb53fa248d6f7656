import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Measure, Panel } from '#core/verdict.ts';
import { drawSpectrogram, drawSpectrogramDifference } from '../render/spectrogram.ts';
import { writeDrawn } from '../render/panel.ts';
import { lagOf } from './lag.ts';
import { frameDistance, HOP, type LogMel, logMel, MEL_RATE, peakDb } from './mel.ts';
import { ffmpeg, type MediaFacts, probe, type ToolRun } from './media-tool.ts';
import { readable } from './picture-pair.ts';
import { type Comparator, type Comparison, SideUnreadable } from './request.ts';
import { figure, percent, saySeconds } from './say.ts';

/** What is behind this is not measured. */
const MOST_SECONDS = 1800;
/** Two sounds are shifted against each other by up to three seconds. */
const REACH = (3 * MEL_RATE) / HOP;
const SECONDS_A_FRAME = HOP / MEL_RATE;

/**
 * Sound files: samples first, then, on a mono mix at 16 kHz of up to half an hour, loudness, log-mel distance after
 * alignment, silence at the ends. Memory about 120 MB a side at the most, some seconds.
 */
export const soundComparator: Comparator = {
  pair: async (before, after, comparison) => {
    const { signal } = comparison;
    const [a, b] = [await heard('before', before, signal), await heard('after', after, signal)];
    if (a.samples === b.samples) {
      const finding = 'Every sample is equal; only the file is packed in another way.';
      const measures = [seconds('duration', b.facts.seconds)];
      return { kind: 'equal', by: 'content', medium: 'sound', finding, visibility: 0, measures, panels: [] };
    }
    const difference = soundDifference(a, b);
    const panels = await soundPanels(a, b, difference, comparison);
    return {
      kind: 'changed',
      medium: 'sound',
      finding: difference.finding,
      visibility: difference.visibility,
      measures: difference.measures,
      panels,
    };
  },
  single: async (kind, path, { outDir, labels, signal }) => {
    const role = kind === 'added' ? 'after' : 'before';
    const sound = await heard(role, path, signal);
    const finding = `${kind === 'added' ? 'A new' : 'A removed'} sound of ${saySeconds(sound.facts.seconds)}, ${figure(sound.lufs)} LUFS.`;
    const label = kind === 'added' ? `${labels.after} · new` : `${labels.before} · removed`;
    const drawn = drawSpectrogram(sound.mel, sound.mel.frames);
    const panel = await writeDrawn(drawn, {
      role,
      label,
      alt: `Spectrogram: ${finding}`,
      name: role,
      outDir,
    });
    const measures = [seconds('duration', sound.facts.seconds), loudness('loudness', sound.lufs)];
    return { kind, medium: 'sound', finding, visibility: 1, measures, panels: [panel] };
  },
};

/** A sound, decoded and measured. */
export interface Heard {
  readonly facts: MediaFacts;
  /** SHA-256 of its samples in full precision. */
  readonly samples: string;
  readonly mel: LogMel;
  /** Integrated loudness (EBU R128) over all channels; -70 is silence. */
  readonly lufs: number;
}

/** @throws {SideUnreadable} */
export async function heard(
  side: 'before' | 'after',
  path: string,
  signal: AbortSignal | undefined,
): Promise<Heard> {
  return readable(side, async () => {
    const run: ToolRun = { signal };
    const facts = await probe(path, run);
    if (facts.audio === undefined) throw new SideUnreadable(side, 'it holds no sound', undefined);
    const { hash, pcm, levels } = await decodedOnce(path, run);
    // A copy, because a Float32Array begins on a multiple of four.
    const mono = new Float32Array(new Uint8Array(pcm).buffer, 0, Math.floor(pcm.byteLength / 4));
    return { facts, samples: hash.trim(), mel: logMel(mono), lufs: lastLoudness(levels) };
  });
}

/** SHA-256 of the samples in full precision, a mono mix at 16 kHz (32-bit floats), and loudness as it goes. */
async function decodedOnce(
  path: string,
  run: ToolRun,
): Promise<{ readonly hash: string; readonly pcm: Buffer; readonly levels: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'alpha-sound-'));
  const [hash, levels] = [join(folder, 'hash'), join(folder, 'levels')];
  const meter = `ebur128=metadata=1,ametadata=print:key=lavfi.r128.I:file=${levels}`;
  const graph = `[0:a:0]asplit=3[a][b][c];[c]${meter}[d]`;
  try {
    const input = ['-t', String(MOST_SECONDS), '-i', path, '-filter_complex', graph];
    const samples = ['-map', '[a]', '-c:a', 'pcm_f64le', '-f', 'hash', '-hash', 'sha256', hash];
    const mono = ['-map', '[b]', '-ac', '1', '-ar', String(MEL_RATE), '-f', 'f32le', 'pipe:1'];
    const pcm = await ffmpeg([...input, ...samples, ...mono, '-map', '[d]', '-f', 'null', '-'], run);
    return { hash: await readFile(hash, 'latin1'), pcm, levels: await readFile(levels, 'latin1') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const Level = z.coerce.number().min(-200).max(200).catch(-70);

function lastLoudness(text: string): number {
  return Level.parse(text.slice(text.lastIndexOf('=') + 1).trim() || '-70');
}

export interface SoundDifference {
  readonly finding: string;
  readonly visibility: number;
  readonly measures: Measure[];
  /** Frames by which the second is late. */
  readonly lag: number;
}

/** How two sounds differ, once the one is shifted upon the other. */
export function soundDifference(a: Heard, b: Heard): SoundDifference {
  const lag = lagOf(
    { before: a.mel.frames, after: b.mel.frames, distance: (i, j) => frameDistance(a.mel, i, b.mel, j) },
    REACH,
  );
  const distances: number[] = [];
  for (let i = Math.max(0, -lag); i < Math.min(a.mel.frames, b.mel.frames - lag); i += 1) {
    distances.push(frameDistance(a.mel, i, b.mel, i + lag));
  }
  const sorted = Float64Array.from(distances).toSorted();
  const mean = sorted.reduce((sum, value) => sum + value, 0) / Math.max(1, sorted.length);
  const p95 = sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0;
  const share = distances.filter((distance) => distance > 3).length / Math.max(1, distances.length);
  const plainness =
    distances.reduce((sum, d) => sum + Math.min(1, Math.max(0, (d - 0.5) / 9.5)), 0) /
    Math.max(1, distances.length);
  const lengths = Math.abs(a.mel.frames - b.mel.frames) / Math.max(a.mel.frames, b.mel.frames);
  const late = lag * SECONDS_A_FRAME;
  return {
    finding: findingOf({ a, b, late, mean, share }),
    visibility: Math.cbrt(Math.min(1, Math.max(plainness, lengths / 2, Math.min(1, Math.abs(late)) / 4))),
    lag,
    measures: [
      {
        metric: 'log-mel-mean@1',
        label: 'spectrum, mean distance',
        value: mean,
        unit: 'dB',
        meaning: inWords(mean),
      },
      { metric: 'log-mel-p95@1', label: 'spectrum, 95th percentile', value: p95, unit: 'dB' },
      { metric: 'log-mel-share-3db@1', label: 'time with another sound', value: share, unit: 'share' },
      { metric: 'shift/log-mel@1', label: 'starts later by', value: late, unit: 's' },
      ...pairOf('duration', a.facts.seconds, b.facts.seconds, seconds),
      ...pairOf('loudness', a.lufs, b.lufs, loudness),
      ...pairOf('silence at the start', silence(a.mel, 1), silence(b.mel, 1), quiet),
      ...pairOf('silence at the end', silence(a.mel, -1), silence(b.mel, -1), quiet),
    ],
  };
}

function findingOf(of: { a: Heard; b: Heard; late: number; mean: number; share: number }): string {
  const { a, b, late, mean, share } = of;
  const parts: string[] = [];
  if (late !== 0)
    parts.push(`the sound starts ${saySeconds(Math.abs(late))} ${late > 0 ? 'later' : 'earlier'}`);
  const often = share > 0 ? `, in ${percent(share)} of the time by more than 3 dB` : '';
  const longer = b.facts.seconds - a.facts.seconds;
  if (Math.abs(longer) > 0.02)
    parts.push(`it is ${saySeconds(Math.abs(longer))} ${longer > 0 ? 'longer' : 'shorter'}`);
  const louder = b.lufs - a.lufs;
  if (Math.abs(louder) > 0.5)
    parts.push(`it is ${figure(Math.abs(louder))} LU ${louder > 0 ? 'louder' : 'quieter'}`);
  parts.push(
    mean < 0.5
      ? 'the spectrum is the same'
      : `the spectrum differs by ${figure(mean)} dB on average (${inWords(mean)})${often}`,
  );
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** What a mean log-mel distance means for the ear. */
function inWords(db: number): string {
  if (db < 0.5) return 'not to be heard';
  if (db < 2) return 'hardly heard';
  if (db < 6) return 'heard';
  return 'another sound';
}

/** Seconds at an end that are quieter than -50 dB of full scale. */
function silence(mel: LogMel, direction: 1 | -1): number {
  let frames = 0;
  const from = direction === 1 ? 0 : mel.frames - 1;
  while (frames < mel.frames && peakDb(mel, from + direction * frames) < -50) frames += 1;
  return frames * SECONDS_A_FRAME;
}

function pairOf(
  label: string,
  was: number,
  is: number,
  make: (label: string, value: number) => Measure,
): Measure[] {
  return was === is ? [make(label, is)] : [make(`${label} before`, was), make(`${label} after`, is)];
}
const seconds = (label: string, value: number): Measure => ({
  metric: 'duration@1',
  label,
  value,
  unit: 's',
});
const loudness = (label: string, value: number): Measure => ({
  metric: 'loudness/ebur128@1',
  label,
  value,
  unit: 'LUFS',
});
const quiet = (label: string, value: number): Measure => ({
  metric: 'silence-50db@1',
  label,
  value,
  unit: 's',
});

/** Spectrograms on one scale of time: before | after | difference. */
export async function soundPanels(
  a: Heard,
  b: Heard,
  { finding, lag }: SoundDifference,
  { outDir, labels }: Comparison,
): Promise<Panel[]> {
  const frames = Math.max(a.mel.frames, b.mel.frames);
  const length = saySeconds(frames * SECONDS_A_FRAME);
  const shifted = lag === 0 ? 'difference' : 'difference · aligned';
  return Promise.all([
    writeDrawn(drawSpectrogram(a.mel, frames), {
      role: 'before',
      label: `${labels.before} · ${length}`,
      alt: `Spectrogram before, ${length} from left to right.`,
      name: 'before',
      outDir,
    }),
    writeDrawn(drawSpectrogram(b.mel, frames), {
      role: 'after',
      label: labels.after,
      alt: `Spectrogram after: ${finding}`,
      name: 'after',
      outDir,
    }),
    writeDrawn(drawSpectrogramDifference(a.mel, b.mel, frames, lag), {
      role: 'difference',
      label: shifted,
      alt: `Where the spectrograms differ, amber to magenta: ${finding}`,
      name: 'difference',
      outDir,
    }),
  ]);
}
