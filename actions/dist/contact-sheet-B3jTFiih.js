import { a as drawPicture } from "./picture-pair-BA4OeJLO.js";

// scripts/lib/media/render/contact-sheet.ts
const GAP = 4;
const GROUND = [
	35,
	26,
	51
];
/** Pictures of one shape in rows of `across`, `width` pixels wide in all, on the labels' dark ground. */
async function contactSheet(pictures, across, width) {
	const [first] = pictures;
	if (first === void 0) throw new RangeError("a contact sheet needs a picture");
	const cell = Math.floor((width - GAP * (across - 1)) / across);
	const cellHeight = Math.max(1, Math.round(cell * first.height / first.width));
	const rows = Math.ceil(pictures.length / across);
	const height = rows * cellHeight + (rows - 1) * GAP;
	const rgb = new Uint8Array(width * height * 3);
	for (let i = 0; i < rgb.length; i += 3) rgb.set(GROUND, i);
	for (const [index, picture] of pictures.entries()) {
		const drawn = await drawPicture(picture, {
			grid: {
				width: cell,
				height: cellHeight
			},
			factor: 1
		});
		const [left, top] = [index % across * (cell + GAP), Math.floor(index / across) * (cellHeight + GAP)];
		for (let y = 0; y < cellHeight; y += 1) rgb.set(drawn.rgb.subarray(y * cell * 3, (y + 1) * cell * 3), ((top + y) * width + left) * 3);
	}
	return {
		width,
		height,
		rgb
	};
}
/** Drawings of one width below each other. */
function below(...drawings) {
	const width = drawings[0]?.width ?? 0;
	if (drawings.some((drawing) => drawing.width !== width)) throw new RangeError("drawings of several widths");
	return {
		width,
		height: drawings.reduce((sum, drawing) => sum + drawing.height, 0),
		rgb: new Uint8Array(Buffer.concat(drawings.map(({ rgb }) => rgb)))
	};
}
const STRIP_HEIGHT = 44;
/**
* How much each moment changed (0 nothing to 1), as bars over time; marked moments (indices of `values`) have a tick.
* A column shows the most of what it covers.
*/
function timelineStrip(values, marks, width) {
	const rgb = new Uint8Array(width * STRIP_HEIGHT * 3).fill(246);
	const put = (x, y, colour) => rgb.set(colour, (y * width + x) * 3);
	for (let x = 0; x < width; x += 1) {
		const from = Math.floor(x * values.length / width);
		const to = Math.max(from + 1, Math.floor((x + 1) * values.length / width));
		const most = Math.min(1, values.slice(from, to).reduce((a, b) => Math.max(a, b), 0));
		const tall = most === 0 ? 0 : Math.max(1, Math.round(most * 36));
		for (let y = 0; y < tall; y += 1) put(x, 43 - y, most < .2 ? [
			255,
			166,
			0
		] : [
			209,
			0,
			122
		]);
	}
	for (const mark of marks) {
		const x = Math.min(width - 1, Math.round((mark + .5) * width / Math.max(1, values.length)));
		for (let y = 0; y < 6; y += 1) for (let dx = y - 5; dx <= 5 - y; dx += 1) if (x + dx >= 0 && x + dx < width) put(x + dx, y, GROUND);
	}
	return {
		width,
		height: STRIP_HEIGHT,
		rgb
	};
}

export { contactSheet as n, timelineStrip as r, below as t };