import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";

// scripts/lib/media/report/font-faces.ts
const locate = createRequire(new URL("../../scripts/lib/media/report/font-faces.ts", import.meta.url).href);
/** Which signs a file of the family holds, as CSS has it. */
const RANGES = {
	latin: "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215",
	cyrillic: "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116"
};
const WEIGHTS = [
	400,
	500,
	600
];
async function fontFiles() {
	return Promise.all(WEIGHTS.flatMap((weight) => ["latin", "cyrillic"].map(async (script) => {
		const name = `inter-${script}-${weight}-normal.woff2`;
		const bytes = await readFile(locate.resolve(`@fontsource/inter/files/${name}`));
		return {
			name,
			weight,
			range: RANGES[script],
			bytes
		};
	})));
}
/** The faces as CSS; `address` tells where each file lies, by default it is inside the style sheet. */
async function fontFaces(address = embedded) {
	return (await fontFiles()).map((file) => `@font-face{font-family:Inter;font-style:normal;font-weight:${file.weight};font-display:swap;src:url(${address(file)}) format("woff2");unicode-range:${file.range}}`).join("\n");
}
const embedded = ({ bytes }) => `data:font/woff2;base64,${bytes.toString("base64")}`;

// scripts/lib/media/report/sniff.ts
/** The head of an entry in a ZIP archive has so many bytes; then comes its name. */
const ZIP_HEAD = 30;
const SIGNATURES = [
	{
		type: "image/png",
		at: 0,
		text: "PNG\r\n\n"
	},
	{
		type: "image/jpeg",
		at: 0,
		text: "ÿØÿ"
	},
	{
		type: "image/webp",
		at: 8,
		text: "WEBP"
	},
	{
		type: "image/gif",
		at: 0,
		text: "GIF8"
	},
	{
		type: "model/gltf-binary",
		at: 0,
		text: "glTF"
	},
	{
		type: "application/ply",
		at: 0,
		text: "ply\n"
	},
	{
		type: "application/ply",
		at: 0,
		text: "ply\r\n"
	},
	{
		type: "application/x-splat-sequence",
		at: 0,
		text: "PK",
		name: "sequence.json"
	},
	{
		type: "video/mp4",
		at: 4,
		text: "ftyp"
	},
	{
		type: "video/webm",
		at: 0,
		text: "Eß£"
	},
	{
		type: "audio/wav",
		at: 8,
		text: "WAVE"
	},
	{
		type: "audio/mpeg",
		at: 0,
		text: "ID3"
	},
	{
		type: "audio/mpeg",
		at: 0,
		text: "ÿû"
	},
	{
		type: "audio/ogg",
		at: 0,
		text: "OggS"
	},
	{
		type: "audio/flac",
		at: 0,
		text: "fLaC"
	}
];
/** How many first bytes `sniff` looks at. */
const SNIFFED_BYTES = 48;
/** The type of a file by its first bytes, or `null` when the page has no viewer for it. */
function sniff(head) {
	const text = String.fromCodePoint(...head.subarray(0, 48));
	return SIGNATURES.find(({ at, text: mark, name = "" }) => text.startsWith(mark, at) && text.startsWith(name, name === "" ? 0 : ZIP_HEAD))?.type ?? null;
}

// scripts/lib/media/report/figures.ts
/** Thousands apart by a narrow no-break space, the same in every locale: `1 048 576`. */
function grouped(count) {
	const [whole = "0", part] = Math.abs(count).toString().split(".");
	const spaced = whole.replaceAll(/\B(?=(?:\d{3})+$)/gu, " ");
	return `${count < 0 ? "−" : ""}${spaced}${part === void 0 ? "" : `.${part}`}`;
}
/** Three digits that count: `0.0123`, `1.2`, `345`. */
function figure(value) {
	if (!Number.isFinite(value)) return value > 0 ? "∞" : value < 0 ? "−∞" : "not a number";
	if (value === 0) return "0";
	if (Math.abs(value) >= 0x38d7ea4c68000 || Math.abs(value) < 1e-6) return value.toExponential(2).replace("-", "−");
	return grouped(Number(Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)));
}
/** A share from 0 to 1 in percent; a share that is not zero never reads as zero. */
function percent(share) {
	const value = share * 100;
	if (value !== 0 && Math.abs(value) < .01) return "< 0.01 %";
	return `${figure(Number(value.toFixed(2)))}\u202f%`;
}
/** Bytes in powers of 1024. */
function byteSize(bytes) {
	const units = [
		"bytes",
		"KiB",
		"MiB",
		"GiB"
	];
	const step = bytes < 1024 ? 0 : bytes < 1024 ** 2 ? 1 : bytes < 1024 ** 3 ? 2 : 3;
	return `${step === 0 ? grouped(bytes) : figure(bytes / 1024 ** step)}\u202f${units[step] ?? ""}`;
}
/** Seconds as people say them: `0.4 s`, `12.5 s`, `3 min 20 s`. */
function duration(seconds) {
	if (seconds < 60) return `${figure(seconds)}\u202fs`;
	const rounded = Math.round(seconds);
	const hours = Math.floor(rounded / 3600);
	const minutes = Math.floor(rounded % 3600 / 60);
	if (hours > 0) return `${hours}\u202fh ${minutes}\u202fmin`;
	return rounded % 60 === 0 ? `${minutes}\u202fmin` : `${minutes}\u202fmin ${rounded % 60}\u202fs`;
}
/** A measure's value with its unit. */
function quantity(value, unit) {
	switch (unit) {
		case "share": return percent(value);
		case "bytes": return byteSize(value);
		case "s": return duration(value);
		case "":
		case "count": return figureOrWhole(value);
		case "°": return `${figure(value)}°`;
		default: return `${figureOrWhole(value)}${/[a-z]{3}/u.test(unit) ? " " : " "}${unit}`;
	}
}
const figureOrWhole = (value) => Number.isSafeInteger(value) ? grouped(value) : figure(value);

// scripts/lib/media/report/markup.ts
/** HTML that is safe to put into a page: made by `html` from constant text, with every value escaped. */
var Markup = class Markup {
	text;
	/** Only for text that this repository wrote itself: a style sheet, a bundled script, a base64 block. */
	static trusted(text) {
		return new Markup(text);
	}
	constructor(text) {
		this.text = text;
	}
};
const ENTITIES = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	"\"": "&quot;",
	"'": "&#39;"
};
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/gu;
/** Text as it may stand between tags and inside a quoted attribute. */
function escapeText(text) {
	return text.toWellFormed().replaceAll(FORBIDDEN, "�").replaceAll(/[&<>"']/gu, (sign) => ENTITIES[sign] ?? sign);
}
/**
* A template of HTML. Attributes must be quoted in the template; a value may stand in text or in a quoted attribute,
* never in a tag's name, a script, a style or an address that is followed.
*/
function html(parts, ...values) {
	return Markup.trusted(parts.map((part, index) => part + flatten(values[index])).join(""));
}
/** Text from a pull request as one run: right-to-left marks inside it cannot turn what stands beside it. */
const isolated = (text) => html`<bdi>${text}</bdi>`;
function flatten(content) {
	if (content === null || content === void 0 || content === false) return "";
	if (content instanceof Markup) return content.text;
	if (typeof content === "string") return escapeText(content);
	if (typeof content === "number") return String(content);
	return content.map(flatten).join("");
}

export { duration as a, quantity as c, fontFiles as d, byteSize as i, sniff as l, html as n, figure as o, isolated as r, percent as s, Markup as t, fontFaces as u };