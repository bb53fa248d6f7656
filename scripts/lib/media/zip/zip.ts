import { unzipSync, zipSync } from 'fflate';
import type { Zippable } from 'fflate';
import { UserError, messageOf } from '#core/errors.ts';
import { RepoPath } from '#core/repo-path.ts';

/** What an archive may cost before anything of it is unpacked. */
export interface ZipLimits {
  readonly entries: number;
  /** Of all entries together, unpacked. */
  readonly bytes: number;
}

export const ZIP_LIMITS: ZipLimits = { entries: 4096, bytes: 2 ** 30 };

/** How hard an entry is packed: 0 stores it as it is (for what is packed already), 9 is hardest. */
export type ZipLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** ZIP has local times only; its first day, in the zone of whoever asks, is written as the same four bytes everywhere. */
const FIRST_DAY = new Date(1980, 0, 1);

/**
 * The bytes of a ZIP archive, entries in the order of the map. The same entries give the same bytes.
 *
 * @param level how hard a file is packed, by its path
 * @throws {RangeError} for a path that does not stay inside
 */
export function encodeZip(
  entries: ReadonlyMap<string, Uint8Array>,
  level: (path: string) => ZipLevel = () => 6,
): Uint8Array {
  const files: Zippable = {};
  for (const [path, bytes] of entries) {
    if (!RepoPath.safeParse(path).success) throw new RangeError(`${path} is no path of an archive`);
    files[path] = [bytes, { level: level(path), mtime: FIRST_DAY }];
  }
  return zipSync(files);
}

/**
 * Unpacks a ZIP archive. Nothing is unpacked before names and announced sizes are held against the limits; a name must
 * stay inside (no `..`, no root, no backslash), none may come twice, and folders are passed over.
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
  const refuse = (why: string, cause?: unknown): never => {
    throw new UserError('zip-invalid', `${name}: ${why}`, {
      hint: 'Make the archive again; nothing of it was used.',
      cause,
    });
  };
  let total = 0;
  const sizes = new Map<string, number>();
  let unpacked: Record<string, Uint8Array>;
  try {
    unpacked = unzipSync(bytes, {
      filter: (file) => {
        const path = file.name.replace(/\/$/u, '');
        if (!RepoPath.safeParse(path).success) refuse(`it names ${JSON.stringify(file.name)}`);
        if (path !== file.name) return false;
        if (sizes.has(path)) refuse(`it holds ${path} twice`);
        sizes.set(path, file.originalSize);
        if (sizes.size > limits.entries) refuse(`it holds more than ${limits.entries} files`);
        total += file.originalSize;
        if (total > limits.bytes) refuse(`unpacked it is larger than ${limits.bytes} bytes`);
        return wanted(path);
      },
    });
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    return refuse(messageOf(cause), cause);
  }
  const files = new Map(Object.entries(unpacked));
  for (const [path, content] of files)
    if (content.byteLength !== sizes.get(path)) refuse(`${path} has another size than it says`);
  return files;
}
