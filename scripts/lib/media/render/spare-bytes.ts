const MOST_KEPT = 8;
const kept: ArrayBuffer[] = [];

/**
 * Bytes to draw on, whatever they held before: large buffers that come and go with every picture would otherwise start
 * the garbage collector again and again. Give them back with `giveBytes` once nobody reads them.
 */
export function takeBytes(length: number): Uint8Array<ArrayBuffer> {
  const place = kept.findIndex((buffer) => buffer.byteLength >= length && buffer.byteLength <= 4 * length);
  const [buffer = new ArrayBuffer(length)] = place < 0 ? [] : kept.splice(place, 1);
  return new Uint8Array(buffer, 0, length);
}

/** The bytes may be handed out again. */
export function giveBytes({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && kept.length < MOST_KEPT) kept.push(buffer);
}
