import { C as union, b as string, c as _null, g as number, l as array, p as lazy, u as boolean, v as record } from "./errors-q2Ocdyoq.js";

// scripts/lib/core/json.ts
const Json = lazy(() => union([
	string(),
	number(),
	boolean(),
	_null(),
	array(Json),
	record(string(), Json)
]));
/** Nothing that is read from outside needs more; deeper values would overflow the stack of whoever walks them. */
const MAX_DEPTH = 64;
/** Reads JSON that somebody else may have written; `undefined` when it is none, or is nested deeper than 64. */
function readJson(text) {
	try {
		const value = JSON.parse(text);
		return isShallow(value) ? value : void 0;
	} catch {
		return;
	}
}
/** Level by level, so that no depth is too deep to be found. */
function isShallow(value) {
	let level = [value];
	for (let depth = 0; level.length > 0; depth += 1) {
		if (depth > MAX_DEPTH) return false;
		level = level.flatMap((inner) => inner !== null && typeof inner === "object" ? Object.values(inner) : []);
	}
	return true;
}
/** Orders strings by UTF-16 code unit: the same on every machine and in every locale. */
const byCodeUnit = (a, b) => a < b ? -1 : a > b ? 1 : 0;
/** Entries of a map or record by name, in code-unit order. */
function inOrder(entries) {
	const list = entries instanceof Map ? [...entries] : Object.entries(entries);
	return list.length < 2 ? list : list.toSorted(([a], [b]) => byCodeUnit(a, b));
}
/**
* JSON with one form a value: RFC 8785 (JSON Canonicalization Scheme). Names in code-unit order, no spaces, numbers as
* ECMAScript prints them.
*
* @throws {RangeError} for a number that JSON cannot say (NaN, ±Infinity)
*/
function canonicalJson(value) {
	if (typeof value === "string") return JSON.stringify(value);
	if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError(`JSON cannot say ${value}`);
	if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
	if (value !== null && typeof value === "object") return `{${inOrder(value).map(([name, inner]) => `${JSON.stringify(name)}:${canonicalJson(inner)}`).join(",")}}`;
	return JSON.stringify(value);
}
const isList = (value) => Array.isArray(value);

export { readJson as a, inOrder as i, byCodeUnit as n, canonicalJson as r, Json as t };