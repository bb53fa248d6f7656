import { constants, crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { deflateSync } from 'fflate';
import { UserError, messageOf } from '#core/errors.ts';
import { RepoPath } from '#core/repo-path.ts';
import { readDirectory, type ZipEntry } from './directory.ts';

/** What an archive may cost before anything of it is unpacked. */
export interface ZipLimits {
  readonly entries: number;
  /** Of all entries together, unpacked. */
  readonly bytes: number;
}

export const ZIP_LIMITS: ZipLimits = { entries: 4096, bytes: 2 ** 30 };

/**
 * How an entry is packed: 0 stores it as it is (for what is packed already), 9 is hardest; `runs` takes repeated bytes and
 * the frequency of bytes, five times as fast as 3, for numbers in rows.
 */
export type Packing = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 'runs';

/** The first day that ZIP knows, midnight: it has local times only, so that no other says the same everywhere. */
const FIRST_DAY = 0x0021_0000;
const STORED = 0;
const DEFLATED = 8;
const VERSION = 20;
/** Names are UTF-8. */
const UTF8 = 0x0800;

/**
 * The bytes of a ZIP archive, entries in the order of the map. The same entries give the same bytes on every machine: the
 * system's zlib finds repeated strings otherwise on other processors, so that it is only asked for runs, which have one way.
 * Layout: PKWARE, APPNOTE.TXT 6.3.10, 4.3.
 *
 * @param packing how a file is packed, by its path
 * @throws {RangeError} for a path that does not stay inside, or more than 4 GiB
 */
export function encodeZip(
  entries: ReadonlyMap<string, Uint8Array>,
  packing: (path: string) => Packing = () => 6,
): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [path, bytes] of entries) {
    if (!RepoPath.safeParse(path).success) throw new RangeError(`${path} is no path of an archive`);
    const name = new TextEncoder().encode(path);
    const way = packing(path);
    const packed = way === 0 ? bytes : way === 'runs' ? runsOf(bytes) : deflateSync(bytes, { level: way });
    const method = way === 0 ? STORED : DEFLATED;
    const entry = [UTF8, method, FIRST_DAY, crc32(bytes), packed.byteLength, bytes.byteLength] as const;
    const header = Buffer.concat([record(0x0403_4b50, [VERSION], entry, [name.length, 0]), name]);
    parts.push(header, packed);
    directory.push(record(0x0201_4b50, [VERSION, VERSION], entry, [name.length, 0, 0, 0, 0], [0, at]), name);
    at += header.byteLength + packed.byteLength;
  }
  const size = directory.reduce((sum, part) => sum + part.byteLength, 0);
  if (at + size > 0xffff_ffff || entries.size > 0xffff)
    throw new RangeError('the archive is too large for ZIP');
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50);
  end.writeUInt16LE(entries.size, 8);
  end.writeUInt16LE(entries.size, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** The fields that a file's header and its entry of the directory share, between those of their own. */
function record(
  signature: number,
  versions: readonly number[],
  [flags, method, day, check, packed, size]: readonly [number, number, number, number, number, number],
  lengths: readonly number[],
  places: readonly number[] = [],
): Buffer {
  const bytes = Buffer.alloc(4 + 2 * versions.length + 20 + 2 * lengths.length + 4 * places.length);
  let at = bytes.writeUInt32LE(signature);
  for (const version of versions) at = bytes.writeUInt16LE(version, at);
  at = bytes.writeUInt16LE(flags, at);
  at = bytes.writeUInt16LE(method, at);
  for (const field of [day, check, packed, size]) at = bytes.writeUInt32LE(field, at);
  for (const length of lengths) at = bytes.writeUInt16LE(length, at);
  for (const place of places) at = bytes.writeUInt32LE(place, at);
  return bytes;
}

const runsOf = (bytes: Uint8Array): Uint8Array => deflateRawSync(bytes, { strategy: constants.Z_RLE });

/**
 * Unpacks a ZIP archive. Nothing is unpacked before names and announced sizes are held against the limits; a name must
 * stay inside (no `..`, no root, no backslash), none may come twice, folders are passed over, and what comes out has the size
 * and the checksum that the archive says.
 *
 * @param wanted which paths are unpacked; all when left out
 * @throws {UserError} `zip-invalid`, saying what is wrong
 */
export function decodeZip(
  bytes: Uint8Array,
  name = 'the archive',
  limits: ZipLimits = ZIP_LIMITS,
  wanted: (path: string) => boolean = () => true,
): ReadonlyMap<string, Uint8Array> {
  try {
    const files = readDirectory(bytes).filter(({ name: path }) => !path.endsWith('/'));
    checkNames(files, limits);
    return new Map(
      files.filter(({ name: path }) => wanted(path)).map((entry) => [entry.name, unpacked(entry)]),
    );
  } catch (cause) {
    throw new UserError('zip-invalid', `${name}: ${messageOf(cause)}`, {
      hint: 'Make the archive again; nothing of it was used.',
      cause,
    });
  }
}

function checkNames(files: readonly ZipEntry[], limits: ZipLimits): void {
  if (files.length > limits.entries) throw new RangeError(`it holds more than ${limits.entries} files`);
  const seen = new Set<string>();
  let total = 0;
  for (const { name, size } of files) {
    if (!RepoPath.safeParse(name).success) throw new RangeError(`it names ${JSON.stringify(name)}`);
    if (seen.has(name)) throw new RangeError(`it holds ${name} twice`);
    seen.add(name);
    total += size;
    if (total > limits.bytes) throw new RangeError(`unpacked it is larger than ${limits.bytes} bytes`);
  }
}

function unpacked({ name, method, encrypted, check, size, packed }: ZipEntry): Uint8Array {
  if (encrypted || (method !== STORED && method !== DEFLATED))
    throw new RangeError(`${name} is packed in a way that is not read here`);
  const content = method === STORED ? packed : inflated(name, packed, size);
  if (content.byteLength !== size) throw new RangeError(`${name} has another size than it says`);
  if (crc32(content) !== check) throw new RangeError(`${name} is damaged: its checksum is another`);
  return content;
}

function inflated(name: string, packed: Uint8Array, size: number): Uint8Array {
  try {
    // A limit of 0 bytes would be none.
    return new Uint8Array(inflateRawSync(packed, { maxOutputLength: Math.max(1, size) }));
  } catch (cause) {
    throw new RangeError(`${name} cannot be unpacked: ${messageOf(cause)}`, { cause });
  }
}
