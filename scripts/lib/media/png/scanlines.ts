import { inflateSync } from 'node:zlib';
import type { PngFile } from './chunks.ts';

/**
 * The inflated image data: `filter byte, width × channels bytes` a row, 8 bits a channel. None when it is damaged or
 * not exactly as long as the header says; never more than that is inflated.
 */
export function scanlines({ width, height, chunks }: PngFile, channels: 3 | 4): Uint8Array | undefined {
  const length = height * (1 + width * channels);
  const parts = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const [only] = parts;
  if (only === undefined) return undefined;
  const data = parts.length === 1 ? only : Buffer.concat(parts);
  try {
    // Spare bytes in the only output chunk spare zlib a second one.
    const lines = inflateSync(data, { chunkSize: Math.max(64, length + 64), maxOutputLength: length + 64 });
    return lines.byteLength === length ? lines : undefined;
  } catch {
    return undefined; // damaged: the full decoder will say how
  }
}
