import { t as UserError } from "./errors-q2Ocdyoq.js";
import { n as readable } from "./picture-pair-BA4OeJLO.js";
import { i as percent, r as grouped } from "./request-ByIs-QGe.js";
import { readFile } from "node:fs/promises";

// scripts/lib/media/sound/npy.ts
/** More is no table of tokens: 64 codebooks of 40 minutes at 21 frames a second. */
const MOST_VALUES = 3225600;
const LONGEST_HEADER = 4096;
const MAGIC = [
	147,
	78,
	85,
	77,
	80,
	89
];
/** How many bytes a number has, and whether it has a sign. Both byte orders of NumPy; one byte has none. */
const KINDS = /^(?:(?<order>[<>])(?<kind>[iu])(?<bytes>[248])|\|(?<kind1>[iu])1)$/u;
/** The header is a Python dict of exactly these keys, which NumPy writes sorted, one space apart. */
const HEADER = /^\{'descr': '(?<descr>[<>|][iu][1248])', 'fortran_order': (?<fortran>True|False), 'shape': \((?<rows>0|[1-9]\d{0,8}), (?<columns>0|[1-9]\d{0,8})\), \} *\n$/u;
/**
* Reads a `.npy` file that holds a table of integers. Format: "NPY format", NumPy Enhancement Proposal 1, versions 1.0 to
* 3.0. Nothing is evaluated: the header is held against a grammar, objects and floats are refused.
*
* @throws {UserError} `npy-invalid`, saying what is wrong
*/
function readIntegerTable(bytes, name = "the .npy file") {
	const refuse = (why) => {
		throw new UserError("npy-invalid", `${name}: ${why}`, { hint: "It must be a two-dimensional array of integers, saved by `numpy.save` without pickling." });
	};
	if (bytes.byteLength < 12 || MAGIC.some((byte, at) => bytes[at] !== byte)) return refuse("it is no NumPy file");
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const version = view.getUint8(6);
	if (version < 1 || version > 3 || view.getUint8(7) !== 0) return refuse(`its version ${version}.${view.getUint8(7)} is unknown`);
	const long = version > 1;
	const start = long ? 12 : 10;
	const length = long ? view.getUint32(8, true) : view.getUint16(8, true);
	if (length > LONGEST_HEADER || start + length > bytes.byteLength) return refuse("its header is cut off");
	const header = HEADER.exec(new TextDecoder("latin1").decode(bytes.subarray(start, start + length)))?.groups;
	if (header === void 0) return refuse("it is not a two-dimensional array of integers");
	const kind = KINDS.exec(header["descr"] ?? "")?.groups;
	if (kind === void 0) return refuse(`its numbers are ${header["descr"]}`);
	const width = Number(kind["bytes"] ?? 1);
	const signed = (kind["kind"] ?? kind["kind1"]) === "i";
	const rows = Number(header["rows"]);
	const columns = Number(header["columns"]);
	const count = rows * columns;
	if (count === 0) return refuse(`it is empty: ${rows} × ${columns}`);
	if (count > MOST_VALUES) return refuse(`${rows} × ${columns} numbers are too many`);
	const at = start + length;
	if (bytes.byteLength - at !== count * width) return refuse(`${count * width} bytes of numbers were announced, ${bytes.byteLength - at} are there`);
	const little = kind["order"] !== ">";
	const read = (offset) => {
		if (width === 1) return signed ? view.getInt8(offset) : view.getUint8(offset);
		if (width === 2) return signed ? view.getInt16(offset, little) : view.getUint16(offset, little);
		if (width === 4) return signed ? view.getInt32(offset, little) : view.getUint32(offset, little);
		return Number(signed ? view.getBigInt64(offset, little) : view.getBigUint64(offset, little));
	};
	const fortran = header["fortran"] === "True";
	const values = new Int32Array(count);
	for (let row = 0; row < rows; row += 1) for (let column = 0; column < columns; column += 1) {
		const value = read(at + (fortran ? column * rows + row : row * columns + column) * width);
		if (value < -2147483648 || value > 2147483647) return refuse(`it holds ${value}, which is no token`);
		values[row * columns + column] = value;
	}
	return {
		rows,
		columns,
		values
	};
}

// scripts/lib/media/compare/tokens.ts
/** A voice's tokens: a `.npy` table of integers, a row a codebook, a column a moment. */
const tokensComparator = {
	pair: async (before, after) => {
		const [a, b] = [await tableOf("before", before), await tableOf("after", after)];
		if (a.rows !== b.rows || a.columns !== b.columns) return {
			kind: "resized",
			medium: "tokens",
			finding: `${shape(a)} became ${shape(b)}.`,
			visibility: 1,
			measures: [count("moments before", a.columns), count("moments after", b.columns)],
			panels: []
		};
		const changed = a.values.reduce((sum, value, i) => sum + (value === b.values[i] ? 0 : 1), 0);
		const share = changed / a.values.length;
		if (changed === 0) return {
			kind: "equal",
			by: "content",
			medium: "tokens",
			finding: "Every token is equal; only the encoding differs.",
			visibility: 0,
			measures: [],
			panels: []
		};
		return {
			kind: "changed",
			medium: "tokens",
			finding: `${percent(share)} of the tokens changed: another voice, or another reading of it.`,
			visibility: Math.cbrt(share),
			measures: [{
				metric: "tokens-changed@1",
				label: "tokens changed",
				value: share,
				unit: "share"
			}],
			panels: []
		};
	},
	single: async (kind, path) => {
		const table = await tableOf(kind === "added" ? "after" : "before", path);
		return {
			kind,
			medium: "tokens",
			finding: `${kind === "added" ? "New" : "Removed"} voice tokens: ${shape(table)}.`,
			visibility: 1,
			measures: [count("moments", table.columns)],
			panels: []
		};
	}
};
const tableOf = (side, path) => readable(side, async () => readIntegerTable(await readFile(path), path));
const shape = ({ rows, columns }) => `${grouped(rows)} codebooks of ${grouped(columns)} tokens`;
const count = (label, value) => ({
	metric: "tokens@1",
	label,
	value,
	unit: "count"
});

export { tokensComparator };