// scripts/lib/media/compare/say.ts
/**
* Numbers as people read them, the same on every machine: thin groups of three, a point, three significant digits
* where a figure is measured, all digits where it is counted.
*/
function sayCount(count, one, many = `${one}s`) {
	return `${grouped(count)} ${count === 1 ? one : many}`;
}
/** `1 048 576`, with narrow no-break spaces (U+202F), so that a figure never breaks over two lines. */
function grouped(count) {
	return Math.round(count).toString().replaceAll(/\B(?=(?:\d{3})+$)/gu, " ");
}
/** Three significant digits, never an exponent: `0.00123`, `12.3`, `1 235`. */
function figure(value) {
	if (!Number.isFinite(value)) return String(value);
	const size = Math.abs(value);
	if (size >= 1e3) return (value < 0 ? "-" : "") + grouped(size);
	if (size < 1e-6) return "0";
	const digits = Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(size))));
	return withoutTail(value.toFixed(digits));
}
const withoutTail = (text) => text.includes(".") ? text.replace(/\.?0+$/u, "") : text;
/** A share (0 to 1) in per cent: `12.3 %`, `0.05 %`, `less than 0.01 %`, never `0 %` for something nor `100 %` for less than all. */
function percent(share) {
	if (share <= 0) return "0 %";
	if (share >= 1) return "100 %";
	if (share < 1e-4) return "less than 0.01 %";
	if (share > .999) return "more than 99.9 %";
	return `${figure(share * 100)} %`;
}
/** `1.4 MB`, in powers of ten as GitHub says them. */
function sayBytes(bytes) {
	if (bytes < 1e3) return sayCount(bytes, "byte");
	if (bytes < 999500) return `${figure(bytes / 1e3)} kB`;
	if (bytes < 9995e5) return `${figure(bytes / 1e6)} MB`;
	return `${figure(bytes / 1e9)} GB`;
}
/** `1.25 s`, `2 min 5 s`. */
function saySeconds(seconds) {
	if (seconds < 60) return `${figure(seconds)} s`;
	const whole = Math.round(seconds);
	return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

// scripts/lib/media/compare/request.ts
/** A side cannot be read as what it should be: a verdict, not a failure of the comparison. */
var SideUnreadable = class extends Error {
	name = "SideUnreadable";
	side;
	constructor(side, reason, cause) {
		super(reason, { cause });
		this.side = side;
	}
};

export { sayBytes as a, percent as i, figure as n, sayCount as o, grouped as r, saySeconds as s, SideUnreadable as t };