import { UserError } from '#core/errors.ts';

/** Whole numbers in rows and columns, as NumPy saved them. */
export interface IntegerTable {
  readonly rows: number;
  readonly columns: number;
  /** Row by row, `rows × columns` numbers. */
  readonly values: Int32Array;
}

/** More is no table of tokens: 64 codebooks of 40 minutes at 21 frames a second. */
const MOST_VALUES = 64 * 50_400;
const LONGEST_HEADER = 4096;
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;

/** How many bytes a number has, and whether it has a sign. Both byte orders of NumPy; one byte has none. */
const KINDS = /^(?:(?<order>[<>])(?<kind>[iu])(?<bytes>[248])|\|(?<kind1>[iu])1)$/u;
/** The header is a Python dict of exactly these keys, which NumPy writes sorted, one space apart. */
const HEADER =
  /^\{'descr': '(?<descr>[<>|][iu][1248])', 'fortran_order': (?<fortran>True|False), 'shape': \((?<rows>0|[1-9]\d{0,8}), (?<columns>0|[1-9]\d{0,8})\), \} *\n$/u;

/**
 * Reads a `.npy` file that holds a table of integers. Format: "NPY format", NumPy Enhancement Proposal 1, versions 1.0 to
 * 3.0. Nothing is evaluated: the header is held against a grammar, objects and floats are refused.
 *
 * @throws {UserError} `npy-invalid`, saying what is wrong
 */
export function readIntegerTable(bytes: Uint8Array, name = 'the .npy file'): IntegerTable {
  const refuse = (why: string): never => {
    throw new UserError('npy-invalid', `${name}: ${why}`, {
      hint: 'It must be a two-dimensional array of integers, saved by `numpy.save` without pickling.',
    });
  };
  if (bytes.byteLength < 12 || MAGIC.some((byte, at) => bytes[at] !== byte))
    return refuse('it is no NumPy file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(6);
  if (version < 1 || version > 3 || view.getUint8(7) !== 0)
    return refuse(`its version ${version}.${view.getUint8(7)} is unknown`);
  const long = version > 1;
  const start = long ? 12 : 10;
  const length = long ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > LONGEST_HEADER || start + length > bytes.byteLength) return refuse('its header is cut off');
  const header = HEADER.exec(new TextDecoder('latin1').decode(bytes.subarray(start, start + length)))?.groups;
  if (header === undefined) return refuse('it is not a two-dimensional array of integers');
  const kind = KINDS.exec(header['descr'] ?? '')?.groups;
  if (kind === undefined) return refuse(`its numbers are ${header['descr']}`);
  const width = Number(kind['bytes'] ?? 1);
  const signed = (kind['kind'] ?? kind['kind1']) === 'i';
  const rows = Number(header['rows']);
  const columns = Number(header['columns']);
  const count = rows * columns;
  if (count === 0) return refuse(`it is empty: ${rows} × ${columns}`);
  if (count > MOST_VALUES) return refuse(`${rows} × ${columns} numbers are too many`);
  const at = start + length;
  if (bytes.byteLength - at !== count * width)
    return refuse(`${count * width} bytes of numbers were announced, ${bytes.byteLength - at} are there`);

  const little = kind['order'] !== '>';
  const read = (offset: number): number => {
    if (width === 1) return signed ? view.getInt8(offset) : view.getUint8(offset);
    if (width === 2) return signed ? view.getInt16(offset, little) : view.getUint16(offset, little);
    if (width === 4) return signed ? view.getInt32(offset, little) : view.getUint32(offset, little);
    return Number(signed ? view.getBigInt64(offset, little) : view.getBigUint64(offset, little));
  };
  const fortran = header['fortran'] === 'True';
  const values = new Int32Array(count);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const value = read(at + (fortran ? column * rows + row : row * columns + column) * width);
      if (value < -0x80000000 || value > 0x7fffffff) return refuse(`it holds ${value}, which is no token`);
      values[row * columns + column] = value;
    }
  }
  return { rows, columns, values };
}
