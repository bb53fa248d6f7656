import { UserError } from '#core/errors.ts';
import { emptyCloud } from './cloud.ts';
import type { SplatCloud } from './cloud.ts';

/** Y(0,0) of the real spherical harmonics, 1 / (2 √π): a colour is ½ + Y · f_dc. */
const Y00 = 0.28209479177387814;
const MAX_HEADER_BYTES = 65_536;
/** SHARP writes 1.2 million; more than this is no splat of ours. */
const MAX_SPLATS = 8_000_000;
/** Logits are finite: what is written is never quite opaque and never quite nothing. */
const OPACITY = { min: 1e-6, max: 1 - 1e-6 };

const NEEDED = 'x y z f_dc_0 f_dc_1 f_dc_2 opacity scale_0 scale_1 scale_2 rot_0 rot_1 rot_2 rot_3'.split(
  ' ',
);
const WRITTEN =
  'x y z nx ny nz f_dc_0 f_dc_1 f_dc_2 opacity scale_0 scale_1 scale_2 rot_0 rot_1 rot_2 rot_3'.split(' ');

/** Bytes of PLY's scalar types, under their old and new names. */
const BYTES: ReadonlyMap<string, number> = new Map([
  ...(['char', 'uchar', 'int8', 'uint8'] as const).map((name) => [name, 1] as const),
  ...(['short', 'ushort', 'int16', 'uint16'] as const).map((name) => [name, 2] as const),
  ...(['int', 'uint', 'int32', 'uint32', 'float', 'float32'] as const).map((name) => [name, 4] as const),
  ...(['double', 'float64'] as const).map((name) => [name, 8] as const),
]);

interface Property {
  readonly type: string;
  readonly name: string;
}

interface Element {
  readonly name: string;
  readonly count: number;
  readonly properties: readonly Property[];
  /** Of one entry; not known in advance where it has lists. */
  readonly bytes: number | undefined;
}

/**
 * Reads a 3D Gaussian splat: binary little-endian PLY with the properties of the original 3DGS. Normals, higher
 * spherical harmonics and other elements (SHARP writes its camera in some) are passed over: colours are those of degree
 * 0, the same from every side. Quaternions are made unit.
 *
 * @throws {UserError} `splat-unreadable` when it is no such file, is cut off, or holds numbers that are none
 */
export function readSplat(bytes: Uint8Array, name = 'the splat'): SplatCloud {
  const { elements, start } = readHeader(bytes, name);
  const index = elements.findIndex((element) => element.name === 'vertex');
  const vertex = elements[index];
  if (vertex === undefined) throw unreadable(name, 'it has no element vertex');
  let at = start;
  for (const before of elements.slice(0, index)) at += sizeOf(before, name);
  const stride = vertex.bytes ?? 0;
  const end = at + sizeOf(vertex, name);
  if (end > bytes.byteLength)
    throw unreadable(
      name,
      `it is cut off: ${vertex.count} Gaussians end at byte ${end}, the file at ${bytes.byteLength}`,
    );
  const offsets = floatOffsets(vertex, name);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cloud = emptyCloud(vertex.count);
  const { positions, scales, rotations, colours, opacities } = cloud;
  let sum = 0;
  for (let i = 0; i < vertex.count; i += 1, at += stride) {
    for (let axis = 0; axis < 3; axis += 1) {
      const position = view.getFloat32(at + (offsets[axis] ?? 0), true);
      const harmonic = view.getFloat32(at + (offsets[3 + axis] ?? 0), true);
      const logScale = view.getFloat32(at + (offsets[7 + axis] ?? 0), true);
      positions[i * 3 + axis] = position;
      colours[i * 3 + axis] = 0.5 + Y00 * harmonic;
      scales[i * 3 + axis] = Math.exp(logScale);
      sum += position + harmonic + logScale;
    }
    const logit = view.getFloat32(at + (offsets[6] ?? 0), true);
    opacities[i] = 1 / (1 + Math.exp(-logit));
    const w = view.getFloat32(at + (offsets[10] ?? 0), true);
    const x = view.getFloat32(at + (offsets[11] ?? 0), true);
    const y = view.getFloat32(at + (offsets[12] ?? 0), true);
    const z = view.getFloat32(at + (offsets[13] ?? 0), true);
    const length = Math.sqrt(w * w + x * x + y * y + z * z);
    sum += logit + length;
    // A sum is finite only when all its parts are, so that one look at it is enough for each Gaussian.
    if (!Number.isFinite(sum)) throw unreadable(name, `Gaussian ${i} holds a number that is not finite`);
    if (length > 0) {
      rotations[i * 4] = w / length;
      rotations[i * 4 + 1] = x / length;
      rotations[i * 4 + 2] = y / length;
      rotations[i * 4 + 3] = z / length;
    }
    sum = 0;
  }
  return cloud;
}

/**
 * The same cloud always gives the same bytes: 68 a Gaussian, in their order. Normals are zero, as the original 3DGS
 * writes them.
 *
 * @param comments lines for the header, one line each
 */
export function writeSplat(cloud: SplatCloud, comments: readonly string[] = []): Buffer {
  const { count, positions, scales, rotations, colours, opacities } = cloud;
  const header = [
    'ply',
    'format binary_little_endian 1.0',
    ...comments.map((line) => `comment ${line}`),
    `element vertex ${count}`,
    ...WRITTEN.map((property) => `property float ${property}`),
    'end_header\n',
  ].join('\n');
  const start = Buffer.byteLength(header);
  const bytes = Buffer.alloc(start + count * WRITTEN.length * 4);
  bytes.write(header);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  for (let i = 0; i < count; i += 1, at += WRITTEN.length * 4) {
    for (let axis = 0; axis < 3; axis += 1) {
      view.setFloat32(at + axis * 4, positions[i * 3 + axis] ?? 0, true);
      view.setFloat32(at + 24 + axis * 4, ((colours[i * 3 + axis] ?? 0) - 0.5) / Y00, true);
      view.setFloat32(at + 40 + axis * 4, Math.log(Math.max(scales[i * 3 + axis] ?? 0, 1e-12)), true);
    }
    const opacity = Math.min(Math.max(opacities[i] ?? 0, OPACITY.min), OPACITY.max);
    view.setFloat32(at + 36, Math.log(opacity / (1 - opacity)), true);
    for (let part = 0; part < 4; part += 1)
      view.setFloat32(at + 52 + part * 4, rotations[i * 4 + part] ?? 0, true);
  }
  return bytes;
}

function readHeader(bytes: Uint8Array, name: string): { elements: Element[]; start: number } {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, MAX_HEADER_BYTES));
  const text = head.toString('latin1');
  if (!/^ply\r?\n/u.test(text)) throw unreadable(name, 'it does not begin with "ply"');
  const end = /\nend_header\r?\n/u.exec(text);
  if (end === null) throw unreadable(name, `its header does not end within ${MAX_HEADER_BYTES} bytes`);
  const lines = text.slice(0, end.index).split(/\r?\n/u).slice(1);
  const [format, ...rest] = lines.filter((line) => !/^(?:comment|obj_info)(?: |$)/u.test(line));
  if (format !== 'format binary_little_endian 1.0')
    throw unreadable(name, `its format is "${shown(format ?? '')}", not binary_little_endian 1.0`);
  const elements: { name: string; count: number; properties: Property[]; bytes: number | undefined }[] = [];
  for (const line of rest) {
    const element = /^element ([a-zA-Z0-9_]{1,64}) ([0-9]{1,10})$/u.exec(line);
    if (element) {
      elements.push({ name: element[1] ?? '', count: Number(element[2]), properties: [], bytes: 0 });
      continue;
    }
    const current = elements.at(-1);
    const scalar = /^property ([a-z0-9]{1,8}) ([a-zA-Z0-9_]{1,64})$/u.exec(line);
    const list = /^property list ([a-z0-9]{1,8}) ([a-z0-9]{1,8}) [a-zA-Z0-9_]{1,64}$/u.exec(line);
    const size = BYTES.get(scalar?.[1] ?? '');
    if (current !== undefined && scalar && size !== undefined) {
      current.properties.push({ type: scalar[1] ?? '', name: scalar[2] ?? '' });
      if (current.bytes !== undefined) current.bytes += size;
    } else if (current !== undefined && list && BYTES.has(list[1] ?? '') && BYTES.has(list[2] ?? '')) {
      current.bytes = undefined;
    } else throw unreadable(name, `its header has a line that PLY does not know: "${shown(line)}"`);
  }
  return { elements, start: end.index + end[0].length };
}

function sizeOf(element: Element, name: string): number {
  if (element.bytes === undefined) throw unreadable(name, `its element ${element.name} holds lists`);
  return element.count * element.bytes;
}

/** Where in an entry each property of `NEEDED` lies. */
function floatOffsets(vertex: Element, name: string): number[] {
  if (vertex.count > MAX_SPLATS)
    throw unreadable(name, `it says that it holds ${vertex.count} Gaussians; the limit is ${MAX_SPLATS}`);
  const found = new Map<string, number>();
  let offset = 0;
  for (const property of vertex.properties) {
    if (found.has(property.name)) throw unreadable(name, `it has the property ${property.name} twice`);
    const isFloat = property.type === 'float' || property.type === 'float32';
    if (isFloat) found.set(property.name, offset);
    offset += BYTES.get(property.type) ?? 0;
  }
  const missing = NEEDED.filter((property) => !found.has(property));
  if (missing.length > 0)
    throw unreadable(name, `it is no Gaussian splat: ${missing.join(', ')} is missing, or is no float`);
  return NEEDED.map((property) => found.get(property) ?? 0);
}

// What a stranger's file says goes into a log: printable and short.
const shown = (line: string) => line.slice(0, 80).replaceAll(/[^ -~]/gu, '?');

const unreadable = (name: string, why: string) =>
  new UserError('splat-unreadable', `${name} cannot be read as a Gaussian splat: ${why}`, {
    hint: 'It must be a binary little-endian .ply as SHARP or 3DGS writes it; build it again.',
  });
