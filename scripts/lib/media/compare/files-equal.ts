import { type FileHandle, open } from 'node:fs/promises';

const CHUNK = 1 << 20;

/** Whether two files hold the same bytes; sizes first, then piece by piece, at most 2 MiB in memory. */
export async function filesEqual(a: string, b: string): Promise<boolean> {
  await using first = await open(a);
  await using second = await open(b);
  const [x, y] = [await first.stat(), await second.stat()];
  if (x.size !== y.size) return false;
  if (x.ino === y.ino && x.dev === y.dev) return true;
  const length = Math.max(1, Math.min(CHUNK, x.size));
  const [one, two] = [Buffer.allocUnsafe(length), Buffer.allocUnsafe(length)];
  for (let at = 0; at < x.size; at += length) {
    const wanted = Math.min(length, x.size - at);
    const [n, m] = [await fill(first, one, wanted, at), await fill(second, two, wanted, at)];
    if (n !== wanted || m !== wanted || one.compare(two, 0, wanted, 0, wanted) !== 0) return false;
  }
  return true;
}

async function fill(file: FileHandle, buffer: Buffer, length: number, position: number): Promise<number> {
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}
