import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type MediaFacts, probeWith, type ToolRun } from './media-tool.ts';

/** A file as it is packed: nothing is decoded for it. */
export interface Packed {
  readonly facts: MediaFacts;
  /** SHA-256 over codec, set-up and packets of each stream, as in `video 5f…`; containers have no say. */
  readonly streams: readonly string[];
  /** Of the first picture stream; none when its frames do not follow each other at one rate, or some are not to be shown. */
  readonly frames: PackedFrames | undefined;
}

/** The frames of a stream in the order in which they are shown. */
export interface PackedFrames {
  /** By index: equal names are equal pictures, because they are decoded from equal packets. */
  readonly names: readonly string[];
  /** By index: the nearest frame at or before it from which decoding may begin. */
  readonly starts: readonly number[];
  /** By index: when it is shown, in seconds on the clock of the file. */
  readonly times: readonly number[];
  /** What that clock says at the beginning of the file, where a seek counts from. */
  readonly origin: number;
}

const Packet = z.looseObject({
  stream_index: z.int(),
  pts_time: z.coerce.number().optional(),
  flags: z.string().default(''),
  data_hash: z.string(),
});
type Packet = z.infer<typeof Packet>;
const Details = z.looseObject({
  packets: z.array(Packet).default([]),
  streams: z
    .array(
      z.looseObject({
        index: z.int(),
        codec_type: z.string().optional(),
        codec_name: z.string().optional(),
        extradata_hash: z.string().optional(),
      }),
    )
    .default([]),
  format: z.looseObject({ start_time: z.coerce.number().default(0) }).default({ start_time: 0 }),
});

const ENTRIES = [
  'stream=index,codec_type,codec_name,width,height,avg_frame_rate,sample_rate,channels,duration,extradata_hash',
  'format=duration,start_time',
  'packet=stream_index,pts_time,flags,data_hash',
].join(':');

/** Reads what a container says and the name of every packet in it, in one pass. @throws as `probe` does */
export async function readPacked(path: string, run: ToolRun = {}): Promise<Packed> {
  const { facts, said } = await probeWith(['-show_entries', ENTRIES, '-show_data_hash', 'sha256'], path, {
    maxBytes: 512 << 20,
    ...run,
  });
  const { packets, streams, format } = Details.parse(said);
  const of = new Map<number, Packet[]>();
  for (const packet of packets) {
    const own = of.get(packet.stream_index);
    if (own === undefined) of.set(packet.stream_index, [packet]);
    else own.push(packet);
  }
  const moving = streams.find(({ codec_type }) => codec_type === 'video');
  return {
    facts,
    streams: streams.map(({ index, codec_type = '?', codec_name = '?', extradata_hash = '' }) => {
      const hash = createHash('sha256').update(`${codec_name} ${extradata_hash}`);
      for (const { data_hash } of of.get(index) ?? []) hash.update(` ${data_hash}`);
      return `${codec_type} ${hash.digest('hex')}`;
    }),
    frames:
      moving === undefined || facts.video === undefined
        ? undefined
        : framesOf(of.get(moving.index) ?? [], facts.video.fps, format.start_time),
  };
}

interface Coded {
  readonly time: number;
  readonly name: string;
  /** Serial of the run of packets that is decoded on its own. */
  readonly group: number;
}

/**
 * Names the frames of a stream by what they are decoded from: their own packet and those before it, back to a key frame
 * that nothing before has a say in. A key frame is none such when a later packet of its run is shown before it (an open
 * group of pictures): that one may lean on the run before.
 */
function framesOf(packets: readonly Packet[], fps: number, origin: number): PackedFrames | undefined {
  const coded: Coded[] = [];
  let [chain, group] = ['', -1];
  for (const [index, { pts_time, flags, data_hash }] of packets.entries()) {
    if (pts_time === undefined || flags.includes('D')) return undefined;
    const own = flags.includes('K') && isClosed(packets, index, pts_time);
    if (own) group += 1;
    if (group < 0) return undefined;
    chain = createHash('sha256')
      .update(`${own ? '' : chain} ${data_hash}`)
      .digest('base64');
    coded.push({ time: pts_time, name: chain, group });
  }
  const shown = coded.toSorted((a, b) => a.time - b.time);
  const first = shown[0]?.time ?? 0;
  // Half a frame off would be another frame; rounding in a container's clock is far less.
  const even = shown.every(({ time }, index) => Math.abs((time - first) * fps - index) < 0.1);
  if (!even) return undefined;
  const starts: number[] = [];
  for (const [index, { group: own }] of shown.entries()) {
    const before = shown[index - 1];
    if (before !== undefined && own < before.group) return undefined;
    starts.push(before === undefined || own !== before.group ? index : (starts[index - 1] ?? 0));
  }
  return { names: shown.map(({ name }) => name), starts, times: shown.map(({ time }) => time), origin };
}

/** Whether no packet up to the next key frame is shown before this one. */
function isClosed(packets: readonly Packet[], key: number, time: number): boolean {
  for (let index = key + 1; index < packets.length; index += 1) {
    const { pts_time = time, flags } = packets[index] ?? { flags: 'K' };
    if (flags.includes('K')) return true;
    if (pts_time < time) return false;
  }
  return true;
}

/** How many frames from the start hold every frame that there is: the rest repeats them. */
export function distinctPrefix(names: readonly string[]): number {
  const seen = new Set<string>();
  let prefix = 0;
  for (const [index, name] of names.entries()) {
    if (seen.has(name)) continue;
    seen.add(name);
    prefix = index + 1;
  }
  return prefix;
}

/** By index: where the same name stands first. */
export function firstOfEach(names: readonly string[]): number[] {
  const first = new Map<string, number>();
  return names.map((name, index) => {
    const known = first.get(name);
    if (known !== undefined) return known;
    first.set(name, index);
    return index;
  });
}
