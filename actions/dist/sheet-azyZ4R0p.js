import { M as messageOf, j as UserError, v as object, x as string } from "./oid-CD6GJw-_.js";
import { a as glMatrices, c as orbit, i as eyeOf, r as rasteriser, s as lensOfFieldOfView, t as readSplat } from "./ply-Bk7xmPCb.js";
import { i as percent } from "./request-ByIs-QGe.js";
import { n as readable, t as loadPictures } from "./picture-pair-DqqR9VEO.js";
import { a as measure, i as trio, r as pictureMeasures } from "./picture-xDdEOtOj.js";
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { constants, createReadStream, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { access, readFile, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { chromium, errors } from "playwright-core";
import { rolldown } from "rolldown";
import { NodeIO, getBounds } from "@gltf-transform/core";

// scripts/lib/media/render/browser.ts
const COMMON = [
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--disable-dev-shm-usage",
	"--force-color-profile=srgb",
	"--ignore-gpu-blocklist",
	"--no-proxy-server",
	"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
];
/** Chrome no longer falls back to SwiftShader by itself. */
const SOFTWARE = [
	"--use-angle=swiftshader",
	"--use-gl=angle",
	"--enable-unsafe-swiftshader"
];
const CARD = [
	"--use-angle=vulkan",
	"--use-gl=angle",
	"--enable-features=Vulkan"
];
/** After so long without work the browser ends, so that the process may. */
const IDLE_MS = 2e3;
let held;
let users = 0;
let idle;
/** Whether `card-if-there` would find a card. */
const hasCard = () => existsSync("/dev/nvidia0") || existsSync("/dev/dri/renderD128");
/**
* Lends the process's one browser, started at need and ended after two idle seconds.
*
* @throws {UserError} `chromium-missing`
*/
async function withBrowser(drawing, use) {
	clearTimeout(idle);
	users += 1;
	try {
		if (held !== void 0 && (held.drawing !== drawing || !await alive(held))) await closeBrowser();
		held ??= {
			drawing,
			browser: launch(drawing)
		};
		return await use(await held.browser);
	} finally {
		users -= 1;
		if (users === 0) idle = setTimeout(() => void closeBrowser(), IDLE_MS);
	}
}
/** Ends the browser now; the next render starts another. */
async function closeBrowser() {
	clearTimeout(idle);
	const { browser } = held ?? {};
	held = void 0;
	if (browser !== void 0) await browser.then((open) => open.close()).catch(() => void 0);
}
async function alive({ browser }) {
	try {
		return (await browser).isConnected();
	} catch {
		return false;
	}
}
async function launch(drawing) {
	const card = drawing === "card-if-there" && hasCard();
	const options = {
		executablePath: await chromiumPath(),
		args: [...COMMON, ...card ? CARD : SOFTWARE],
		timeout: 6e4
	};
	if (process.getuid?.() === 0) return chromium.launch(options);
	try {
		return await chromium.launch({
			...options,
			chromiumSandbox: true
		});
	} catch {
		return chromium.launch(options);
	}
}
const NAMES = [
	"chromium",
	"chromium-browser",
	"google-chrome-stable",
	"google-chrome"
];
async function chromiumPath() {
	const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
	for (const path of NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))) try {
		await access(path, constants.X_OK);
		return path;
	} catch {
		continue;
	}
	throw new UserError("chromium-missing", "No Chromium or Chrome is on the PATH to render with", { hint: "Run `npm run setup`, or install chromium." });
}

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

// scripts/lib/media/render/view-server.ts
const PAGE = "<!doctype html><meta charset=\"utf-8\"><title>views</title><script src=\"/script.js\"><\/script>";
/** Nothing from elsewhere: what a model names by URL stays unread. */
const POLICY = "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; connect-src 'self' blob: data:; img-src 'self' blob: data:; worker-src blob:";
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
		lend: async (file, bytesPerView) => {
			const { size } = await stat(file);
			const id = serial += 1;
			const pixels = /* @__PURE__ */ new Map();
			loans.set(id, {
				file,
				size,
				bytesPerView,
				pixels
			});
			return {
				model: `/model/${id}`,
				views: `/views/${id}`,
				pixels,
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
	const asked = /^\/(?<what>model|views)\/(?<id>\d{1,9})(?:\/(?<view>\d{1,3}))?$/u.exec(path)?.groups;
	const loan = loans.get(Number(asked?.["id"]));
	if (request.method === "POST" && loan !== void 0 && asked?.["what"] === "views") {
		const body = await bodyOf(request, loan.bytesPerView);
		if (body !== void 0) loan.pixels.set(Number(asked["view"]), body);
		response.writeHead(body === void 0 ? 413 : 204).end();
	} else if (request.method !== "GET") response.writeHead(405).end();
	else if (path === "/") response.writeHead(200, {
		"content-type": "text/html",
		"content-security-policy": POLICY
	}).end(PAGE);
	else if (path === "/script.js") response.writeHead(200, { "content-type": "text/javascript" }).end(script);
	else if (loan !== void 0 && asked?.["what"] === "model") {
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

// scripts/lib/media/render/views.ts
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
const TIMEOUT_MS = 18e4;
/**
* Renders a model from named cameras in headless Chromium: meshes by three.js under even studio light, splats by Spark,
* on plain grey. One render at a time in a process, one browser, three minutes at most.
*
* @throws {UserError} `model-unreadable` when the file is no such model, `render-failed` when WebGL is missing or lost,
*   or a view shows nothing, `chromium-missing`
*/
async function renderViews(request) {
	const { medium, file, views = VIEW_NAMES, size = VIEW_SIZE, signal } = request;
	const drawing = request.drawing ?? (medium === "mesh" ? "software" : hasCard() ? "card-if-there" : "processor");
	signal?.throwIfAborted();
	const { size: bytes } = await stat(file);
	if (bytes > MOST_BYTES) throw new UserError("model-unreadable", `${file} has ${bytes} bytes; the limit is ${MOST_BYTES}`, { hint: "Reduce the model, for example its textures." });
	const frame = request.frame ?? await boundsOf(medium, file);
	const cameras = camerasAround(frame, medium === "mesh" ? "y-up" : "y-down", views, size);
	if (drawing === "processor") return onProcessor(medium, file, cameras, views, size);
	const job = {
		medium,
		cameras: cameras.map((camera) => glMatrices(camera, size, farOf(camera, frame))),
		...size,
		background: BACKGROUND
	};
	return inTurn(async () => {
		signal?.throwIfAborted();
		const draw = (with_) => withBrowser(with_, (browser) => drawIn(browser, job, file, signal));
		const drawn = await draw(drawing).catch((thrown) => {
			if (drawing === "software" || !hasCard() || !isRenderFailure(thrown)) throw thrown;
			return draw("software");
		});
		return {
			views: views.map((name, index) => {
				const pixels = drawn.pixels.get(index);
				if (pixels === void 0) throw failed(`the ${name} view of ${file} was not drawn`);
				const picture = upright(pixels, size);
				if (isBlank(picture)) throw failed(`the ${name} view of ${file} shows nothing`);
				return {
					name,
					picture
				};
			}),
			renderer: drawn.renderer
		};
	});
}
/** Without a browser. @throws {UserError} `render-failed` for a mesh, which our rasteriser does not light as three.js does */
async function onProcessor(medium, file, cameras, views, size) {
	if (medium === "mesh") throw failed(`${file} is a mesh, and only splats are drawn without a browser`);
	const cloud = readSplat(await readFile(file), file);
	const rasterise = rasteriser(size);
	return {
		views: views.map((name, index) => {
			const camera = cameras[index];
			if (camera === void 0) throw new RangeError(`no camera for ${name}`);
			const drawn = rasterise.draw(cloud, camera, [...BACKGROUND, 255]);
			if (isBlank(drawn)) throw failed(`the ${name} view of ${file} shows nothing`);
			return {
				name,
				picture: {
					...size,
					rgba: Uint8ClampedArray.from(drawn.rgba)
				}
			};
		}),
		renderer: "alpha-ref rasteriser"
	};
}
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
const Answer = object({ renderer: string() });
async function drawIn(browser, job, file, signal) {
	const { page, server, close } = await deskIn(browser);
	using lent = await server.lend(file, job.width * job.height * 4);
	const asked = {
		...job,
		model: lent.model,
		views: lent.views
	};
	try {
		const answer = await unlessStopped(page.evaluate(`drawViews(${JSON.stringify(asked)})`), signal);
		return {
			renderer: Answer.parse(answer).renderer,
			pixels: lent.pixels
		};
	} catch (cause) {
		close();
		signal?.throwIfAborted();
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
const failed = (message, cause) => new UserError("render-failed", message, {
	hint: "Check with `alpha doctor` that Chromium renders here; a model that lies far from its own bounds shows nothing.",
	cause
});
const isRenderFailure = (thrown) => thrown instanceof UserError && thrown.code === "render-failed";
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
let script;
/** The page with three.js and Spark as one script. */
function pageScript() {
	return script ??= bundled();
}
async function bundled() {
	const input = createRequire(new URL("../../scripts/lib/media/render/views.ts", import.meta.url).href).resolve("#media/render/page/views.ts");
	await using bundle = await rolldown({
		input,
		platform: "browser",
		logLevel: "silent"
	});
	const { output } = await bundle.generate({
		format: "iife",
		minify: false,
		comments: { legal: false }
	});
	return output[0].code;
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
/** Renders both from cameras that frame the union of their bounds and compares the views as one sheet. */
async function compareViews(medium, before, after, finding, comparison) {
	const frame = unionBounds(before.bounds, after.bounds);
	const { signal } = comparison;
	const first = await readable("before", () => renderViews({
		medium,
		file: before.file,
		frame,
		signal
	}));
	const second = await readable("after", () => renderViews({
		medium,
		file: after.file,
		frame,
		signal
	}));
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
	return {
		measures: pictureMeasures(difference, size, "views"),
		panels: difference.differing === 0 ? [] : await trio(room, whole, finding(words), comparison),
		visibility: difference.visibility,
		words
	};
}
const SIDE = {
	front: "the front",
	left: "the left",
	right: "the right",
	back: "the back"
};

export { cloudBounds as a, boundsOf as i, sheetOf as n, diagonalOf as o, renderViews as r, compareViews as t };