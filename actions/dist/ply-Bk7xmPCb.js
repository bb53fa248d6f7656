import { j as UserError } from "./oid-CD6GJw-_.js";

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

// scripts/lib/media/splat/rasterise.ts
/** One frame. For more than one, `rasteriser` keeps its memory. */
function rasterise(splats, camera, size, background) {
	return rasteriser(size).draw(splats, camera, background);
}
/** Variance in pixels² that the pixel itself adds; opacity falls by as much as the ellipse grows ("Mip-Splatting", Yu et al. 2024, equation 9; Spark does so too). */
const PIXEL_VARIANCE = .3;
/** What adds less than this to a pixel is not drawn, and a pixel that lets through less than this is done. */
const FAINT = 1 / 255;
/** How far off the picture's edge a direction may lie before its linear approximation is held (3DGS does the same). */
const MARGIN = 1.3;
/** exp(−q/2) for q from 0 to `REACH`, `STEPS` to the unit: an ellipse ends at √8 standard deviations, as Spark's do. */
const REACH = 8;
const STEPS = 256;
const FALLOFF = Float32Array.from({ length: 2050 }, (_, at) => Math.exp(-.5 * ((at + .5) / STEPS)));
/** Depths are sorted by 22 bits, in two passes of 11. */
const DIGITS = 2048;
/** Numbers that a Gaussian is reduced to before it is drawn: x, y, three of the inverse covariance, reach² , half height, opacity. */
const FIELDS = 8;
/**
* Splats each Gaussian as an ellipse: its covariance goes through the camera by the first derivative of the projection
* at its centre (EWA: Zwicker et al. 2001, equations 25 to 31). Front to back, sorted by the depth of the centres.
*
* @throws {RangeError} when the size is none
*/
function rasteriser({ width, height }) {
	if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) throw new RangeError(`${width} × ${height} is no size of a picture`);
	/** Red, green, blue so far and what still shines through. */
	const canvas = new Float32Array(width * height * 4);
	const counts = new Uint32Array(DIGITS);
	let capacity = 0;
	let ellipses = /* @__PURE__ */ new Float32Array(0);
	let depths = /* @__PURE__ */ new Float32Array(0);
	let ids = /* @__PURE__ */ new Uint32Array(0);
	let order = /* @__PURE__ */ new Uint32Array(0);
	let spare = /* @__PURE__ */ new Uint32Array(0);
	let keys = /* @__PURE__ */ new Uint32Array(0);
	const reserve = (count) => {
		if (count <= capacity) return;
		capacity = count;
		ellipses = new Float32Array(count * FIELDS);
		depths = new Float32Array(count);
		ids = new Uint32Array(count);
		order = new Uint32Array(count);
		spare = new Uint32Array(count);
		keys = new Uint32Array(count);
	};
	/** Fills `ellipses`, `depths` and `ids` with what can be seen. Gives how many. */
	const projectAll = (cloud, camera) => {
		const { positions, scales, rotations, opacities } = cloud;
		const [[a0, a1, a2], [b0, b1, b2], [c0, c1, c2]] = camera.rotation;
		const [t0, t1, t2] = camera.translation;
		const focal = camera.focal * height;
		const centreX = camera.centre.x * width;
		const centreY = camera.centre.y * height;
		const { near } = camera;
		const left = -1.3 * centreX / focal;
		const right = MARGIN * (width - centreX) / focal;
		const top = -1.3 * centreY / focal;
		const bottom = MARGIN * (height - centreY) / focal;
		let seen = 0;
		for (let i = 0; i < cloud.count; i += 1) {
			const px = positions[i * 3] ?? 0;
			const py = positions[i * 3 + 1] ?? 0;
			const pz = positions[i * 3 + 2] ?? 0;
			const z = c0 * px + c1 * py + c2 * pz + t2;
			if (z < near) continue;
			const opacity = opacities[i] ?? 0;
			if (opacity < FAINT) continue;
			const u = (a0 * px + a1 * py + a2 * pz + t0) / z;
			const v = (b0 * px + b1 * py + b2 * pz + t1) / z;
			const qw = rotations[i * 4] ?? 0;
			const qx = rotations[i * 4 + 1] ?? 0;
			const qy = rotations[i * 4 + 2] ?? 0;
			const qz = rotations[i * 4 + 3] ?? 0;
			const s0 = scales[i * 3] ?? 0;
			const s1 = scales[i * 3 + 1] ?? 0;
			const s2 = scales[i * 3 + 2] ?? 0;
			const m00 = (1 - 2 * (qy * qy + qz * qz)) * s0;
			const m10 = 2 * (qx * qy + qw * qz) * s0;
			const m20 = 2 * (qx * qz - qw * qy) * s0;
			const m01 = 2 * (qx * qy - qw * qz) * s1;
			const m11 = (1 - 2 * (qx * qx + qz * qz)) * s1;
			const m21 = 2 * (qy * qz + qw * qx) * s1;
			const m02 = 2 * (qx * qz + qw * qy) * s2;
			const m12 = 2 * (qy * qz - qw * qx) * s2;
			const m22 = (1 - 2 * (qx * qx + qy * qy)) * s2;
			const f = focal / z;
			const hu = u < left ? left : u > right ? right : u;
			const hv = v < top ? top : v > bottom ? bottom : v;
			const x0 = f * (a0 - hu * c0);
			const x1 = f * (a1 - hu * c1);
			const x2 = f * (a2 - hu * c2);
			const y0 = f * (b0 - hv * c0);
			const y1 = f * (b1 - hv * c1);
			const y2 = f * (b2 - hv * c2);
			const e0 = x0 * m00 + x1 * m10 + x2 * m20;
			const e1 = x0 * m01 + x1 * m11 + x2 * m21;
			const e2 = x0 * m02 + x1 * m12 + x2 * m22;
			const g0 = y0 * m00 + y1 * m10 + y2 * m20;
			const g1 = y0 * m01 + y1 * m11 + y2 * m21;
			const g2 = y0 * m02 + y1 * m12 + y2 * m22;
			const sharpXx = e0 * e0 + e1 * e1 + e2 * e2;
			const xy = e0 * g0 + e1 * g1 + e2 * g2;
			const sharpYy = g0 * g0 + g1 * g1 + g2 * g2;
			const xx = sharpXx + PIXEL_VARIANCE;
			const yy = sharpYy + PIXEL_VARIANCE;
			const det = xx * yy - xy * xy;
			const sharpDet = sharpXx * sharpYy - xy * xy;
			const strength = sharpDet > 0 ? opacity * Math.sqrt(sharpDet / det) : 0;
			if (strength < FAINT) continue;
			const reach = Math.min(2 * Math.log(strength / FAINT), REACH);
			const halfWidth = Math.sqrt(reach * xx);
			const halfHeight = Math.sqrt(reach * yy);
			const x = centreX + focal * u;
			const y = centreY + focal * v;
			if (x + halfWidth < 0 || x - halfWidth > width || y + halfHeight < 0 || y - halfHeight > height) continue;
			const at = seen * FIELDS;
			ellipses[at] = x;
			ellipses[at + 1] = y;
			ellipses[at + 2] = yy / det;
			ellipses[at + 3] = -xy / det;
			ellipses[at + 4] = xx / det;
			ellipses[at + 5] = reach;
			ellipses[at + 6] = halfHeight;
			ellipses[at + 7] = strength;
			depths[seen] = z;
			ids[seen] = i;
			seen += 1;
		}
		return seen;
	};
	/** Puts the numbers 0 to seen − 1 into `order`, the nearest first; equal depths keep the order of the file. */
	const sortByDepth = (seen) => {
		let min = 1e400;
		let max = 0;
		for (let i = 0; i < seen; i += 1) {
			const depth = depths[i] ?? 0;
			if (depth < min) min = depth;
			if (depth > max) max = depth;
		}
		const scale = max > min ? (DIGITS * DIGITS - 1) / (max - min) : 0;
		counts.fill(0);
		for (let i = 0; i < seen; i += 1) {
			const key = Math.floor(((depths[i] ?? 0) - min) * scale);
			keys[i] = key;
			counts[key % DIGITS] = (counts[key % DIGITS] ?? 0) + 1;
		}
		accumulate(counts);
		for (let i = 0; i < seen; i += 1) {
			const digit = (keys[i] ?? 0) % DIGITS;
			const place = counts[digit] ?? 0;
			counts[digit] = place + 1;
			spare[place] = i;
		}
		counts.fill(0);
		for (let i = 0; i < seen; i += 1) {
			const digit = (keys[i] ?? 0) >>> 11;
			counts[digit] = (counts[digit] ?? 0) + 1;
		}
		accumulate(counts);
		for (let at = 0; at < seen; at += 1) {
			const i = spare[at] ?? 0;
			const digit = (keys[i] ?? 0) >>> 11;
			const place = counts[digit] ?? 0;
			counts[digit] = place + 1;
			order[place] = i;
		}
	};
	const blend = (seen, colours) => {
		for (let at = 0; at < canvas.length; at += 4) {
			canvas[at] = 0;
			canvas[at + 1] = 0;
			canvas[at + 2] = 0;
			canvas[at + 3] = 1;
		}
		for (let place = 0; place < seen; place += 1) {
			const i = order[place] ?? 0;
			const at = i * FIELDS;
			const x = (ellipses[at] ?? 0) - .5;
			const y = (ellipses[at + 1] ?? 0) - .5;
			const a = ellipses[at + 2] ?? 0;
			const b = ellipses[at + 3] ?? 0;
			const c = ellipses[at + 4] ?? 0;
			const reach = ellipses[at + 5] ?? 0;
			const halfHeight = ellipses[at + 6] ?? 0;
			const strength = ellipses[at + 7] ?? 0;
			const id = (ids[i] ?? 0) * 3;
			const red = colours[id] ?? 0;
			const green = colours[id + 1] ?? 0;
			const blue = colours[id + 2] ?? 0;
			const firstRow = Math.max(Math.ceil(y - halfHeight), 0);
			const lastRow = Math.min(Math.floor(y + halfHeight), height - 1);
			for (let row = firstRow; row <= lastRow; row += 1) {
				const dy = row - y;
				const middle = -b * dy / a;
				const root = middle * middle + (reach - c * dy * dy) / a;
				if (root < 0) continue;
				const half = Math.sqrt(root);
				const first = Math.max(Math.ceil(x + middle - half), 0);
				const last = Math.min(Math.floor(x + middle + half), width - 1);
				const base = c * dy * dy;
				const slope = 2 * b * dy;
				let pixel = (row * width + first) * 4;
				for (let column = first; column <= last; column += 1, pixel += 4) {
					const through = canvas[pixel + 3] ?? 0;
					if (through < FAINT) continue;
					const dx = column - x;
					const q = (a * dx + slope) * dx + base;
					const share = through * (strength * (FALLOFF[q * STEPS | 0] ?? 0));
					canvas[pixel] = (canvas[pixel] ?? 0) + share * red;
					canvas[pixel + 1] = (canvas[pixel + 1] ?? 0) + share * green;
					canvas[pixel + 2] = (canvas[pixel + 2] ?? 0) + share * blue;
					canvas[pixel + 3] = through - share;
				}
			}
		}
	};
	const compose = (background, rgba) => {
		const picture = "rgba" in background ? background : void 0;
		const solid = "rgba" in background ? [
			0,
			0,
			0,
			0
		] : background;
		for (let at = 0; at < canvas.length; at += 4) {
			const through = canvas[at + 3] ?? 0;
			const behind = through * ((picture ? picture.rgba[at + 3] ?? 0 : solid[3]) / 255);
			const cover = 1 - through + behind;
			const scale = cover > 0 ? 1 / cover : 0;
			for (let channel = 0; channel < 3; channel += 1) {
				const ground = picture ? picture.rgba[at + channel] ?? 0 : solid[channel] ?? 0;
				rgba[at + channel] = ((canvas[at + channel] ?? 0) * 255 + behind * ground) * scale;
			}
			rgba[at + 3] = cover * 255;
		}
	};
	return {
		width,
		height,
		draw(cloud, camera, background, into) {
			for (const picture of [into, "rgba" in background ? background : void 0]) if (picture && (picture.width !== width || picture.height !== height)) throw new RangeError(`${picture.width} × ${picture.height} is not ${width} × ${height}`);
			reserve(cloud.count);
			const seen = projectAll(cloud, camera);
			sortByDepth(seen);
			blend(seen, cloud.colours);
			const picture = into ?? {
				width,
				height,
				rgba: new Uint8ClampedArray(width * height * 4)
			};
			compose(background, picture.rgba);
			return picture;
		}
	};
}
/** How many have each digit → where the first of each digit goes. */
function accumulate(counts) {
	let before = 0;
	for (let digit = 0; digit < counts.length; digit += 1) {
		const count = counts[digit] ?? 0;
		counts[digit] = before;
		before += count;
	}
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

export { glMatrices as a, orbit as c, eyeOf as i, rasterise as n, lensOf35mm as o, rasteriser as r, lensOfFieldOfView as s, readSplat as t };