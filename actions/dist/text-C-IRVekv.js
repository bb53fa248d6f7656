import { n as diffWords } from "./libesm-BLpB4BFL.js";
import { o as sayCount, r as grouped, t as SideUnreadable } from "./request-ByIs-QGe.js";
import { readFile, stat } from "node:fs/promises";

// scripts/lib/media/compare/text.ts
const MOST_BYTES = 4 << 20;
/** Past so many edits two texts count as two different ones. */
const MOST_EDITS = 2e4;
const LONGEST_QUOTE = 60;
/** Words of every script (UAX 29), the same whatever the machine's language is. */
const WORDS = new Intl.Segmenter("en", { granularity: "word" });
/** Text (UTF-8, at most 4 MiB): words that came, words that went, and the first change in full. */
const textComparator = {
	pair: async (before, after) => {
		const [a, b] = [await textOf("before", before), await textOf("after", after)];
		const changes = diffWords(a, b, {
			maxEditLength: MOST_EDITS,
			intlSegmenter: WORDS
		});
		const count = {
			added: 0,
			removed: 0
		};
		for (const { value, added, removed } of changes ?? []) {
			if (added) count.added += wordsIn(value);
			if (removed) count.removed += wordsIn(value);
		}
		if (changes === void 0) [count.removed, count.added] = [wordsIn(a), wordsIn(b)];
		const total = Math.max(1, wordsIn(a), wordsIn(b));
		const words = Math.max(count.added, count.removed);
		if (words === 0) return {
			kind: "equal",
			by: "content",
			medium: "text",
			finding: "Every word is equal; only spaces or line ends differ.",
			visibility: 0,
			measures: [],
			panels: []
		};
		const first = changes === void 0 ? "" : firstChange(changes);
		return {
			kind: "changed",
			medium: "text",
			finding: `${sayCount(count.added, "word")} came and ${grouped(count.removed)} went${first}.`,
			visibility: Math.cbrt(Math.min(1, words / total)),
			measures: [
				measure("words added", count.added),
				measure("words removed", count.removed),
				measure("words in all", wordsIn(b))
			],
			panels: []
		};
	},
	single: async (kind, path) => {
		const text = await textOf(kind === "added" ? "after" : "before", path);
		return {
			kind,
			medium: "text",
			finding: `${kind === "added" ? "A new" : "A removed"} text of ${sayCount(wordsIn(text), "word")}.`,
			visibility: 1,
			measures: [measure("words in all", wordsIn(text))],
			panels: []
		};
	}
};
const measure = (label, value) => ({
	metric: "words/diff@8+uax29",
	label,
	value,
	unit: "count"
});
const wordsIn = (text) => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
/** `: “purple hair” became “blue hair”`. */
function firstChange(changes) {
	const index = changes.findIndex(({ value, added, removed }) => (added || removed) && wordsIn(value) > 0);
	const [one, two] = [changes[index], changes[index + 1]];
	if (one === void 0) return "";
	if (one.removed && two?.added === true) return `, first “${quoted(one.value)}” became “${quoted(two.value)}”`;
	return one.added ? `, first “${quoted(one.value)}” came` : `, first “${quoted(one.value)}” went`;
}
function quoted(text) {
	const flat = text.replaceAll(/\s+/gu, " ").trim();
	const characters = Array.from(flat);
	return characters.length <= LONGEST_QUOTE ? flat : `${characters.slice(0, 59).join("")}…`;
}
async function textOf(side, path) {
	const { size } = await stat(path);
	if (size > MOST_BYTES) throw new SideUnreadable(side, `it has ${size} bytes; the limit is ${MOST_BYTES}`, void 0);
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
	} catch (cause) {
		if (cause instanceof TypeError) throw new SideUnreadable(side, "it is no UTF-8 text", cause);
		throw cause;
	}
}

export { textComparator };