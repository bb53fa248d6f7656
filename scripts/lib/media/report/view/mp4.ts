/**
 * Frames a second of an MP4's first video track, from its time-to-sample table (ISO/IEC 14496-12, 8.6.1.2) and the track's time scale
 * (8.4.2); `null` when it has none, for example in a fragmented file.
 */
export function framesPerSecond(file: Uint8Array): number | null {
  const data = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const movie = boxes(data, { from: 0, to: file.byteLength }).find(({ type }) => type === 'moov');
  if (movie === undefined) return null;
  for (const track of boxes(data, movie).filter(({ type }) => type === 'trak')) {
    const media = inside(data, track, ['mdia']);
    const handler = inside(data, media, ['hdlr']);
    if (handler === null || handler.to - handler.from < 12 || word(data, handler.from + 8) !== 'vide')
      continue;
    const scale = timeScale(data, inside(data, media, ['mdhd']));
    const table = inside(data, media, ['minf', 'stbl', 'stts']);
    if (scale !== null && table !== null) return rate(data, table, scale);
  }
  return null;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

interface Box extends Span {
  readonly type: string;
}

function boxes(data: DataView, { from, to }: Span): Box[] {
  const found: Box[] = [];
  let at = from;
  while (at + 8 <= to) {
    const short = data.getUint32(at);
    const head = short === 1 ? 16 : 8;
    if (at + head > to) break;
    const size = short === 1 ? Number(data.getBigUint64(at + 8)) : short === 0 ? to - at : short;
    if (size < head || at + size > to) break;
    found.push({ type: word(data, at + 4), from: at + head, to: at + size });
    at += size;
  }
  return found;
}

function inside(data: DataView, span: Span | null, path: readonly string[]): Span | null {
  let at = span;
  for (const name of path)
    at = at === null ? null : (boxes(data, at).find(({ type }) => type === name) ?? null);
  return at;
}

const word = (data: DataView, at: number): string =>
  String.fromCodePoint(
    data.getUint8(at),
    data.getUint8(at + 1),
    data.getUint8(at + 2),
    data.getUint8(at + 3),
  );

function timeScale(data: DataView, header: Span | null): number | null {
  if (header === null || header.to - header.from < 24) return null;
  return data.getUint32(header.from + (data.getUint8(header.from) === 1 ? 20 : 12));
}

function rate(data: DataView, table: Span, scale: number): number | null {
  if (table.to - table.from < 8) return null;
  const entries = Math.min(data.getUint32(table.from + 4), Math.floor((table.to - table.from - 8) / 8));
  let frames = 0;
  let ticks = 0;
  for (let entry = 0; entry < entries; entry += 1) {
    const count = data.getUint32(table.from + 8 + entry * 8);
    frames += count;
    ticks += count * data.getUint32(table.from + 12 + entry * 8);
  }
  const perSecond = (frames * scale) / ticks;
  return Number.isFinite(perSecond) && perSecond > 0 && perSecond <= 1000 ? perSecond : null;
}
