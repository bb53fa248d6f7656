import { n as messageOf, t as UserError } from "./errors-q2Ocdyoq.js";
import { basename, dirname, join } from "node:path";
import { open, readFile, rename, stat, unlink } from "node:fs/promises";
import sharp from "sharp";

// scripts/lib/media/picture-file.ts
/** 8192 × 8192 pixels (256 MiB decoded), 128 MiB of file. */
const PICTURE_LIMITS = {
	maxPixels: 67108864,
	maxBytes: 134217728
};
/**
* Format and size from the first bytes, nothing decoded. Only PNG, JPEG and WebP are pictures here: SVG, PDF, HEIF
* and the like would bring interpreters with them.
*
* @throws {UserError} `picture-unreadable` for other formats, broken headers, animations and empty pictures
*/
async function pictureHeader(bytes, name = "the picture") {
	const format = formatOf(bytes);
	if (format === void 0) throw unreadable(name, "it is no PNG, JPEG or WebP file", "Save it as PNG, JPEG or WebP.");
	if (format === "png") return {
		format,
		...pngSize(bytes, name)
	};
	try {
		const { width, height, pages = 1, autoOrient } = await sharp(bytes, { limitInputPixels: false }).metadata();
		if (pages > 1) throw new RangeError(`it is an animation of ${pages} pictures`);
		if (width < 1 || height < 1) throw new RangeError("it has no pixels");
		return {
			format,
			width: autoOrient.width,
			height: autoOrient.height
		};
	} catch (cause) {
		throw unreadable(name, messageOf(cause), "Save it again as a single PNG, JPEG or WebP picture.", cause);
	}
}
/**
* Decodes a PNG, JPEG or WebP file to straight RGBA in sRGB, 8 bits a channel: an embedded colour profile is applied,
* an EXIF orientation too, 16 bits keep their upper eight. The header is checked before a pixel is decoded.
*
* @throws {UserError} `picture-unreadable` when it is none or is damaged, `picture-too-large` past the limits
*/
async function readPicture(source, limits = PICTURE_LIMITS) {
	const name = typeof source === "string" ? source : "the picture";
	const bytes = typeof source === "string" ? await pictureBytes(source, limits) : source;
	if (bytes.byteLength > limits.maxBytes) throw tooLarge(name, `${bytes.byteLength} bytes`, `${limits.maxBytes} bytes`);
	const header = await pictureHeader(bytes, name);
	if (header.width * header.height > limits.maxPixels) throw tooLarge(name, `${header.width} × ${header.height} pixels`, `${limits.maxPixels} pixels`);
	try {
		const { data, info } = await sharp(bytes, {
			limitInputPixels: limits.maxPixels,
			failOn: "warning"
		}).autoOrient().toColourspace("srgb").ensureAlpha().raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
		if (info.channels !== 4) throw new RangeError(`it decodes to ${info.channels} channels`);
		return {
			width: info.width,
			height: info.height,
			rgba: new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength)
		};
	} catch (cause) {
		throw unreadable(name, messageOf(cause), "Save it again; the file may be damaged or cut off.", cause);
	}
}
/**
* PNG bytes of a picture, RGBA, no ancillary chunk: the same bytes for the same pixels.
*
* @param level of zlib, 0 to 9
* @param filtered whether each row is packed in the way that suits it: smaller and slower
*/
async function encodePng(picture, level = 9, filtered = true) {
	return raw(picture).png({
		compressionLevel: level,
		adaptiveFiltering: filtered,
		palette: false
	}).toBuffer();
}
/** Writes `encodePng` so that no reader sees half a file. */
async function writePng(path, picture) {
	await writeWhole(path, await encodePng(picture));
}
/**
* Temp file beside the target, synced, then renamed over it. `again`: what can be made again at any time is not synced,
* since a power cut may have it; halves are never seen.
*/
async function writeWhole(path, bytes, again = false) {
	const partial = join(dirname(path), `.${basename(path)}.${process.pid}.${serial += 1}.partial`);
	try {
		const file = await open(partial, "wx");
		try {
			await file.writeFile(bytes);
			if (!again) await file.sync();
		} finally {
			await file.close();
		}
		await rename(partial, path);
	} catch (cause) {
		await unlink(partial).catch(() => void 0);
		throw cause;
	}
}
let serial = 0;
const raw = ({ width, height, rgba }) => sharp(rgba, {
	raw: {
		width,
		height,
		channels: 4
	},
	limitInputPixels: false
});
/**
* The bytes of a picture's file.
*
* @throws {UserError} `picture-unreadable` when there is none, `picture-too-large` past the limit
*/
async function pictureBytes(path, { maxBytes } = PICTURE_LIMITS) {
	try {
		const { size } = await stat(path);
		if (size > maxBytes) throw tooLarge(path, `${size} bytes`, `${maxBytes} bytes`);
		return await readFile(path);
	} catch (cause) {
		if (cause instanceof UserError) throw cause;
		throw unreadable(path, messageOf(cause), "Check that the file is there and may be read.", cause);
	}
}
const PNG = [
	137,
	80,
	78,
	71,
	13,
	10,
	26,
	10
];
function formatOf(bytes) {
	const starts = (magic, at = 0) => magic.every((byte, i) => bytes[at + i] === byte);
	if (starts(PNG)) return "png";
	if (starts([
		255,
		216,
		255
	])) return "jpeg";
	if (starts([
		82,
		73,
		70,
		70
	]) && starts([
		87,
		69,
		66,
		80
	], 8)) return "webp";
}
/** PNG specification (third edition), 11.2.1: IHDR comes first, 13 bytes, width and height at 16 and 20, big-endian. */
function pngSize(bytes, name) {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.byteLength < 33 || view.getUint32(8) !== 13 || view.getUint32(12) !== 1229472850) throw unreadable(name, "its PNG header is cut off or damaged", "Save it again as PNG.");
	const [width, height] = [view.getUint32(16), view.getUint32(20)];
	if (width < 1 || height < 1 || width > 2147483647 || height > 2147483647) throw unreadable(name, `its PNG header says ${width} × ${height} pixels`, "Save it again as PNG.");
	return {
		width,
		height
	};
}
const unreadable = (name, why, hint, cause) => new UserError("picture-unreadable", `${name} cannot be read as a picture: ${why}`, {
	hint,
	cause
});
const tooLarge = (name, is, limit) => new UserError("picture-too-large", `${name} has ${is}; the limit is ${limit}`, { hint: "Scale it down, or split it." });

export { writeWhole as a, writePng as i, pictureHeader as n, readPicture as r, PICTURE_LIMITS as t };