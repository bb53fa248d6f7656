import { b as string, s as _enum, t as UserError } from "./errors-q2Ocdyoq.js";
import { constants, existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { access } from "node:fs/promises";
import { chromium } from "playwright-core";

// scripts/lib/media/render/card.ts
/** Those of this machine. */
const DEVICES = {
	has: existsSync,
	list: (folder) => {
		try {
			return readdirSync(folder);
		} catch {
			return [];
		}
	}
};
/**
* Whether a card is there that can draw without a screen: NVIDIA's device, or a render node of the kernel's (drm(7)). A
* `card0` without a render node only shows what others drew, as in most virtual machines.
*/
const hasCard = ({ has, list }) => has("/dev/nvidia0") || list("/dev/dri").some((name) => /^renderD\d+$/u.test(name));
/** The flags by which Chromium draws so. It no longer falls back to SwiftShader by itself. */
const FLAGS = {
	software: [
		"--use-gl=angle",
		"--use-angle=swiftshader",
		"--enable-unsafe-swiftshader"
	],
	vulkan: [
		"--use-gl=angle",
		"--use-angle=vulkan",
		"--enable-features=Vulkan"
	],
	gl: ["--use-gl=angle", "--use-angle=gl-egl"]
};

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
/** After so long without work the browser ends, so that the process may. */
const IDLE_MS = 2e3;
const held = /* @__PURE__ */ new Map();
/**
* Lends the process's one browser that draws so, started at need and ended after two idle seconds.
*
* @throws {UserError} `chromium-missing`
*/
async function withBrowser(drawing, use) {
	const lent = await heldFor(drawing);
	clearTimeout(lent.idle);
	lent.users += 1;
	try {
		return await use(await lent.browser);
	} finally {
		lent.users -= 1;
		if (lent.users === 0) lent.idle = setTimeout(() => void end(drawing, lent), IDLE_MS);
	}
}
async function heldFor(drawing) {
	const open = held.get(drawing);
	clearTimeout(open?.idle);
	if (open !== void 0 && await alive(open)) return open;
	if (open !== void 0) await end(drawing, open);
	const another = held.get(drawing);
	if (another !== void 0) return another;
	const started = {
		browser: launch(drawing),
		users: 0,
		idle: void 0
	};
	held.set(drawing, started);
	return started;
}
async function end(drawing, open) {
	clearTimeout(open.idle);
	if (held.get(drawing) === open) held.delete(drawing);
	await open.browser.then((browser) => browser.close()).catch(() => void 0);
}
async function alive({ browser }) {
	try {
		return (await browser).isConnected();
	} catch {
		return false;
	}
}
async function launch(drawing) {
	const options = {
		executablePath: await chromiumPath(),
		args: [...COMMON, ...FLAGS[drawing]],
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

// scripts/lib/media/render/renderer.ts
/** Its name, where WebGL would give one. */
const OWN_RASTERISER = "alpha-ref rasteriser";
/** Meshes by three.js on SwiftShader; splats by our own rasteriser, in a small part of the time that Spark takes there. */
const SOFTWARE = {
	name: "software",
	mesh: "software",
	splat: "processor"
};
/** Spark too. */
const SWIFTSHADER = {
	name: "swiftshader",
	mesh: "software",
	splat: "software"
};
/** What `ALPHA_RENDERER` may say. */
const Wish = _enum([
	"auto",
	"software",
	"swiftshader"
]);
/**
* @param word what `ALPHA_RENDERER` says: `auto` (as when it says nothing), `software` (never a card), `swiftshader` (the same, and
*   splats by Spark)
* @throws {UserError} `renderer-unknown`
*/
function wishOf(word = "") {
	const wish = Wish.safeParse(word === "" ? "auto" : word);
	if (wish.success) return wish.data;
	throw new UserError("renderer-unknown", `ALPHA_RENDERER is ${JSON.stringify(word)}`, { hint: `It may be ${Wish.options.join(", ")}.` });
}
/** Names of those that draw on the processor while they pass for a card. */
const ON_PROCESSOR = /swiftshader|llvmpipe|lavapipe|softpipe|swrast|software|basic render/iu;
/**
* The card where one is there and draws, for meshes and splats alike, by Vulkan or else by OpenGL ES; else software. A card is
* believed what it draws and not that it is there: its driver may be missing, broken, or a processor under another name.
*/
async function chooseRenderer(wish, devices, probe) {
	if (wish === "swiftshader") return SWIFTSHADER;
	if (wish === "software" || !hasCard(devices)) return SOFTWARE;
	for (const drawing of ["vulkan", "gl"]) {
		const name = await probe(drawing);
		if (name === void 0 || ON_PROCESSOR.test(name)) continue;
		return {
			name: `${drawing} ${name}`,
			mesh: drawing,
			splat: drawing
		};
	}
	return SOFTWARE;
}
/** Draws one colour and reads it back: contexts of broken drivers come up, too. */
const PROBE = `(() => {
  const context = document.createElement('canvas').getContext('webgl2');
  if (context === null) return null;
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const pixel = new Uint8Array(4);
  context.clearColor(0.2, 0.4, 0.6, 1);
  context.clear(context.COLOR_BUFFER_BIT);
  context.readPixels(0, 0, 1, 1, context.RGBA, context.UNSIGNED_BYTE, pixel);
  const right = [51, 102, 153, 255].every((value, i) => Math.abs(pixel[i] - value) <= 2);
  return right ? String(context.getParameter(info === null ? context.RENDERER : info.UNMASKED_RENDERER_WEBGL)) : null;
})()`;
const PROBE_MS = 2e4;
/** Asks Chromium itself. */
const probeChromium = async (drawing) => {
	try {
		return await withBrowser(drawing, async (browser) => {
			const page = await browser.newPage();
			const late = setTimeout(() => void page.close().catch(() => void 0), PROBE_MS);
			try {
				return string().nullable().parse(await page.evaluate(PROBE)) ?? void 0;
			} finally {
				clearTimeout(late);
				await page.close();
			}
		});
	} catch {
		return;
	}
};
let chosen;
/** Who draws in this process, found out once. @throws {UserError} `renderer-unknown` */
async function rendererHere() {
	return chosen ??= chooseRenderer(wishOf(process.env["ALPHA_RENDERER"]), DEVICES, probeChromium);
}
/** Has this one draw in this process from now on; with none, finds out anew. */
function drawWith(renderer) {
	chosen = renderer === void 0 ? void 0 : Promise.resolve(renderer);
}

export { drawWith as a, wishOf as c, chooseRenderer as i, withBrowser as l, SOFTWARE as n, probeChromium as o, SWIFTSHADER as r, rendererHere as s, OWN_RASTERISER as t };