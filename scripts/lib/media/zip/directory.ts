/** What the directory of a ZIP archive says of one entry, and where its packed bytes lie. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated; there are others. */
  readonly method: number;
  readonly encrypted: boolean;
  /** CRC-32 of the unpacked bytes. */
  readonly check: number;
  /** Bytes, unpacked. */
  readonly size: number;
  readonly packed: Uint8Array;
}

const END = { signature: 0x0605_4b50, bytes: 22 };
const ENTRY = { signature: 0x0201_4b50, bytes: 46 };
const HEADER = { signature: 0x0403_4b50, bytes: 30 };
/** A comment behind the end of the directory is at most so long. */
const MOST_COMMENT = 0xffff;
const UTF8 = 0x0800;

/**
 * Reads the directory at the end of a ZIP archive, in its order, and unpacks nothing. Layout: PKWARE, APPNOTE.TXT 6.3.10,
 * 4.3; archives of more than 4 GiB (ZIP64) or in several parts are refused.
 *
 * @throws {RangeError} saying what is wrong
 */
export function readDirectory(archive: Uint8Array): ZipEntry[] {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = endOf(bytes);
  const [part, first, here, count] = [4, 6, 8, 10].map((at) => bytes.readUInt16LE(end + at));
  if (part !== 0 || first !== 0 || here !== count) throw new RangeError('it is one part of several');
  let at = bytes.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let left = count ?? 0; left > 0; left -= 1) {
    if (at + ENTRY.bytes > end || bytes.readUInt32LE(at) !== ENTRY.signature)
      throw new RangeError('its directory is damaged');
    const [flags, method] = [bytes.readUInt16LE(at + 8), bytes.readUInt16LE(at + 10)];
    const [check, packed, size] = [
      bytes.readUInt32LE(at + 16),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 24),
    ];
    const next = at + ENTRY.bytes + bytes.readUInt16LE(at + 28);
    if (next > end) throw new RangeError('its directory is damaged');
    const name = bytes.toString((flags & UTF8) === 0 ? 'latin1' : 'utf8', at + ENTRY.bytes, next);
    const header = bytes.readUInt32LE(at + 42);
    entries.push({
      name,
      method,
      encrypted: (flags & 1) !== 0,
      check,
      size,
      packed: packedAt(bytes, header, packed, name),
    });
    at = next + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** Where the record of the end begins: it is the last thing but for a comment. */
function endOf(bytes: Buffer): number {
  const last = bytes.length - END.bytes;
  for (let at = last; at >= Math.max(0, last - MOST_COMMENT); at -= 1)
    if (bytes.readUInt32LE(at) === END.signature && bytes.readUInt16LE(at + 20) <= last - at) return at;
  throw new RangeError('it is not a ZIP archive, or its end is missing');
}

function packedAt(bytes: Buffer, header: number, length: number, name: string): Uint8Array {
  if (header + HEADER.bytes > bytes.length || bytes.readUInt32LE(header) !== HEADER.signature)
    throw new RangeError(`there is nothing where ${JSON.stringify(name)} should begin`);
  const start = header + HEADER.bytes + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  if (start + length > bytes.length) throw new RangeError(`${JSON.stringify(name)} is cut off`);
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, length);
}
