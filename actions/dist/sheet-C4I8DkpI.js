import { _ as object, b as string, n as messageOf, t as UserError } from "./errors-q2Ocdyoq.js";
import { i as Layout, n as readable, t as loadPictures } from "./picture-pair-BA4OeJLO.js";
import { a as drawWith, l as withBrowser, n as SOFTWARE, s as rendererHere, t as OWN_RASTERISER } from "./renderer-BEGMlKod.js";
import { a as measure, i as trio, r as pictureMeasures, t as measurePictures } from "./picture-uk7Vpgso.js";
import { i as percent } from "./request-ByIs-QGe.js";
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { dirname, join } from "node:path";
import { readFile, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import sharp from "sharp";
import { errors } from "playwright-core";
import { NodeIO, getBounds } from "@gltf-transform/core";
import { rolldown } from "rolldown";

// scripts/lib/media/camera.ts
const UP = {
	"y-down": [
		0,
		-1,
		0
	],
	"y-up": [
		0,
		1,
		0
	]
};
const FRONT = {
	"y-down": [
		0,
		0,
		-1
	],
	"y-up": [
		0,
		0,
		1
	]
};
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a, b) => [
	a[0] - b[0],
	a[1] - b[1],
	a[2] - b[2]
];
const cross = (a, b) => [
	a[1] * b[2] - a[2] * b[1],
	a[2] * b[0] - a[0] * b[2],
	a[0] * b[1] - a[1] * b[0]
];
const unit = (a, what) => {
	const length = Math.hypot(...a);
	if (!(length > 1e-9)) throw new RangeError(`${what} has no direction`);
	return [
		a[0] / length,
		a[1] / length,
		a[2] / length
	];
};
/** A lens with its axis in the middle of the picture. */
const lens = (focal, near = .01) => ({
	focal,
	centre: {
		x: .5,
		y: .5
	},
	near
});
/** Diagonal of the 24 × 36 mm film that focal lengths are quoted for. */
const FILM_DIAGONAL_MM = Math.hypot(24, 36);
/** The lens of a focal length as it is quoted for 24 × 36 mm film, the diagonals taken as equal (SHARP does the same). */
const lensOf35mm = (mm, { width, height }) => lens(mm * Math.hypot(width, height) / FILM_DIAGONAL_MM / height);
/** The lens that shows `degrees` from the top to the bottom of the picture; three.js calls them `fov`. */
const lensOfFieldOfView = (degrees) => lens(.5 / Math.tan(degrees * Math.PI / 360));
/**
* A camera at `eye` that has `target` on its optical axis and `up` upwards on the picture.
*
* @throws {RangeError} when eye and target are one point, or `up` points along the line between them
*/
function lookAt(eye, target, up, { focal, centre, near }) {
	const forward = unit(minus(target, eye), "the line from eye to target");
	const right = unit(cross(forward, up), "up beside the line of sight");
	const down = cross(forward, right);
	return {
		rotation: [
			right,
			down,
			forward
		],
		translation: [
			-dot(right, eye),
			-dot(down, eye),
			-dot(forward, eye)
		],
		focal,
		centre,
		near
	};
}
/**
* A camera on a sphere around a target, looking at it.
*
* @throws {RangeError} at the poles, where no direction is up
*/
function orbit({ world, target, distance, yawDeg, pitchDeg, lens }) {
	const yaw = yawDeg * Math.PI / 180;
	const pitch = pitchDeg * Math.PI / 180;
	const front = FRONT[world];
	const up = UP[world];
	const right = cross(up, front);
	const level = Math.cos(pitch) * distance;
	const ahead = level * Math.cos(yaw);
	const aside = level * Math.sin(yaw);
	const above = Math.sin(pitch) * distance;
	const along = (axis) => target[axis] + front[axis] * ahead + right[axis] * aside + up[axis] * above;
	return lookAt([
		along(0),
		along(1),
		along(2)
	], target, up, lens);
}
/** Where a camera stands, in the world. */
function eyeOf({ rotation, translation }) {
	const along = (axis) => -(rotation[0][axis] * translation[0] + rotation[1][axis] * translation[1] + rotation[2][axis] * translation[2]);
	return [
		along(0),
		along(1),
		along(2)
	];
}
/**
* The camera as OpenGL and three.js want it, column by column: `view` turns the world so that the camera looks along
* −z with +y up, `projection` maps what lies between `near` and `far` to the cube from −1 to 1.
*/
function glMatrices(camera, { width, height }, far) {
	const [right, down, forward] = camera.rotation;
	const [x, y, z] = camera.translation;
	const { focal, near, centre } = camera;
	const view = [
		[
			right[0],
			-down[0],
			-forward[0],
			0
		],
		[
			right[1],
			-down[1],
			-forward[1],
			0
		],
		[
			right[2],
			-down[2],
			-forward[2],
			0
		],
		[
			x,
			-y,
			-z,
			1
		]
	];
	const projection = [
		[
			2 * focal * height / width,
			0,
			0,
			0
		],
		[
			0,
			2 * focal,
			0,
			0
		],
		[
			1 - 2 * centre.x,
			2 * centre.y - 1,
			(near + far) / (near - far),
			-1
		],
		[
			0,
			0,
			2 * near * far / (near - far),
			0
		]
	];
	return {
		view: view.flat(),
		projection: projection.flat()
	};
}

// scripts/lib/media/splat/kernel/kernel.wasm.ts
const KERNEL = [
	"AGFzbQEAAAABUwhgAX0BfWAGf39/f39/AGAFf39/f38AYAx/f39/f39/f39/f38Bf2AKf39/f39/f39/fwBgB39/f39/f38AYAV/",
	"f39/fwF/YAl/f39/f39/f38AAg8BA2VudgZtZW1vcnkCAAEDCQgAAQIDBAUGBwYRAn0BQwAAAAALfQFDAAAAAAsHOgcFc2hhcGUA",
	"Agdwcm9qZWN0AAMEc29ydAABBWNvdW50AAYEZGVhbAAFBXBhaW50AAQGbWVtb3J5AgAMAQIKojAI6gECA38CfAJ9IAC8IgFBgICA",
	"BGtBgICA+AdPBEBDAACA/yABQQF0IgJFDQEaIAAgAUGAgID8B0YNARogAUEfdiACQYCAgHhPcgRAIAAgAJMiACAAlQwCCyAAQwAA",
	"AEuUvEGAgIDcAGshAQsgAUGAgMz5A2siAkETdkEPcUEEdEGYCGohAyABIAJBgICAfHFrvrsgAysDAKJEAAAAAAAA8L+gIgQgBKIh",
	"BSAERGoL4AtbV9U/okQjQQry/v/fv6AgBUQ0g7hIow7Qv6KgIAWiIAMrAwggAkEXdbdE7zn6/kIu5j+ioCAEoKC2CwugAwIHfwF9",
	"IwEjAF4EfUP8/39KIwEjAJOVBUMAAAAACyENIAVBgEBrIQggBUEAQYCAAfwLAANAIAAgB0oEQEH///8BIAdBAnQiCSABaioCACMA",
	"kyANlPwBIgogCkH///8BTxshCiACIAlqIAo2AgAgBSAKQf8PcUECdGoiCSAJKAIAQQFqNgIAIAggCkELdkECdGoiCSAJKAIAQQFq",
	"NgIAIAdBAWohBwwBCwtBACEHQQAhAQNAIAFBgBBIBEAgAUECdCIJIAVqIgooAgAhCyAIIAlqIgkoAgAhDCAKIAc2AgAgCSAGNgIA",
	"IAcgC2ohByAGIAxqIQYgAUEBaiEBDAELC0EAIQEDQCAAIAFKBEAgBSACIAFBAnRqKAIAQf8PcUECdGoiBigCACEHIAYgB0EBajYC",
	"ACAEIAdBAnRqIAE2AgAgAUEBaiEBDAELC0EAIQEDQCAAIAFKBEAgCCACIAQgAUECdGooAgAiBUECdGooAgBBC3ZBAnRqIgYoAgAh",
	"ByAGIAdBAWo2AgAgAyAHQQJ0aiAFNgIAIAFBAWohAQwBCwsLsgMCEH0BfwNAIAAgFUoEQEMAAIA/IAIqAggiDiAOlCIGIAIqAgwi",
	"DyAPlCIQkkMAAABAlJMgASoCACIKlCERIAIqAgQiCyAOlCIHIAIqAgAiEiAPlCIIkkMAAABAlCAKlCEFIAMgESARlCAHIAiTQwAA",
	"AECUIAEqAgQiE5QiDCAMlJIgCyAPlCIHIBIgDpQiCJJDAAAAQJQgASoCCCIUlCINIA2UkjgCACADIARqIBEgBZQgDEMAAIA/IAsg",
	"C5QiCSAQkkMAAABAlJMgE5QiEJSSIA0gDiAPlCIOIBIgC5QiC5NDAAAAQJQgFJQiD5SSOAIAIAMgBEEBdGogESAHIAiTQwAAAECU",
	"IAqUIgeUIAwgDiALkkMAAABAlCATlCIIlJIgDUMAAIA/IAkgBpJDAAAAQJSTIBSUIgaUkjgCACADIARBA2xqIAUgBZQgECAQlJIg",
	"DyAPlJI4AgAgAyAEQQJ0aiAFIAeUIBAgCJSSIA8gBpSSOAIAIAMgBEEFbGogByAHlCAIIAiUkiAGIAaUkjgCACACQRBqIQIgAUEM",
	"aiEBIANBBGohAyAVQQFqIRUMAQsLC9EUAwZ/J3sDfSAG/QkCACEXIAb9CQIEIRggBv0JAgghGSAG/QkCDCEaIAb9CQIQIRsgBv0J",
	"AhQhHCAG/QkCGCETIAb9CQIcIRQgBv0JAiAhFSAG/QkCJCEdIAb9CQIoIR4gBv0JAiwhHyAG/QkCMCEWIAb9CQI0ISAgBv0JAjgh",
	"ISAG/QkCPCEiIAb9CQJAISMgBv0JAkQhJCAG/QkCSCElIAb9CQJMISZD//9/fyQAQwAAAAAkAQNAIAAgDUoEQAJAIBMgASANQQJ0",
	"Ig5BA2xqIgb9AAQAIhIgBv0ABBAiJ/0NAAECAwwNDg8YGRobGBkaGyAG/QAEICIo/Q0AAQIDBAUGBwgJCgsUFRYXIir95gEgFCAS",
	"ICf9DQQFBgcQERITHB0eHxwdHh8gKP0NAAECAwQFBgcICQoLGBkaGyIr/eYB/eQBIBUgEiAn/Q0ICQoLFBUWFxQVFhcUFRYXICj9",
	"DQABAgMEBQYHEBESExwdHh8iLP3mASAf/eQB/eQBIi0gIv1GIAUgDmr9AAQAIi79DIGAgDuBgIA7gYCAO4GAgDv9Rv1OIi/9U0UN",
	"ACAXICr95gEgGCAr/eYB/eQBIBkgLP3mASAd/eQB/eQB/QwAAIA/AACAPwAAgD8AAIA/IC395wEiMP3mASExIAIgDmoiBv0ABAAi",
	"EiAWIDD95gEiMiAXIDEgI/3rASAk/eoBIicgE/3mAf3lAf3mASIz/eYBIAMgBmr9AAQAIjQgMiAYICcgFP3mAf3lAf3mASI1/eYB",
	"/eQBIAYgA0EBdGr9AAQAIjYgMiAZICcgFf3mAf3lAf3mASI3/eYB/eQBIicgM/3mASA0IDP95gEgBiADQQNsav0ABAAiKCA1/eYB",
	"/eQBIAYgA0ECdGr9AAQAIjggN/3mAf3kASIpIDX95gH95AEgNiAz/eYBIDggNf3mAf3kASAGIANBBWxq/QAEACIzIDf95gH95AEi",
	"NSA3/eYB/eQBITcgJyAyIBogGiAq/eYBIBsgK/3mAf3kASAcICz95gEgHv3kAf3kASAw/eYBIicgJf3rASAm/eoBIiogE/3mAf3l",
	"Af3mASIr/eYBICkgMiAbICogFP3mAf3lAf3mASIp/eYB/eQBIDUgMiAcICogFf3mAf3lAf3mASIq/eYB/eQBISz9DAAAgD8AAIA/",
	"AACAPwAAgD8gN/0MmpmZPpqZmT6amZk+mpmZPv3kASIwIBIgK/3mASA0ICn95gH95AEgNiAq/eYB/eQBICv95gEgNCAr/eYBICgg",
	"Kf3mAf3kASA4ICr95gH95AEgKf3mAf3kASA2ICv95gEgOCAp/eYB/eQBIDMgKv3mAf3kASAq/eYB/eQBIhL9DJqZmT6amZk+mpmZ",
	"PpqZmT795AEiKP3mASAsICz95gEiKf3lAf3nASEqIC8gLiA3IBL95gEgKf3lAf0MAAAAAAAAAAAAAAAAAAAAAP3rASAq/eYB/eMB",
	"/eYBIin9DIGAgDuBgIA7gYCAO4GAgDv9Rv1OIisgKf0MwT9bPsE/Wz7BP1s+wT9bPv1D/U79UwR7ICn9HwAiOUPBP1s+XQR7/QwA",
	"AABBAAAAQQAAAEEAAABBIDlDAAB/Q5QQAEMAAABAlP0gAAX9DAAAAEEAAABBAAAAQQAAAEELIRIgKf0fASI5Q8E/Wz5dBEAgEiA5",
	"QwAAf0OUEABDAAAAQJT9IAEhEgsgKf0fAiI5Q8E/Wz5dBEAgEiA5QwAAf0OUEABDAAAAQJT9IAIhEgsgKf0fAyI5Q8E/Wz5dBHsg",
	"EiA5QwAAf0OUEABDAAAAQJT9IAMFIBILBf0MAAAAQQAAAEEAAABBAAAAQQshEiArICAgFiAx/eYB/eQB/QwAAAA/AAAAPwAAAD8A",
	"AAA//eUBIisgEiAw/eYB/eMBIi795QH9Z/0MAP7/RgD+/0YA/v9GAP7/Rv3qAf0MAAAAxwAAAMcAAADHAAAAx/3rAf34Af0MAAAA",
	"AAAAAAAAAAAAAAAAAP24ASIvICsgLv3kAf1o/QwA/v9GAP7/RgD+/0YA/v9G/eoB/QwAAADHAAAAxwAAAMcAAADH/esB/fgBIAdB",
	"AWv9Ef22ASIu/T0gISAWICf95gH95AH9DAAAAD8AAAA/AAAAPwAAAD/95QEiJyASICj95gH94wEiMf3lAf1n/QwA/v9GAP7/RgD+",
	"/0YA/v9G/eoB/QwAAADHAAAAxwAAAMcAAADH/esB/fgB/QwAAAAAAAAAAAAAAAAAAAAA/bgBIjIgJyAx/eQB/Wj9DAD+/0YA/v9G",
	"AP7/RgD+/0b96gH9DAAAAMcAAADHAAAAxwAAAMf96wH9+AEgCEEBa/0R/bYBIjH9Pf1O/U79pAEiD0UNACAvIC5BEP2rAf1QIS4g",
	"MiAxQRD9qwH9UCEvICggKv0MAACAvQAAgL0AAIC9AACAvf3mASIo/eYBISogLCAo/eYB/eEBISwgMCAo/eYBIShBACEGA0AgBkEE",
	"SARAIA8gBnVBAXFFIAYgDWogAE5yRQRAAn0gKf0fACAGRQ0AGiAp/R8BIAZBAUYNABogKf0fAiAGQQJGDQAaICn9HwMLITsCfSAt",
	"/R8AIAZFDQAaIC39HwEgBkEBRg0AGiAt/R8CIAZBAkYNABogLf0fAwshOUMAAIA/An0gKv0fACAGRQ0AGiAq/R8BIAZBAUYNABog",
	"Kv0fAiAGQQJGDQAaICr9HwMLlSE6IAkgDEEwbGoiECAEIA4gBkECdGpBA2xqIhEqAgAgO5Q4AgAgECARKgIEIDuUOAIEIBAgESoC",
	"CCA7lDgCCCAQIDs4AgwgEAJ9ICv9HwAgBkUNABogK/0fASAGQQFGDQAaICv9HwIgBkECRg0AGiAr/R8DCzgCECAQAn0gJ/0fACAG",
	"RQ0AGiAn/R8BIAZBAUYNABogJ/0fAiAGQQJGDQAaICf9HwMLOAIUIBACfSAq/R8AIAZFDQAaICr9HwEgBkEBRg0AGiAq/R8CIAZB",
	"AkYNABogKv0fAws4AhggEAJ9ICz9HwAgBkUNABogLP0fASAGQQFGDQAaICz9HwIgBkECRg0AGiAs/R8DCyI7IDuSOAIcIBACfSAo",
	"/R8AIAZFDQAaICj9HwEgBkEBRg0AGiAo/R8CIAZBAkYNABogKP0fAws4AiAgEAJ9IBL9HwAgBkUNABogEv0fASAGQQFGDQAaIBL9",
	"HwIgBkECRg0AGiAS/R8DC0MAAIC9lDgCJCAQAn0gLP0fACAGRQ0AGiAs/R8BIAZBAUYNABogLP0fAiAGQQJGDQAaICz9HwMLjCA6",
	"lDgCKCAQIDo4AiwgCyAMQQN0aiIQAn8gLv0bACAGRQ0AGiAu/RsBIAZBAUYNABogLv0bAiAGQQJGDQAaIC79GwMLNgIAIBACfyAv",
	"/RsAIAZFDQAaIC/9GwEgBkEBRg0AGiAv/RsCIAZBAkYNABogL/0bAws2AgQgCiAMQQJ0aiA5OAIAIDkjAF0EQCA5JAALIDkjAV4E",
	"QCA5JAELIAxBAWohDAsgBkEBaiEGDAELCwsgDUEEaiENDAELCyAMC7oIAgt/BXsgBEEDakECdUEEdCEQA0AgBSANSgRAQQAhEwNA",
	"IAQgE0oEQCATQSBqIgogBCAEIApKGyEPIA1BIGoiCiAFIAUgCkobIREgDCEKIAIoAgAhDCACQQRqIQIgBiILQYCAAWohDgNAIAsg",
	"DkkEQCAL/QwAAAAAAAAAAAAAAAAAAAAA/QsEACAL/QwAAAAAAAAAAAAAAAAAAAAA/QsEECAL/QwAAAAAAAAAAAAAAAAAAAAA/QsE",
	"ICAL/QwAAIA/AACAPwAAgD8AAIA//QsEMCALQUBrIQsMAQsLIAMgCkECdGogAyAMQQJ0aiAAIAEgBiATIA0gDyAREAcgDyATa0ED",
	"akECdSEPIA0hCwNAIAsgEUgEQCAJIAsgEGxqIBNBAnRqIhJBACAHGyEKIAj9ESEZIAYgCyANa0EJdGoiFCAPQQZ0aiEOA0AgDiAU",
	"SwRAIAoEQCAK/QAEACEZIApBEGohCgsCQCAU/QAEMCIX/QwAAIA/AACAPwAAgD8AAIA//UP9U0UEQCASIBn9CwQADAELIBcgF/0M",
	"AAAAPAAAADwAAAA8AAAAPP1DIhb9TyIVIBlBGP2tAf0M/wAAAP8AAAD/AAAA/wAAAP1O/fsB/QyBgIA7gYCAO4GAgDuBgIA7/eYB",
	"/eYBIRggEiAU/QAEAP0MAAB/QwAAf0MAAH9DAAB/Q/0MAACAPwAAgD8AAIA/AACAPyAX/eUB/ecB/QwAAH9DAAB/QwAAf0MAAH9D",
	"IBb9UiIX/eYBIBggGUEA/a0B/Qz/AAAA/wAAAP8AAAD/AAAA/U79+wH95gH95AH9DAAAgD8AAIA/AACAPwAAgD/9DAAAgD8AAIA/",
	"AACAPwAAgD8gFf3lASAY/eQBIhb95wEgFv0MAAAAAAAAAAAAAAAAAAAAAP1E/U4iFf3mAf0MAAAAAAAAAAAAAAAAAAAAAP3rAf0M",
	"AAB/QwAAf0MAAH9DAAB/Q/3qAf1q/fkBIBT9AAQQIBf95gEgGCAZQQj9rQH9DP8AAAD/AAAA/wAAAP8AAAD9Tv37Af3mAf3kASAV",
	"/eYB/QwAAAAAAAAAAAAAAAAAAAAA/esB/QwAAH9DAAB/QwAAf0MAAH9D/eoB/Wr9+QFBCP2rAf1QIBT9AAQgIBf95gEgGCAZQRD9",
	"rQH9DP8AAAD/AAAA/wAAAP8AAAD9Tv37Af3mAf3kASAV/eYB/QwAAAAAAAAAAAAAAAAAAAAA/esB/QwAAH9DAAB/QwAAf0MAAH9D",
	"/eoB/Wr9+QFBEP2rASAW/QwAAH9DAAB/QwAAf0MAAH9D/eYB/QwAAAAAAAAAAAAAAAAAAAAA/esB/QwAAH9DAAB/QwAAf0MAAH9D",
	"/eoB/Wr9+QFBGP2rAf1Q/VD9CwQACyASQRBqIRIgFEFAayEUDAELCyALQQFqIQsMAQsLIBNBIGohEwwBCwsgDUEgaiENDAELCwuF",
	"AgEHfyADQR9qQQV1IgggBEEfakEFdWwhB0EAIQRBACEDA0AgAyAHSARAIAUgA0ECdGoiCSgCACEKIAkgBDYCACAEIApqIQQgA0EB",
	"aiEDDAELC0EAIQMDQCAAIANKBEAgAiABIANBAnRqKAIAIgpBA3RqIgQoAgBBBXZB/498cSELIAQoAgRBBXZB/498cSIMQf//A3Eh",
	"BANAIAQgDEEQdk0EQCALQf//A3EhBwNAIAcgC0EQdk0EQCAFIAQgCGwgB2pBAnRqIgkoAgAhDSAJIA1BAWo2AgAgBiANQQJ0aiAK",
	"NgIAIAdBAWohBwwBCwsgBEEBaiEEDAELCyADQQFqIQMMAQsLC8MBAQV/IARBACACQR9qQQV1IgYgA0EfakEFdWxBAnT8CwBBACED",
	"IAEgAEEDdGohBwNAIAEgB0kEQCABKAIAQQV2Qf+PfHEhBSABKAIEQQV2Qf+PfHEiCEH//wNxIQADQCAAIAhBEHZNBEAgBUH//wNx",
	"IQIDQCACIAVBEHZNBEAgBCAAIAZsIAJqQQJ0aiIJIAkoAgBBAWo2AgAgA0EBaiEDIAJBAWohAgwBCwsgAEEBaiEADAELCyABQQhq",
	"IQEMAQsLIAMLggcDCn8Sewt9QYAI/QkCACEjQYAI/QkCBCEhQYAI/QkCCCEgQYAI/QkCDCEfQYAI/QkCECEeA0AgACABSQRAIBFB",
	"AWoiEUE/cQR/QQAFIAQhCiAIIAZrIQ0gByAFa0EDakECdSEMQQAhEgJ/A0AgDSASSgRA/QwAAAAAAAAAAAAAAAAAAAAAISQgCiEL",
	"IAogDEEGdGohCQNAIAkgC0sEQCAkIAv9AAQw/esBISQgC0FAayELDAELC0EAICT9DAAAADwAAAA8AAAAPAAAADz9Rv1TDQIaIApB",
	"gARqIQogEkEBaiESDAELC0EBCwsEQA8LIAIgACgCACIJQTBsaiIMKgIUISwgAyAJQQN0aiILLwEGIgogCEEBayIJIAkgCkobIRAg",
	"DP0JAgAhHSAM/QkCBCEcIAz9CQIIIRsgDP0JAgwhGiAM/QkCGCEZIAwqAhwhKyAMKgIgISogDCoCJCIp/RMhGCAMKgIoISggDCoC",
	"LCEnIAwqAhAgBbKTIS4gCy8BAiIKIAdBAWsiCSAJIApKGyAFayINQQJ1IgkgCy8BACIKIAUgBSAKSBsgBWsiDEECdSISa0EDSCEP",
	"IAsvAQQiCiAGIAYgCkgbIQsDQCALIBBMBEAgKiALsiAskyIvlCAvlCEtAkAgD0UEQCAoIC+UIiYgJpQgKSAtkyAnlJIiJUMAAAAA",
	"XQ0BIC4gJpIiJiAlkSIlk/wAIgkgDCAJIAxKG0ECdSESICYgJZL8ACIJIA0gCSANSBtBAnUhCQsgLf0TIRcgKyAvlP0TIRYgEkEC",
	"dLIgLpP9E/0MAAAAAAAAgD8AAABAAABAQP3kASEkIAQgCyAGa0EJdGoiCiAJQQZ0aiEOIAogEkEGdGohCgNAIAogDk0EQCAK/QAE",
	"MCIiIB79RiIV/VMEQCAKIAr9AAQAICIgIyAZICT95gEgFv3kASAk/eYBIBf95AEiFCAjIBQgISAUICD95gH95AH95gH95AH95gH9",
	"5AEiEyAT/eYBIhMgE/3mASITIBP95gH95gEgFCAY/UYgFf1O/U4iEyAd/eYB/eQB/QsEACAKIAr9AAQQIBMgHP3mAf3kAf0LBBAg",
	"CiAK/QAEICATIBv95gH95AH9CwQgIAogIiATIBr95gH95QH9CwQwCyAkIB/95AEhJCAKQUBrIQoMAQsLCyALQQFqIQsMAQsLIABB",
	"BGohAAwBCwsLC6ICAgBBgAgLFAAAgD8AAAA/q6oqPgAAgEAAAAA8AEGYCAuAAr7z+HnsYfY/3qqMgPd71b89iK9K7XH1P9ttwKfw",
	"vtK/sBDw8DmV9D9nOlF/rh7Qv4UDuLCVyfM/6SSCptgxy7+lZIgMGQ3zP1h3wApPV8a/oI4LeyJe8j8AgZzHK6rBvz80GkpKu/E/",
	"Xg6MznZOur+65YrwWCPxP8wcYVo8l7G/pwCZQT+V8D8eDOE49FKivwAAAAAAAPA/AAAAAAAAAACsR5r9jGDuP4RZ8l2qpao/oGoC",
	"H7Ok7D+0LjaqU168P+b8alc2IOs/CNsgd+UmxT8tqqFj0cLpP3BHIg2Gwss/7UF4A+aG6D/hfqDIiwXRP2JIU/XcZ+c/Ce62VzAE",
	"1D8="
].join("");

// scripts/lib/media/splat/kernel/stage.ts
/** Pixels of a row in a cell. */
const CELL = 4;
/** Pixels a side of a tile. */
const TILE = 32;
/** Bytes of a pixel on a tile. */
const CANVAS = 16;
/** What a Gaussian is reduced to before it is drawn, bytes. */
const RECORD = 48;
/** Of both counts of a sort. */
const COUNTS = 16384;
const PAGE$1 = 65536;
/** How far off the picture's edge a direction may lie before its linear approximation is held (3DGS does the same). */
const MARGIN = 1.3;
const abort = () => {
	throw new Error("the splat kernel stopped");
};
let compiled;
/** The memory and the WebAssembly in which clouds are drawn at one size. */
var Stage = class {
	#size;
	/** Bytes of a row of the picture: whole cells. */
	#row;
	#memory;
	#exports;
	#camera;
	#counts;
	#tile;
	/** Records a tile. */
	#ends;
	#picture;
	#start;
	#capacity = -1;
	#places;
	/** Whose shapes lie in memory. */
	#shaped;
	constructor(size) {
		const { width, height } = size;
		this.#size = size;
		this.#row = Math.ceil(width / CELL) * CELL * 4;
		const layout = new Layout(PAGE$1);
		this.#camera = layout.take(80);
		this.#counts = layout.take(COUNTS);
		this.#tile = layout.take(1024 * CANVAS);
		this.#ends = layout.take(Math.ceil(width / TILE) * Math.ceil(height / TILE) * 4);
		this.#picture = layout.take(this.#row * height);
		this.#start = layout.end;
		compiled ??= new WebAssembly.Module(Buffer.from(KERNEL, "base64"));
		this.#memory = new WebAssembly.Memory({
			initial: Math.ceil(layout.end / PAGE$1),
			maximum: PAGE$1
		});
		this.#exports = new WebAssembly.Instance(compiled, { env: {
			memory: this.#memory,
			abort
		} }).exports;
		this.#places = this.#reserve(0);
	}
	/** Draws a cloud over what lies behind it, as straight RGBA. */
	draw(cloud, camera, ground, into) {
		this.#paint(cloud, camera, ground);
		const { width, height } = this.#size;
		const bytes = this.#bytes();
		if (this.#row === width * 4) into.set(bytes);
		else for (let y = 0; y < height; y += 1) into.set(bytes.subarray(y * this.#row, y * this.#row + width * 4), y * width * 4);
	}
	#paint(cloud, camera, ground) {
		const { count } = cloud;
		const at = this.#reserve(count);
		this.#floats(at.positions, cloud.positions);
		this.#floats(at.colours, cloud.colours);
		this.#floats(at.opacities, cloud.opacities);
		if (this.#shaped?.scales !== cloud.scales || this.#shaped.rotations !== cloud.rotations) {
			this.#floats(at.scales, cloud.scales);
			this.#floats(at.rotations, cloud.rotations);
			this.#call("shape", [
				count,
				at.scales,
				at.rotations,
				at.shapes,
				at.stride
			]);
			this.#shaped = {
				scales: cloud.scales,
				rotations: cloud.rotations
			};
		}
		this.#floats(this.#camera, cameraNumbers(camera, this.#size));
		const { width, height } = this.#size;
		const { positions, shapes, stride, colours, opacities, records, depths, boxes, keys, order, spare, lists } = at;
		const ends = this.#ends;
		const cloudAt = [
			count,
			positions,
			shapes,
			stride,
			colours,
			opacities
		];
		const seen = this.#call("project", [
			...cloudAt,
			this.#camera,
			width,
			height,
			records,
			depths,
			boxes
		]);
		this.#call("sort", [
			seen,
			depths,
			keys,
			order,
			spare,
			this.#counts
		]);
		const entries = this.#call("count", [
			seen,
			boxes,
			width,
			height,
			ends
		]);
		this.#grow(lists + entries * 4);
		this.#call("deal", [
			seen,
			order,
			boxes,
			width,
			height,
			ends,
			lists
		]);
		const picture = ground instanceof Uint8ClampedArray;
		if (picture) this.#place(ground);
		const behind = picture ? [1, 0] : [0, packed(ground)];
		this.#call("paint", [
			records,
			boxes,
			ends,
			lists,
			width,
			height,
			this.#tile,
			...behind,
			this.#picture
		]);
	}
	#bytes() {
		return new Uint8ClampedArray(this.#memory.buffer, this.#picture, this.#row * this.#size.height);
	}
	#place(ground) {
		const { width, height } = this.#size;
		const bytes = this.#bytes();
		if (this.#row === width * 4) bytes.set(ground);
		else for (let y = 0; y < height; y += 1) bytes.set(ground.subarray(y * width * 4, (y + 1) * width * 4), y * this.#row);
	}
	/** Room for so many Gaussians; what lay there before is forgotten when there was less. */
	#reserve(count) {
		if (count <= this.#capacity) return this.#places;
		const layout = new Layout(this.#start);
		const take = (numbers) => layout.take(count * numbers * 4);
		const stride = Math.ceil(count * 4 / 16) * 16 + 16;
		this.#places = {
			positions: take(3),
			colours: take(3),
			opacities: take(1),
			scales: take(3),
			rotations: take(4),
			shapes: layout.take(6 * stride),
			stride,
			records: layout.take(count * RECORD),
			depths: take(1),
			boxes: take(2),
			keys: take(1),
			order: take(1),
			spare: take(1),
			lists: layout.end
		};
		this.#capacity = count;
		this.#shaped = void 0;
		this.#grow(layout.end);
		return this.#places;
	}
	#grow(end) {
		const missing = Math.ceil((end - this.#memory.buffer.byteLength) / PAGE$1);
		if (missing > 0) this.#memory.grow(missing);
	}
	#floats(at, values) {
		new Float32Array(this.#memory.buffer, at, values.length).set(values);
	}
	#call(name, values) {
		const entry = this.#exports[name];
		if (typeof entry !== "function") throw new Error(`the splat kernel has no ${name}`);
		return Number(Reflect.apply(entry, void 0, values));
	}
};
function packed(colour) {
	const [red = 0, green = 0, blue = 0, alpha = 0] = Uint8ClampedArray.from(colour);
	return red | green << 8 | blue << 16 | alpha << 24;
}
function cameraNumbers({ rotation, translation, ...lens }, { width, height }) {
	const focal = lens.focal * height;
	const [x, y] = [lens.centre.x * width, lens.centre.y * height];
	return Float32Array.from([
		...rotation.flat(),
		...translation,
		focal,
		x,
		y,
		lens.near,
		-1.3 * x / focal,
		MARGIN * (width - x) / focal,
		-1.3 * y / focal,
		MARGIN * (height - y) / focal
	]);
}

// scripts/lib/media/splat/rasterise.ts
/** One frame. For more than one, `rasteriser` keeps its memory. */
function rasterise(splats, camera, size, background) {
	return rasteriser(size).draw(splats, camera, background);
}
/**
* Splats each Gaussian as an ellipse, front to back, sorted by the depth of the centres; the arithmetic, in single
* precision, is the same on every machine: see kernel/kernel.as.
*
* @throws {RangeError} when the size is none
*/
function rasteriser({ width, height }) {
	if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) throw new RangeError(`${width} × ${height} is no size of a picture`);
	const stage = new Stage({
		width,
		height
	});
	return {
		width,
		height,
		draw(cloud, camera, background, into) {
			for (const picture of [into, "rgba" in background ? background : void 0]) if (picture && (picture.width !== width || picture.height !== height)) throw new RangeError(`${picture.width} × ${picture.height} is not ${width} × ${height}`);
			const picture = into ?? {
				width,
				height,
				rgba: new Uint8ClampedArray(width * height * 4)
			};
			stage.draw(cloud, camera, "rgba" in background ? background.rgba : background, picture.rgba);
			return picture;
		}
	};
}

// scripts/lib/media/splat/cloud.ts
/** A cloud of `count` Gaussians with nothing in it yet: all zero, without rotation. */
function emptyCloud(count) {
	const rotations = new Float32Array(count * 4);
	for (let at = 0; at < rotations.length; at += 4) rotations[at] = 1;
	return {
		count,
		positions: new Float32Array(count * 3),
		scales: new Float32Array(count * 3),
		rotations,
		colours: new Float32Array(count * 3),
		opacities: new Float32Array(count)
	};
}

// scripts/lib/media/splat/ply.ts
/** Y(0,0) of the real spherical harmonics, 1 / (2 √π): a colour is ½ + Y · f_dc. */
const Y00 = .28209479177387814;
const MAX_HEADER_BYTES = 65536;
/** SHARP writes 1.2 million; more than this is no splat of ours. */
const MAX_SPLATS = 8e6;
const NEEDED = "x y z f_dc_0 f_dc_1 f_dc_2 opacity scale_0 scale_1 scale_2 rot_0 rot_1 rot_2 rot_3".split(" ");
const WRITTEN = "x y z nx ny nz f_dc_0 f_dc_1 f_dc_2 opacity scale_0 scale_1 scale_2 rot_0 rot_1 rot_2 rot_3".split(" ");
/** Bytes of PLY's scalar types, under their old and new names. */
const BYTES = new Map([
	...[
		"char",
		"uchar",
		"int8",
		"uint8"
	].map((name) => [name, 1]),
	...[
		"short",
		"ushort",
		"int16",
		"uint16"
	].map((name) => [name, 2]),
	...[
		"int",
		"uint",
		"int32",
		"uint32",
		"float",
		"float32"
	].map((name) => [name, 4]),
	...["double", "float64"].map((name) => [name, 8])
]);
/**
* Reads a 3D Gaussian splat: binary little-endian PLY with the properties of the original 3DGS. Normals, higher
* spherical harmonics and other elements (SHARP writes its camera in some) are passed over: colours are those of degree
* 0, the same from every side. Quaternions are made unit.
*
* @throws {UserError} `splat-unreadable` when it is no such file, is cut off, or holds numbers that are none
*/
function readSplat(bytes, name = "the splat") {
	const { elements, start } = readHeader(bytes, name);
	const index = elements.findIndex((element) => element.name === "vertex");
	const vertex = elements[index];
	if (vertex === void 0) throw unreadable(name, "it has no element vertex");
	let at = start;
	for (const before of elements.slice(0, index)) at += sizeOf(before, name);
	const stride = vertex.bytes ?? 0;
	const end = at + sizeOf(vertex, name);
	if (end > bytes.byteLength) throw unreadable(name, `it is cut off: ${vertex.count} Gaussians end at byte ${end}, the file at ${bytes.byteLength}`);
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
			colours[i * 3 + axis] = .5 + Y00 * harmonic;
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
function readHeader(bytes, name) {
	const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, MAX_HEADER_BYTES)).toString("latin1");
	if (!/^ply\r?\n/u.test(text)) throw unreadable(name, "it does not begin with \"ply\"");
	const end = /\nend_header\r?\n/u.exec(text);
	if (end === null) throw unreadable(name, `its header does not end within ${MAX_HEADER_BYTES} bytes`);
	const [format, ...rest] = text.slice(0, end.index).split(/\r?\n/u).slice(1).filter((line) => !/^(?:comment|obj_info)(?: |$)/u.test(line));
	if (format !== "format binary_little_endian 1.0") throw unreadable(name, `its format is "${shown(format ?? "")}", not binary_little_endian 1.0`);
	const elements = [];
	for (const line of rest) {
		const element = /^element ([a-zA-Z0-9_]{1,64}) ([0-9]{1,10})$/u.exec(line);
		if (element) {
			elements.push({
				name: element[1] ?? "",
				count: Number(element[2]),
				properties: [],
				bytes: 0
			});
			continue;
		}
		const current = elements.at(-1);
		const scalar = /^property ([a-z0-9]{1,8}) ([a-zA-Z0-9_]{1,64})$/u.exec(line);
		const list = /^property list ([a-z0-9]{1,8}) ([a-z0-9]{1,8}) [a-zA-Z0-9_]{1,64}$/u.exec(line);
		const size = BYTES.get(scalar?.[1] ?? "");
		if (current !== void 0 && scalar && size !== void 0) {
			current.properties.push({
				type: scalar[1] ?? "",
				name: scalar[2] ?? ""
			});
			if (current.bytes !== void 0) current.bytes += size;
		} else if (current !== void 0 && list && BYTES.has(list[1] ?? "") && BYTES.has(list[2] ?? "")) current.bytes = void 0;
		else throw unreadable(name, `its header has a line that PLY does not know: "${shown(line)}"`);
	}
	return {
		elements,
		start: end.index + end[0].length
	};
}
function sizeOf(element, name) {
	if (element.bytes === void 0) throw unreadable(name, `its element ${element.name} holds lists`);
	return element.count * element.bytes;
}
/** Where in an entry each property of `NEEDED` lies. */
function floatOffsets(vertex, name) {
	if (vertex.count > MAX_SPLATS) throw unreadable(name, `it says that it holds ${vertex.count} Gaussians; the limit is ${MAX_SPLATS}`);
	const found = /* @__PURE__ */ new Map();
	let offset = 0;
	for (const property of vertex.properties) {
		if (found.has(property.name)) throw unreadable(name, `it has the property ${property.name} twice`);
		if (property.type === "float" || property.type === "float32") found.set(property.name, offset);
		offset += BYTES.get(property.type) ?? 0;
	}
	const missing = NEEDED.filter((property) => !found.has(property));
	if (missing.length > 0) throw unreadable(name, `it is no Gaussian splat: ${missing.join(", ")} is missing, or is no float`);
	return NEEDED.map((property) => found.get(property) ?? 0);
}
const shown = (line) => line.slice(0, 80).replaceAll(/[^ -~]/gu, "?");
const unreadable = (name, why) => new UserError("splat-unreadable", `${name} cannot be read as a Gaussian splat: ${why}`, { hint: "It must be a binary little-endian .ply as SHARP or 3DGS writes it; build it again." });

// scripts/lib/media/render/bounds.ts
/**
* @throws {UserError} `model-unreadable` (a mesh), `splat-unreadable` (a splat)
*/
async function boundsOf(medium, file) {
	const bytes = await readFile(file);
	return medium === "mesh" ? meshBounds(bytes, file) : cloudBounds(readSplat(bytes, file));
}
async function meshBounds(bytes, file) {
	try {
		const root = (await new NodeIO().readBinary(bytes)).getRoot();
		const scene = root.getDefaultScene() ?? root.listScenes()[0];
		if (scene === void 0) throw new RangeError("it has no scene");
		const { min, max } = getBounds(scene);
		return ofBox(min, max);
	} catch (cause) {
		throw new UserError("model-unreadable", `${file} cannot be read as a mesh: ${messageOf(cause)}`, {
			hint: "It must be a glTF 2.0 binary (.glb) with a scene; build it again.",
			cause
		});
	}
}
/** Of the Gaussians that can be seen, without the farthest half per cent on each side: stray ones are no part of a figure. */
function cloudBounds({ count, positions, opacities }) {
	const seen = [];
	for (let i = 0; i < count; i += 1) if ((opacities[i] ?? 0) > .05) seen.push(i);
	const of = seen.length > 0 ? seen : Array.from({ length: count }, (_, i) => i);
	const range = (axis) => {
		const sorted = Float32Array.from(of, (i) => positions[i * 3 + axis] ?? 0).toSorted();
		const cut = Math.floor(sorted.length * .005);
		return [sorted[cut] ?? 0, sorted[sorted.length - 1 - cut] ?? 0];
	};
	const [x, y, z] = [
		range(0),
		range(1),
		range(2)
	];
	return ofBox([
		x[0],
		y[0],
		z[0]
	], [
		x[1],
		y[1],
		z[1]
	]);
}
function ofBox(min, max) {
	if (![...min, ...max].every((value) => Number.isFinite(value))) throw new RangeError("it has no extent");
	return {
		min: vectorOf(min),
		max: vectorOf(max)
	};
}
const vectorOf = ([x = NaN, y = NaN, z = NaN]) => [
	x,
	y,
	z
];
/** The smallest box around both. */
function unionBounds(a, b) {
	const least = (i) => Math.min(a.min[i], b.min[i]);
	const most = (i) => Math.max(a.max[i], b.max[i]);
	return {
		min: [
			least(0),
			least(1),
			least(2)
		],
		max: [
			most(0),
			most(1),
			most(2)
		]
	};
}
const centreOf = ({ min, max }) => [
	(min[0] + max[0]) / 2,
	(min[1] + max[1]) / 2,
	(min[2] + max[2]) / 2
];
/** From corner to corner. */
const diagonalOf = ({ min, max }) => Math.hypot(max[0] - min[0], max[1] - min[1], max[2] - min[2]);
/** The eight corners. */
function cornersOf({ min, max }) {
	return [
		0,
		1,
		2,
		3,
		4,
		5,
		6,
		7
	].map((k) => [
		(k & 1) === 0 ? min[0] : max[0],
		(k & 2) === 0 ? min[1] : max[1],
		(k & 4) === 0 ? min[2] : max[2]
	]);
}

// scripts/lib/media/render/cameras.ts
const VIEW_NAMES = [
	"front",
	"left",
	"right",
	"back"
];
const YAW = {
	front: 0,
	left: -35,
	right: 35,
	back: 180
};
const FIELD_OF_VIEW = 30;
/** Cameras at one distance that all have the whole frame in view, a twentieth of the picture left free on each side. */
function camerasAround(frame, world, views, size) {
	const target = centreOf(frame);
	const diagonal = Math.max(diagonalOf(frame), 1e-6);
	const tall = Math.tan(FIELD_OF_VIEW * Math.PI / 360) * .9;
	const wide = tall * (size.width / size.height);
	const lens = lensOfFieldOfView(FIELD_OF_VIEW);
	const at = (yawDeg, distance, near) => orbit({
		world,
		target,
		distance,
		yawDeg,
		pitchDeg: 0,
		lens: {
			...lens,
			near
		}
	});
	let distance = 0;
	for (const name of VIEW_NAMES) {
		const { rotation } = at(YAW[name], 1, .01);
		for (const corner of cornersOf(frame)) {
			const [x, y, z] = rotation.map((axis) => axis.reduce((sum, part, i) => sum + part * ((corner[i] ?? 0) - (target[i] ?? 0)), 0));
			distance = Math.max(distance, Math.abs(x ?? 0) / wide - (z ?? 0), Math.abs(y ?? 0) / tall - (z ?? 0));
		}
	}
	distance = Math.max(distance, diagonal * .1);
	const near = Math.max(distance - diagonal, distance * .01);
	return views.map((name) => at(YAW[name], distance, near));
}
/** Behind everything that the frame holds. */
function farOf(camera, frame) {
	const [eye, centre] = [eyeOf(camera), centreOf(frame)];
	return Math.hypot(eye[0] - centre[0], eye[1] - centre[1], eye[2] - centre[2]) + 2 * diagonalOf(frame) + 1e-6;
}

// scripts/lib/media/render/view-server.ts
/** Libraries as they lie in `node_modules`: unpacked there they need no bundler, and the browser reads what it runs. */
const LIBRARIES = {
	three: "three",
	spark: "@sparkjsdev/spark"
};
const IMPORTS = JSON.stringify({ imports: {
	three: "/library/three/build/three.module.js",
	"three/addons/": "/library/three/examples/jsm/",
	"@sparkjsdev/spark": "/library/spark/dist/spark.module.js"
} });
/** What the page's script leaves for the browser to import. */
const IMPORTED = [/^three(?:\/|$)/u, "@sparkjsdev/spark"];
const PAGE = `<!doctype html><meta charset="utf-8"><title>views</title><script type="importmap">${IMPORTS}<\/script><script type="module" src="/script.js"><\/script>`;
/** Nothing from elsewhere: what a model names by URL stays unread. */
const POLICY = `default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval' 'sha256-${createHash("sha256").update(IMPORTS).digest("base64")}'; connect-src 'self' blob: data:; img-src 'self' blob: data:; worker-src blob:`;
/** Serves on 127.0.0.1, a free port, until disposed. */
async function viewServer(script) {
	const loans = /* @__PURE__ */ new Map();
	let serial = 0;
	const server = createServer((request, response) => {
		answer(request, response, script, loans).catch(() => response.destroy());
	});
	await new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, "127.0.0.1", resolve);
	});
	server.unref();
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("the view server has no port");
	return {
		origin: `http://127.0.0.1:${address.port}`,
		lend: async (file, bytes) => {
			const { size } = await stat(file);
			const id = serial += 1;
			const loan = {
				file,
				size,
				bytes,
				pixels: void 0
			};
			loans.set(id, loan);
			return {
				model: `/model/${id}`,
				views: `/views/${id}`,
				pixels: () => loan.pixels,
				[Symbol.dispose]: () => void loans.delete(id)
			};
		},
		[Symbol.asyncDispose]: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}
async function answer(request, response, script, loans) {
	const path = request.url ?? "/";
	const asked = /^\/(?<what>model|views)\/(?<id>\d{1,9})$/u.exec(path)?.groups;
	const loan = loans.get(Number(asked?.["id"]));
	const library = libraryFile(path);
	if (request.method === "POST" && loan !== void 0 && asked?.["what"] === "views") {
		loan.pixels = await bodyOf(request, loan.bytes);
		response.writeHead(loan.pixels === void 0 ? 413 : 204).end();
	} else if (request.method !== "GET") response.writeHead(405).end();
	else if (path === "/") response.writeHead(200, {
		"content-type": "text/html",
		"content-security-policy": POLICY
	}).end(PAGE);
	else if (path === "/script.js") response.writeHead(200, { "content-type": "text/javascript" }).end(script);
	else if (library !== void 0) {
		response.writeHead(200, { "content-type": "text/javascript" });
		await pipeline(createReadStream(library), response);
	} else if (loan !== void 0 && asked?.["what"] === "model") {
		response.writeHead(200, {
			"content-type": "application/octet-stream",
			"content-length": loan.size
		});
		await pipeline(createReadStream(loan.file), response);
	} else response.writeHead(404).end();
}
/** The whole body when it has exactly so many bytes. */
async function bodyOf(request, bytes) {
	const parts = [];
	let length = 0;
	for await (const part of request) {
		if (!Buffer.isBuffer(part)) return void 0;
		length += part.length;
		if (length > bytes) return void 0;
		parts.push(part);
	}
	return length === bytes ? Buffer.concat(parts, length) : void 0;
}
/** The file behind `/library/three/…`; none for every other path. */
function libraryFile(path) {
	const { name, file } = /^\/library\/(?<name>three|spark)\/(?<file>(?:[\w-]+\/)*[\w.-]+\.js)$/u.exec(path)?.groups ?? {};
	const library = name === "three" || name === "spark" ? LIBRARIES[name] : void 0;
	if (library === void 0 || file === void 0) return void 0;
	return join(dirname(dirname(createRequire(new URL("../../scripts/lib/media/render/view-server.ts", import.meta.url).href).resolve(library))), file);
}

// scripts/lib/media/render/desk.ts
const TIMEOUT_MS = 18e4;
const Answer = object({ renderer: string() });
/** Has a browser draw a model. @throws {UserError} `model-unreadable`, `render-failed` */
async function drawIn(browser, job, file, signal) {
	const { page, server, close } = await deskIn(browser);
	using lent = await server.lend(file, job.width * job.height * 4 * job.cameras.length);
	const asked = {
		...job,
		model: lent.model,
		views: lent.views
	};
	try {
		const answer = await unlessStopped(page.evaluate(`drawViews(${JSON.stringify(asked)})`), signal);
		const pixels = lent.pixels();
		if (pixels === void 0) throw failed(`the views of ${file} were not sent`);
		return {
			renderer: Answer.parse(answer).renderer,
			pixels
		};
	} catch (cause) {
		close();
		signal?.throwIfAborted();
		if (cause instanceof UserError) throw cause;
		const message = messageOf(cause).split("\n")[0] ?? "";
		if (message.includes("no-webgl")) throw failed("Chromium has no WebGL 2 here", cause);
		if (cause instanceof errors.TimeoutError || message.includes("WebGL") || message.includes("closed")) throw failed(`${file} could not be drawn: ${message}`, cause);
		throw new UserError("model-unreadable", `${file} cannot be read as a ${job.medium}: ${message}`, {
			hint: "Build it again, or open it in another viewer to see whether it is damaged.",
			cause
		});
	}
}
let desk;
async function deskIn(browser) {
	if (desk?.browser === browser && !desk.page.isClosed()) return desk;
	desk?.close();
	const server = await viewServer(await pageScript());
	const context = await browser.newContext({ viewport: {
		width: 64,
		height: 64
	} });
	const page = await context.newPage();
	page.setDefaultTimeout(TIMEOUT_MS);
	await page.route((url) => url.origin !== server.origin && url.protocol !== "blob:" && url.protocol !== "data:", (route) => route.abort());
	await page.goto(`${server.origin}/`);
	const opened = {
		browser,
		page,
		server,
		close: () => {
			if (desk === opened) desk = void 0;
			context.close().catch(() => void 0);
			server[Symbol.asyncDispose]();
		}
	};
	desk = opened;
	return opened;
}
/** The work's end, the signal's reason, or a timeout, whichever comes first. */
async function unlessStopped(work, signal) {
	work.catch(() => void 0);
	const limit = AbortSignal.timeout(TIMEOUT_MS);
	const either = signal === void 0 ? limit : AbortSignal.any([limit, signal]);
	either.throwIfAborted();
	const { promise: stopped, reject } = Promise.withResolvers();
	const stop = () => reject(signal?.aborted === true ? signal.reason : new errors.TimeoutError(`not drawn within ${TIMEOUT_MS / 1e3} s`));
	either.addEventListener("abort", stop, { once: true });
	try {
		return await Promise.race([work, stopped]);
	} finally {
		either.removeEventListener("abort", stop);
	}
}
/** Of the machine, not of the model's file. */
const failed = (message, cause) => new UserError("render-failed", message, {
	hint: "Check with `alpha doctor` that Chromium renders here; a model that lies far from its own bounds shows nothing.",
	cause
});
let script;
/** The page's own code as one script; three.js and Spark are read from where they lie. */
function pageScript() {
	return script ??= bundled();
}
async function bundled() {
	const input = createRequire(new URL("../../scripts/lib/media/render/desk.ts", import.meta.url).href).resolve("#media/render/page/views.ts");
	await using bundle = await rolldown({
		input,
		platform: "browser",
		logLevel: "silent",
		external: IMPORTED
	});
	const { output } = await bundle.generate({ format: "esm" });
	return output[0].code;
}

// scripts/lib/media/render/views.ts
const BACKGROUND = [
	206,
	206,
	210
];
const VIEW_SIZE = {
	width: 512,
	height: 512
};
const MOST_BYTES = 1 << 30;
/**
* Renders a model from named cameras on plain grey: meshes by three.js under even studio light, splats by Spark, in headless
* Chromium, or on the processor by our own rasteriser. One render at a time in a browser, three minutes at most. Where a card
* fails or shows nothing, and software shows the model, software draws everything from then on.
*
* @throws {UserError} `model-unreadable` when the file is no such model, `render-failed` when WebGL is missing or lost,
*   or a view shows nothing, `chromium-missing`
*/
async function renderViews(request) {
	const { medium, file, signal } = request;
	signal?.throwIfAborted();
	const { size: bytes } = await stat(file);
	if (bytes > MOST_BYTES) throw new UserError("model-unreadable", `${file} has ${bytes} bytes; the limit is ${MOST_BYTES}`, { hint: "Reduce the model, for example its textures." });
	const scene = await sceneOf(request);
	const drawer = async () => request.drawer ?? (await rendererHere())[medium];
	if (await drawer() === "processor") return draw(scene, "processor", signal);
	return inTurn(async () => {
		signal?.throwIfAborted();
		const now = await drawer();
		if (now === "software" || now === "processor") return draw(scene, now, signal);
		try {
			return await draw(scene, now, signal);
		} catch {
			signal?.throwIfAborted();
			const drawn = await draw(scene, SOFTWARE[medium], signal);
			drawWith(SOFTWARE);
			return drawn;
		}
	});
}
/**
* Renders two models, both by one renderer: pictures by two would differ where the models do not.
*
* @param before and `after`: render one of them; called again when the card failed in between
*/
async function renderAlike(before, after) {
	const [first, second] = [await before(), await after()];
	return first.renderer === second.renderer ? [first, second] : [await before(), await after()];
}
async function sceneOf(request) {
	const { medium, file, views = VIEW_NAMES, size = VIEW_SIZE } = request;
	const frame = request.frame ?? await boundsOf(medium, file);
	return {
		medium,
		file,
		views,
		cameras: camerasAround(frame, medium === "mesh" ? "y-up" : "y-down", views, size),
		frame,
		size
	};
}
/** @throws {UserError} as `renderViews` */
async function draw(scene, drawer, signal) {
	const drawn = drawer === "processor" ? await onProcessor(scene) : await inBrowser(scene, drawer, signal);
	const blank = drawn.views.find(({ picture }) => isBlank(picture));
	if (blank !== void 0) throw failed(`the ${blank.name} view of ${scene.file} shows nothing`);
	return drawn;
}
async function inBrowser({ medium, file, views, cameras, frame, size }, drawing, signal) {
	const job = {
		medium,
		cameras: cameras.map((camera) => glMatrices(camera, size, farOf(camera, frame))),
		...size,
		background: BACKGROUND
	};
	const { pixels, renderer } = await withBrowser(drawing, (browser) => drawIn(browser, job, file, signal));
	const bytes = size.width * size.height * 4;
	return {
		views: views.map((name, index) => ({
			name,
			picture: upright(pixels.subarray(index * bytes, (index + 1) * bytes), size)
		})),
		renderer
	};
}
/** @throws {UserError} `render-failed` for a mesh, which our rasteriser does not light as three.js does */
async function onProcessor({ medium, file, cameras, views, size }) {
	if (medium === "mesh") throw failed(`${file} is a mesh, and only splats are drawn without a browser`);
	const cloud = readSplat(await readFile(file), file);
	const rasterise = rasteriser(size);
	return {
		views: views.map((name, index) => {
			const camera = cameras[index];
			if (camera === void 0) throw new RangeError(`no camera for ${name}`);
			const drawn = rasterise.draw(cloud, camera, [...BACKGROUND, 255]);
			return {
				name,
				picture: {
					...size,
					rgba: Uint8ClampedArray.from(drawn.rgba)
				}
			};
		}),
		renderer: OWN_RASTERISER
	};
}
/** WebGL gives the bottom row first. */
function upright(pixels, { width, height }) {
	const rgba = new Uint8ClampedArray(pixels.byteLength);
	const row = width * 4;
	for (let y = 0; y < height; y += 1) rgba.set(pixels.subarray((height - 1 - y) * row, (height - y) * row), y * row);
	for (let i = 3; i < rgba.length; i += 4) rgba[i] = 255;
	return {
		width,
		height,
		rgba
	};
}
/** Whether every pixel has one colour. */
function isBlank({ rgba }) {
	const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.byteLength / 4);
	return pixels.every((pixel) => pixel === pixels[0]);
}
let last = Promise.resolve();
/** One render at a time: each holds a model in the browser's memory. */
function inTurn(work) {
	const mine = last.then(work, work);
	last = mine.catch(() => void 0);
	return mine;
}

// scripts/lib/media/matte/background.ts
/** No picture of 8 bits scatters less. */
const LEAST_SPREAD = .7;
const ROUNDS = 8;
/** Tukey's biweight: what lies this many spreads off has no say. */
const REJECT = 4.685;
const FEWEST = 64;
/**
* Fits a polynomial surface to samples, by least squares in which outliers lose their weight round by round (Holland and
* Welsch 1977): what of the figure touches the edge does not pull at the background.
*
* @param samples pixels (`y · width + x`) of which most are background
* @param degree 3 where only the edge of the picture is known; up to 6 where more is
*/
function fitBackground(picture, samples, degree) {
	if (samples.length < FEWEST) return void 0;
	const count = (degree + 1) * (degree + 2) / 2;
	const { width, rgba } = picture;
	const unit = 2 / Math.max(picture.width, picture.height);
	const basis = new Float64Array(samples.length * count);
	samples.forEach((pixel, index) => {
		terms(pixel % width * unit - 1, Math.floor(pixel / width) * unit - 1, degree, basis, index * count);
	});
	const weights = new Float64Array(samples.length).fill(1);
	const residuals = new Float64Array(samples.length);
	const surfaces = [
		new Float64Array(count),
		new Float64Array(count),
		new Float64Array(count)
	];
	let spread = 1;
	for (let round = 0; round < ROUNDS; round += 1) {
		const normal = normalMatrix(basis, weights, count);
		surfaces.forEach((surface, channel) => {
			const right = new Float64Array(count);
			samples.forEach((pixel, index) => {
				const value = (weights[index] ?? 0) * (rgba[pixel * 4 + channel] ?? 0);
				for (let term = 0; term < count; term += 1) right[term] = (right[term] ?? 0) + value * (basis[index * count + term] ?? 0);
			});
			surface.set(solve(normal, right, count));
		});
		samples.forEach((pixel, index) => {
			let square = 0;
			surfaces.forEach((surface, channel) => {
				let value = 0;
				for (let term = 0; term < count; term += 1) value += (surface[term] ?? 0) * (basis[index * count + term] ?? 0);
				square += (value - (rgba[pixel * 4 + channel] ?? 0)) ** 2;
			});
			residuals[index] = Math.sqrt(square);
		});
		spread = Math.max(LEAST_SPREAD, 1.4826 * median(residuals));
		residuals.forEach((residual, index) => {
			const off = residual / (REJECT * spread);
			weights[index] = off < 1 ? (1 - off * off) ** 2 : 0;
		});
	}
	const explained = residuals.reduce((sum, residual) => sum + (residual < 3 * spread ? 1 : 0), 0);
	const powers = new Float64Array(3 * (degree + 1));
	return {
		share: explained / samples.length,
		spread,
		row(y, into) {
			const v = y * unit - 1;
			surfaces.forEach((surface, channel) => {
				let term = 0;
				for (let i = 0; i <= degree; i += 1) {
					let sum = 0;
					for (let j = 0, power = 1; i + j <= degree; j += 1, power *= v, term += 1) sum += (surface[term] ?? 0) * power;
					powers[channel * (degree + 1) + i] = sum;
				}
			});
			for (let at = 0; at < into.length; at += 1) {
				const u = Math.floor(at / 3) * unit - 1;
				const first = at % 3 * (degree + 1);
				let value = 0;
				for (let i = degree; i >= 0; i -= 1) value = value * u + (powers[first + i] ?? 0);
				into[at] = value;
			}
		}
	};
}
/** 1, y, y² …, x, xy …: every product of powers up to the degree. */
function terms(x, y, degree, into, at) {
	let next = at;
	let power = 1;
	for (let i = 0; i <= degree; i += 1, power *= x) {
		let value = power;
		for (let j = 0; i + j <= degree; j += 1, value *= y) {
			into[next] = value;
			next += 1;
		}
	}
}
function normalMatrix(basis, weights, count) {
	const normal = new Float64Array(count * count);
	for (let index = 0; index < weights.length; index += 1) {
		const weight = weights[index] ?? 0;
		if (weight === 0) continue;
		for (let i = 0; i < count; i += 1) {
			const value = weight * (basis[index * count + i] ?? 0);
			for (let j = 0; j <= i; j += 1) normal[i * count + j] = (normal[i * count + j] ?? 0) + value * (basis[index * count + j] ?? 0);
		}
	}
	for (let i = 0; i < count; i += 1) normal[i * count + i] = (normal[i * count + i] ?? 0) + .001;
	return normal;
}
/** Cholesky; the matrix is positive definite, and only its lower half is read. */
function solve(matrix, right, count) {
	const lower = new Float64Array(count * count);
	const x = Float64Array.from(right);
	for (let i = 0; i < count; i += 1) for (let j = 0; j <= i; j += 1) {
		let sum = matrix[i * count + j] ?? 0;
		for (let k = 0; k < j; k += 1) sum -= (lower[i * count + k] ?? 0) * (lower[j * count + k] ?? 0);
		lower[i * count + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (lower[j * count + j] ?? 1);
	}
	for (let i = 0; i < count; i += 1) {
		for (let k = 0; k < i; k += 1) x[i] = (x[i] ?? 0) - (lower[i * count + k] ?? 0) * (x[k] ?? 0);
		x[i] = (x[i] ?? 0) / (lower[i * count + i] ?? 1);
	}
	for (let i = count - 1; i >= 0; i -= 1) {
		for (let k = i + 1; k < count; k += 1) x[i] = (x[i] ?? 0) - (lower[k * count + i] ?? 0) * (x[k] ?? 0);
		x[i] = (x[i] ?? 0) / (lower[i * count + i] ?? 1);
	}
	return x;
}
function median(values) {
	return Float64Array.from(values).toSorted()[values.length >> 1] ?? 0;
}
const COLOURS = 8;
const SETTLED = 12;
function paletteOf({ rgba }, samples) {
	const colours = /* @__PURE__ */ new Float32Array(24);
	const nearest = new Float64Array(samples.length).fill(1e400);
	const colourOf = (index, channel) => rgba[(samples[index] ?? 0) * 4 + channel] ?? 0;
	let farthest = 0;
	for (let colour = 0; colour < COLOURS; colour += 1) {
		for (let channel = 0; channel < 3; channel += 1) colours[colour * 3 + channel] = colourOf(farthest, channel);
		let most = -1;
		for (let index = 0; index < samples.length; index += 1) {
			let square = 0;
			for (let channel = 0; channel < 3; channel += 1) square += (colourOf(index, channel) - (colours[colour * 3 + channel] ?? 0)) ** 2;
			nearest[index] = Math.min(nearest[index] ?? 0, square);
			if ((nearest[index] ?? 0) > most) {
				most = nearest[index] ?? 0;
				farthest = index;
			}
		}
	}
	const pick = (red, green, blue) => {
		let best = 0;
		let least = 1e400;
		for (let colour = 0; colour < COLOURS; colour += 1) {
			const square = (red - (colours[colour * 3] ?? 0)) ** 2 + (green - (colours[colour * 3 + 1] ?? 0)) ** 2 + (blue - (colours[colour * 3 + 2] ?? 0)) ** 2;
			if (square < least) {
				least = square;
				best = colour;
			}
		}
		return [best, least];
	};
	for (let round = 0; round < SETTLED; round += 1) {
		const sums = /* @__PURE__ */ new Float64Array(32);
		for (let index = 0; index < samples.length; index += 1) {
			const [best, least] = pick(colourOf(index, 0), colourOf(index, 1), colourOf(index, 2));
			nearest[index] = least;
			for (let channel = 0; channel < 3; channel += 1) sums[best * 4 + channel] = (sums[best * 4 + channel] ?? 0) + colourOf(index, channel);
			sums[best * 4 + 3] = (sums[best * 4 + 3] ?? 0) + 1;
		}
		for (let colour = 0; colour < COLOURS; colour += 1) for (let channel = 0; channel < 3; channel += 1) {
			const count = sums[colour * 4 + 3] ?? 0;
			if (count > 0) colours[colour * 3 + channel] = (sums[colour * 4 + channel] ?? 0) / count;
		}
	}
	return {
		colours,
		distance: (red, green, blue) => Math.sqrt(pick(red, green, blue)[1]),
		spread: Math.max(1, 1.4826 * Math.sqrt(median(nearest)))
	};
}

// scripts/lib/media/matte/distance.ts
/** Farther than any picture is wide. */
const FAR = 1e6;
/** Whole pixels of a limit at most: two steps farther have room in 16 bits. */
const MOST = 65533;
/**
* How far each pixel's centre lies from the nearest marked one, in pixels, exactly: 0 on it, very far (`> limit`) where none lies
* within the limit. Up and down by counting, then along each row by looking aside while it can still be nearer; whatever is out
* of reach of all marks is not looked at.
*
* @param marked not 0 where marked, `width × height`
* @param limit pixels, below 65 534; the time it takes grows with it
* @throws {RangeError} when the limit is larger
*/
function distanceWithin(marked, { width, height }, limit) {
	const reach = Math.floor(limit);
	if (!(reach <= MOST)) throw new RangeError(`a distance of ${limit} pixels is too far to be looked for`);
	const none = reach + 1;
	const downs = new Uint16Array(width * height);
	for (let at = 0; at < downs.length; at += 1) downs[at] = marked[at] !== 0 ? 0 : at < width ? none : Math.min((downs[at - width] ?? none) + 1, none);
	for (let at = downs.length - width - 1; at >= 0; at -= 1) {
		const below = (downs[at + width] ?? none) + 1;
		if (below < (downs[at] ?? none)) downs[at] = below;
	}
	const distances = new Float32Array(downs.length).fill(FAR);
	const farthest = limit * limit;
	for (let start = 0; start < downs.length; start += width) {
		const end = start + width;
		/** Up to which place of the row something in reach was seen, and how far that reaches on. */
		let covered = start;
		for (let ahead = start; ahead < end; ahead += 1) {
			if (downs[ahead] === none) continue;
			const last = Math.min(ahead + reach, end - 1);
			for (let at = Math.max(covered, ahead - reach); at <= last; at += 1) {
				const own = downs[at] ?? none;
				let least = own === none ? 1e400 : own * own;
				for (let aside = 1; aside <= reach && aside * aside < least; aside += 1) {
					const before = at - aside >= start ? downs[at - aside] ?? none : none;
					const after = at + aside < end ? downs[at + aside] ?? none : none;
					const nearer = before < after ? before : after;
					if (nearer === none) continue;
					const square = aside * aside + nearer * nearer;
					if (square < least) least = square;
				}
				if (least <= farthest) distances[at] = Math.sqrt(least);
			}
			covered = Math.max(covered, last + 1);
		}
	}
	return distances;
}

// scripts/lib/media/matte/fill.ts
/**
* Carries known values on into the unknown, smoothly: means over ever larger squares on the way down, and on the way up
* whatever is missing from the coarser level ("push-pull": Gortler et al. 1996, "The Lumigraph"). Known values stay.
*
* @param weights how well each pixel is known, 0 to 1
*/
function filledIn({ width, height, channels, values }, weights) {
	const known = new Float32Array(weights.length);
	const sums = new Float32Array(values.length);
	for (let pixel = 0; pixel < weights.length; pixel += 1) {
		const weight = weights[pixel] ?? 0;
		if (weight === 0) continue;
		known[pixel] = weight;
		for (let c = 0; c < channels; c += 1) sums[pixel * channels + c] = (values[pixel * channels + c] ?? 0) * weight;
	}
	return {
		width,
		height,
		channels,
		values: pulled(sums, known, {
			width,
			height
		}, channels)
	};
}
/** Sums and weights of a level → its values, all known. */
function pulled(sums, weights, { width, height }, channels) {
	const values = new Float32Array(sums.length);
	if (width === 1 && height === 1) {
		const weight = weights[0] ?? 0;
		for (let c = 0; c < channels; c += 1) values[c] = weight > 0 ? (sums[c] ?? 0) / weight : 0;
		return values;
	}
	const half = {
		width: width + 1 >> 1,
		height: height + 1 >> 1
	};
	const coarseSums = new Float32Array(half.width * half.height * channels);
	const coarseWeights = new Float32Array(half.width * half.height);
	for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) {
		const from = y * width + x;
		const weight = weights[from] ?? 0;
		if (weight === 0) continue;
		const to = (y >> 1) * half.width + (x >> 1);
		coarseWeights[to] = (coarseWeights[to] ?? 0) + weight;
		for (let c = 0; c < channels; c += 1) coarseSums[to * channels + c] = (coarseSums[to * channels + c] ?? 0) + (sums[from * channels + c] ?? 0);
	}
	for (let pixel = 0; pixel < coarseWeights.length; pixel += 1) {
		const weight = coarseWeights[pixel] ?? 0;
		if (weight <= 1) continue;
		coarseWeights[pixel] = 1;
		for (let c = 0; c < channels; c += 1) coarseSums[pixel * channels + c] = (coarseSums[pixel * channels + c] ?? 0) / weight;
	}
	const coarse = pulled(coarseSums, coarseWeights, half, channels);
	for (let y = 0; y < height; y += 1) {
		const v = Math.min(Math.max((y - .5) / 2, 0), half.height - 1);
		const top = Math.floor(v);
		const bottom = Math.min(top + 1, half.height - 1);
		for (let x = 0; x < width; x += 1) {
			const at = y * width + x;
			const weight = weights[at] ?? 0;
			if (weight >= 1) {
				for (let c = 0; c < channels; c += 1) values[at * channels + c] = sums[at * channels + c] ?? 0;
				continue;
			}
			const u = Math.min(Math.max((x - .5) / 2, 0), half.width - 1);
			const left = Math.floor(u);
			const right = Math.min(left + 1, half.width - 1);
			const leftTop = (top * half.width + left) * channels;
			const rightTop = (top * half.width + right) * channels;
			const leftBottom = (bottom * half.width + left) * channels;
			const rightBottom = (bottom * half.width + right) * channels;
			const fx = u - left;
			const fy = v - top;
			for (let c = 0; c < channels; c += 1) {
				const above = (coarse[leftTop + c] ?? 0) * (1 - fx) + (coarse[rightTop + c] ?? 0) * fx;
				const below = (coarse[leftBottom + c] ?? 0) * (1 - fx) + (coarse[rightBottom + c] ?? 0) * fx;
				values[at * channels + c] = (sums[at * channels + c] ?? 0) + (1 - weight) * (above + (below - above) * fy);
			}
		}
	}
	return values;
}

// scripts/lib/media/matte/matte.ts
/** The edge of the picture that is taken for background, its lower side excepted: a share of the height. */
const EDGE = .04;
/** Below it shoulders may touch the sides, so that nothing is learned there: a share of the height. */
const SHOULDERS = .6;
const SAMPLES = 3e3;
/** The outline is looked for on a picture about as high. */
const SEARCHED = 512;
/** A smooth surface is believed that explains this share of the edge, with so many levels of spread at most; else the edge is a palette. */
const PLAIN = {
	share: .8,
	spread: 8
};
/** Background scatters around its model by so many spreads at most, but by these levels in any case. */
const SPREADS = 4;
const LEVELS = {
	surface: 3,
	palette: 16
};
/** Background does not leak through gaps narrower than this, nor does it end in points narrower: a share of the height. */
const GAP = .006;
/** As thick is a strand of hair that stands off and closes in some background: a share of the height. So many are stepped over. */
const STRAND = .004;
const STEPS_OVER = 2;
/** So far background goes into what is narrower still. */
const POCKET = .012;
/** Half the band around the outline in which an edge may be soft: a share of the height. */
const BAND = .005;
/** Above it a pixel keeps its colour as it is. */
const OPAQUE$1 = .98;
/** A figure smaller or larger than that share of the picture is none: the outline of a bust is taken in its place. */
const FIGURE = {
	min: .03,
	max: .97
};
/**
* Takes figure and background apart. Background is what looks as the picture's upper and side edges do and hangs
* together with them; what it cannot reach is figure, alike or not. In a band around the outline opacity is how far the
* colour has gone from the background's nearby to the figure's. A picture with transparency of its own is taken at its
* word; where nothing can be told apart, the outline of a bust in the middle is the figure.
*/
function matteOf(picture) {
	const own = ownAlpha(picture);
	if (own) return apart(picture, own, sidesOf(picture, own.map((share) => share > OPAQUE$1 ? 1 : 0), own.map((share) => share === 0 ? 1 : 0)));
	const { alpha, sides } = softened(picture, figureOf$1(picture));
	return apart(picture, alpha, sides);
}
function ownAlpha({ rgba }) {
	const alpha = new Float32Array(rgba.length >> 2);
	let clear = 0;
	for (let pixel = 0; pixel < alpha.length; pixel += 1) {
		alpha[pixel] = (rgba[pixel * 4 + 3] ?? 0) / 255;
		if ((alpha[pixel] ?? 0) < .5) clear += 1;
	}
	return clear > alpha.length * (1 - FIGURE.max) ? alpha : void 0;
}
/** 1 where the figure is, hard-edged; found on a smaller picture, which is quicker and knows less noise. */
function figureOf$1(picture) {
	const factor = Math.max(1, Math.floor(picture.height / SEARCHED));
	const small = shrunk(picture, factor);
	const { width, height } = small;
	const edge = Math.max(1, Math.round(EDGE * height));
	const rim = (x, y) => y < edge || x < edge || x >= width - edge;
	let figure = /* @__PURE__ */ new Uint8Array(0);
	let known = (x, y) => y < SHOULDERS * height && rim(x, y);
	for (const degree of [
		3,
		5,
		6
	]) {
		const alike = likeEdge(small, thinned(small, known), degree);
		figure = inverted(reached(alike, small, rim));
		const found = figure;
		known = (x, y) => found[y * width + x] === 0;
	}
	const share = figure.reduce((sum, value) => sum + value, 0) / figure.length;
	if (share < FIGURE.min || share > FIGURE.max) return bust(picture);
	const large = new Uint8Array(picture.width * picture.height);
	for (let y = 0, pixel = 0; y < picture.height; y += 1) {
		const row = Math.min(Math.floor(y / factor), height - 1) * width;
		for (let x = 0; x < picture.width; x += 1, pixel += 1) large[pixel] = figure[row + Math.min(Math.floor(x / factor), width - 1)] ?? 0;
	}
	return large;
}
/** Means of squares; what does not fill a square at the right and lower edge is left away. */
function shrunk({ width, height, rgba }, factor) {
	const size = {
		width: Math.max(1, Math.floor(width / factor)),
		height: Math.max(1, Math.floor(height / factor))
	};
	const small = new Uint8ClampedArray(size.width * size.height * 4);
	for (let y = 0, to = 0; y < size.height; y += 1) for (let x = 0; x < size.width; x += 1) for (let channel = 0; channel < 4; channel += 1, to += 1) {
		let sum = 0;
		for (let v = y * factor; v < (y + 1) * factor; v += 1) for (let u = x * factor; u < (x + 1) * factor; u += 1) sum += rgba[(v * width + u) * 4 + channel] ?? 0;
		small[to] = sum / (factor * factor);
	}
	return {
		...size,
		rgba: small
	};
}
/** An even choice of the pixels that a rule takes. */
function thinned({ width, height }, takes) {
	const all = [];
	for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) if (takes(x, y)) all.push(y * width + x);
	const step = Math.max(1, all.length / SAMPLES);
	return Uint32Array.from({ length: Math.floor(all.length / step) }, (_, index) => all[Math.floor(index * step)] ?? 0);
}
/** 1 where a pixel looks like the samples. */
function likeEdge(picture, samples, degree) {
	const { width, height, rgba } = picture;
	const alike = new Uint8Array(width * height);
	const surface = fitBackground(picture, samples, degree);
	if (surface && surface.share >= PLAIN.share && surface.spread <= PLAIN.spread) {
		const limit = Math.max(LEVELS.surface, SPREADS * surface.spread);
		const model = new Float32Array(width * 3);
		for (let y = 0, pixel = 0; y < height; y += 1) {
			surface.row(y, model);
			for (let x = 0; x < width; x += 1, pixel += 1) {
				const red = (rgba[pixel * 4] ?? 0) - (model[x * 3] ?? 0);
				const green = (rgba[pixel * 4 + 1] ?? 0) - (model[x * 3 + 1] ?? 0);
				const blue = (rgba[pixel * 4 + 2] ?? 0) - (model[x * 3 + 2] ?? 0);
				alike[pixel] = red * red + green * green + blue * blue < limit * limit ? 1 : 0;
			}
		}
		return alike;
	}
	const palette = paletteOf(picture, samples);
	const limit = Math.max(LEVELS.palette, SPREADS * palette.spread);
	for (let pixel = 0; pixel < alike.length; pixel += 1) alike[pixel] = palette.distance(rgba[pixel * 4] ?? 0, rgba[pixel * 4 + 1] ?? 0, rgba[pixel * 4 + 2] ?? 0) < limit ? 1 : 0;
	return alike;
}
/** What a disc can sweep of `alike` from the rim: 1 where it comes. It steps over what is thinner than a strand of hair. */
function reached(alike, size, rim) {
	const { width, height } = size;
	const radius = Math.max(1, GAP * height / 2);
	const near = 2 * radius + 1 + Math.max(STRAND, POCKET) * height;
	const room = distanceWithin(inverted(alike), size, radius);
	const visited = new Uint8Array(alike.length);
	const queue = new Uint32Array(alike.length);
	let first = 0;
	let last = 0;
	const around = (pixel, take) => {
		const x = pixel % width;
		if (x > 0) take(pixel - 1);
		if (x < width - 1) take(pixel + 1);
		if (pixel >= width) take(pixel - width);
		if (pixel < alike.length - width) take(pixel + width);
	};
	const visit = (pixel) => {
		if (visited[pixel] === 0 && (room[pixel] ?? 0) > radius) {
			visited[pixel] = 1;
			queue[last] = pixel;
			last += 1;
		}
	};
	const spread = () => {
		for (; first < last; first += 1) around(queue[first] ?? 0, visit);
	};
	for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) if (rim(x, y)) visit(y * width + x);
	spread();
	let swept = distanceWithin(visited, size, near);
	for (let step = 0; step < STEPS_OVER; step += 1) {
		for (let pixel = 0; pixel < alike.length; pixel += 1) if ((swept[pixel] ?? 0) < 2 * radius + STRAND * height) visit(pixel);
		spread();
		swept = distanceWithin(visited, size, near);
	}
	const whole = new Uint8Array(alike.length);
	const within = (pixel, reach) => alike[pixel] === 1 && (swept[pixel] ?? 0) <= reach;
	const take = (pixel) => {
		if (whole[pixel] === 1 || !within(pixel, POCKET * height)) return;
		whole[pixel] = 1;
		queue[last] = pixel;
		last += 1;
	};
	last = 0;
	for (let pixel = 0; pixel < alike.length; pixel += 1) if (within(pixel, 2 * radius + 1)) take(pixel);
	for (first = 0; first < last; first += 1) around(queue[first] ?? 0, take);
	return whole;
}
const inverted = (mask) => mask.map((value) => value === 0 ? 1 : 0);
/** Head and shoulders in the middle of the picture: centre and radii in shares of width and height. */
const BUST = [{
	x: .5,
	y: .38,
	rx: .2,
	ry: .28
}, {
	x: .5,
	y: 1.05,
	rx: .44,
	ry: .42
}];
function bust({ width, height }) {
	return Uint8Array.from({ length: width * height }, (_, pixel) => {
		const x = (pixel % width + .5) / width;
		const y = (Math.floor(pixel / width) + .5) / height;
		return BUST.some((part) => ((x - part.x) / part.rx) ** 2 + ((y - part.y) / part.ry) ** 2 < 1) ? 1 : 0;
	});
}
function sidesOf({ width, height, rgba }, figure, ground) {
	const values = new Float32Array(width * height * 3);
	for (let from = 0, to = 0; to < values.length; from += 4, to += 3) {
		values[to] = rgba[from] ?? 0;
		values[to + 1] = rgba[from + 1] ?? 0;
		values[to + 2] = rgba[from + 2] ?? 0;
	}
	const field = {
		width,
		height,
		channels: 3,
		values
	};
	return {
		figure: filledIn(field, figure).values,
		ground: filledIn(field, ground).values
	};
}
/** The hard mask, soft in a band around its outline. */
function softened(picture, figure) {
	const { rgba } = picture;
	const band = Math.max(2, BAND * picture.height);
	const sureFigure = distanceWithin(inverted(figure), picture, band).map((distance) => distance > band ? 1 : 0);
	const sureGround = distanceWithin(figure, picture, band).map((distance) => distance > band ? 1 : 0);
	const sides = sidesOf(picture, sureFigure, sureGround);
	const alpha = new Float32Array(figure.length);
	for (let pixel = 0; pixel < figure.length; pixel += 1) {
		if (sureFigure[pixel] === 1) alpha[pixel] = 1;
		if (sureFigure[pixel] === 1 || sureGround[pixel] === 1) continue;
		let along = 0;
		let length = 0;
		for (let channel = 0; channel < 3; channel += 1) {
			const ground = sides.ground[pixel * 3 + channel] ?? 0;
			const way = (sides.figure[pixel * 3 + channel] ?? 0) - ground;
			along += ((rgba[pixel * 4 + channel] ?? 0) - ground) * way;
			length += way * way;
		}
		const sure = length / (length + 144);
		const hard = figure[pixel] ?? 0;
		const share = length > 0 ? Math.min(Math.max(along / length, 0), 1) : hard;
		alpha[pixel] = share * sure + hard * (1 - sure);
	}
	return {
		alpha,
		sides
	};
}
/** Colours on both sides of the edge without the other's part in them. */
function apart({ width, height, rgba }, alpha, sides) {
	const figure = new Uint8ClampedArray(rgba.length);
	const plate = new Uint8ClampedArray(rgba.length);
	for (let pixel = 0; pixel < alpha.length; pixel += 1) {
		const share = alpha[pixel] ?? 0;
		for (let channel = 0; channel < 3; channel += 1) {
			const at = pixel * 4 + channel;
			const seen = rgba[at] ?? 0;
			const ground = sides.ground[pixel * 3 + channel] ?? 0;
			const nearby = sides.figure[pixel * 3 + channel] ?? 0;
			const own = share > 0 ? Math.min(Math.max((seen - (1 - share) * ground) / share, 0), 255) : 0;
			figure[at] = share > OPAQUE$1 ? seen : nearby + (own - nearby) * share;
			plate[at] = ground;
		}
		figure[pixel * 4 + 3] = share * 255;
		plate[pixel * 4 + 3] = 255;
	}
	return {
		figure: {
			width,
			height,
			rgba: figure
		},
		plate: {
			width,
			height,
			rgba: plate
		}
	};
}

// scripts/lib/media/compare/front-beside-canon.ts
/** The longer side at which a figure is taken from its background. */
const SIDE$1 = 320;
/** Figures are laid upon each other so wide. */
const WIDE = 192;
const OPAQUE = 128;
const GREY = 128;
const figures = /* @__PURE__ */ new WeakMap();
/**
* How near a model's front view is to the canonical picture: the share of both silhouettes that they have in common once
* they are laid upon each other (scale and place, nothing else), and inside of it how far colours are apart and how much
* structure is kept. None when either shows no figure before its background.
*/
async function besideCanonical(front, canonical) {
	const kept = figures.get(canonical) ?? figureOf(canonical);
	figures.set(canonical, kept);
	const [model, hers] = [await figureOf(front), await kept];
	return measured(model, hers, "front beside the canonical picture");
}
function measured(model, hers, of) {
	if (model === void 0 || hers === void 0) return [];
	const high = Math.ceil(WIDE * Math.max(hers.box.height / hers.box.width, .2) * 1.1);
	const place = nearest(model, hers, high);
	const { shared, all } = overlap(model, hers, high, place);
	const [a, b] = laid(model, hers, high, place);
	const { colour, ssim } = measurePictures(a, b);
	return [
		{
			metric: "canon/silhouette-iou@1",
			label: `${of}: silhouette in common`,
			value: shared / Math.max(1, all),
			unit: "share",
			meaning: "1 is the same outline"
		},
		{
			metric: "canon/ciede2000-mean@1",
			label: `${of}: colours apart, mean`,
			value: colour?.ciede2000.mean ?? 0,
			unit: "ΔE00"
		},
		{
			metric: "canon/ssim-wang2004@1",
			label: `${of}: structure`,
			value: ssim ?? 1,
			unit: "SSIM"
		}
	];
}
async function figureOf(picture) {
	const scale = Math.min(1, SIDE$1 / Math.max(picture.width, picture.height));
	const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
	if (width === void 0 || height === void 0) return void 0;
	const raw = {
		width: picture.width,
		height: picture.height,
		channels: 4
	};
	const small = await sharp(picture.rgba, {
		raw,
		limitInputPixels: false
	}).resize(width, height, {
		fit: "fill",
		kernel: "lanczos3"
	}).raw().toBuffer();
	const rgba = new Uint8ClampedArray(small);
	const { figure } = matteOf({
		width,
		height,
		rgba
	});
	return boxed({
		width,
		height,
		rgba,
		mask: Uint8Array.from({ length: width * height }, (_, i) => (figure.rgba[i * 4 + 3] ?? 0) >= OPAQUE ? 1 : 0)
	});
}
/** None where there is hardly any figure. */
function boxed(cutout) {
	const { width, height, mask } = cutout;
	let [left, right, top, bottom] = [
		width,
		-1,
		height,
		-1
	];
	for (const [i, inside] of mask.entries()) {
		if (inside === 0) continue;
		const [x, y] = [i % width, Math.floor(i / width)];
		[left, right, top, bottom] = [
			Math.min(left, x),
			Math.max(right, x),
			Math.min(top, y),
			Math.max(bottom, y)
		];
	}
	if (right - left < 8 || bottom - top < 8) return void 0;
	return {
		...cutout,
		box: {
			left,
			top,
			width: right - left + 1,
			height: bottom - top + 1
		}
	};
}
/** The pixel of a figure under a point of the grid, whose width is that of the figure's box; -1 beyond its picture. */
function under({ width, height, box, inside }, x, y) {
	const unit = box.width / WIDE;
	const [px, py] = [Math.floor(box.left + (x + .5) * unit), Math.floor(box.top + (y + .5) * unit)];
	if (px < 0 || py < 0 || px >= width || py >= height) return -1;
	const at = py * width + px;
	return inside?.[at] === 0 ? -1 : at;
}
const moved = ({ scale, dx, dy }, x, y) => [(x - WIDE / 2) * scale + WIDE / 2 + dx * WIDE, y * scale + dy * WIDE];
/** Pixels of the grid in both silhouettes, and in either, of those that both pictures have room for. */
function overlap(model, hers, high, place, step = 1) {
	let [shared, all] = [0, 0];
	for (let y = 0; y < high; y += step) for (let x = -24; x < WIDE * 1.125; x += step) {
		const [own, other] = [under(model, ...moved(place, x, y)), under(hers, x, y)];
		if (own < 0 || other < 0) continue;
		const [a, b] = [model.mask[own] ?? 0, hers.mask[other] ?? 0];
		shared += a & b;
		all += a | b;
	}
	return {
		shared,
		all
	};
}
/** The place with the most in common, by ever smaller steps from one box laid upon the other. */
function nearest(model, hers, high) {
	const share = (place) => {
		const { shared, all } = overlap(model, hers, high, place, 2);
		return shared / Math.max(1, all);
	};
	let best = {
		scale: 1,
		dx: 0,
		dy: 0
	};
	let most = share(best);
	for (const size of [
		.08,
		.04,
		.02,
		.01
	]) for (let better = true; better;) {
		better = false;
		const { scale, dx, dy } = best;
		for (const next of [
			{
				scale: scale * (1 + size),
				dx,
				dy
			},
			{
				scale: scale * (1 - size),
				dx,
				dy
			},
			{
				scale,
				dx: dx + size,
				dy
			},
			{
				scale,
				dx: dx - size,
				dy
			},
			{
				scale,
				dx,
				dy: dy + size
			},
			{
				scale,
				dx,
				dy: dy - size
			}
		]) {
			const here = share(next);
			if (here <= most || next.scale < .5 || next.scale > 2) continue;
			[best, most, better] = [
				next,
				here,
				true
			];
		}
	}
	return best;
}
const opaque = (rgba = /* @__PURE__ */ new Uint8ClampedArray()) => rgba.map((value, i) => i % 4 === 3 ? 255 : value);
/** Both on the grid, grey where they are not both. */
function laid(model, hers, high, place) {
	const [a, b] = [0, 1].map(() => new Uint8ClampedArray(WIDE * high * 4).fill(GREY));
	for (let y = 0; y < high; y += 1) for (let x = 0; x < WIDE; x += 1) {
		const [own, other] = [under(model, ...moved(place, x, y)), under(hers, x, y)];
		if (own < 0 || other < 0 || model.mask[own] === 0 || hers.mask[other] === 0) continue;
		const at = (y * WIDE + x) * 4;
		a?.set(model.rgba.subarray(own * 4, own * 4 + 3), at);
		b?.set(hers.rgba.subarray(other * 4, other * 4 + 3), at);
	}
	const size = {
		width: WIDE,
		height: high
	};
	return [{
		...size,
		rgba: opaque(a)
	}, {
		...size,
		rgba: opaque(b)
	}];
}

// scripts/lib/media/compare/sheet.ts
/** Four pictures of one size as one: front and left above, right and back below. */
function sheetOf({ views }) {
	const [first] = views;
	if (first === void 0) throw new RangeError("a sheet needs a view");
	const { width, height } = first.picture;
	const across = views.length > 1 ? 2 : 1;
	const rgba = new Uint8ClampedArray(width * across * height * Math.ceil(views.length / across) * 4);
	for (const [index, { picture }] of views.entries()) {
		const [left, top] = [index % across * width, Math.floor(index / across) * height];
		for (let y = 0; y < height; y += 1) rgba.set(picture.rgba.subarray(y * width * 4, (y + 1) * width * 4), ((top + y) * width * across + left) * 4);
	}
	return {
		width: width * across,
		height: height * Math.ceil(views.length / across),
		rgba
	};
}
/** As large as a moment of a scene; a panel shows the four at two thirds of it. */
const VIEW = {
	width: 384,
	height: 384
};
/** Renders both from cameras that frame the union of their bounds and compares the views as one sheet. */
async function compareViews(medium, before, after, finding, comparison) {
	const frame = unionBounds(before.bounds, after.bounds);
	const { signal, canonical } = comparison;
	const how = {
		medium,
		frame,
		size: VIEW,
		signal
	};
	const [first, second] = await renderAlike(() => readable("before", () => renderViews({
		...how,
		file: before.file
	})), () => readable("after", () => renderViews({
		...how,
		file: after.file
	})));
	const each = first.views.map(({ name, picture }, index) => {
		const other = second.views[index]?.picture ?? picture;
		return {
			name,
			counted: measure(loadPictures(picture, other)).counted
		};
	});
	const room = loadPictures(sheetOf(first), sheetOf(second));
	const difference = measure(room);
	const pixels = room.width * room.height;
	const worst = each.toSorted((a, b) => b.counted - a.counted)[0];
	const words = difference.counted === 0 || worst === void 0 ? void 0 : `${percent(difference.counted / pixels)} of the pixels of four views changed, most from ${SIDE[worst.name]}`;
	const whole = {
		x: 0,
		y: 0,
		width: room.width,
		height: room.height
	};
	const size = {
		width: room.width,
		height: room.height
	};
	const measures = pictureMeasures(difference, size, "views384");
	const panels = difference.differing === 0 ? [] : await trio(room, whole, finding(words), comparison);
	const canon = await frontMeasures(second, canonical);
	const { renderer } = second;
	return {
		measures,
		panels,
		visibility: difference.visibility,
		renderer,
		words,
		canon
	};
}
/** Of the front among some views; none without it or without a canonical picture. */
async function frontMeasures({ views }, canonical) {
	const front = views.find(({ name }) => name === "front");
	return front === void 0 || canonical === void 0 ? [] : besideCanonical(front.picture, canonical);
}
const SIDE = {
	front: "the front",
	left: "the left",
	right: "the right",
	back: "the back"
};

export { boundsOf as a, readSplat as c, lensOf35mm as d, orbit as f, renderViews as i, rasterise as l, frontMeasures as n, cloudBounds as o, sheetOf as r, diagonalOf as s, compareViews as t, rasteriser as u };