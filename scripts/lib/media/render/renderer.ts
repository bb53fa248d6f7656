import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import { withBrowser } from './browser.ts';
import { DEVICES, type Devices, type Drawing, hasCard } from './card.ts';

/** Who draws a model: Chromium, or our own rasteriser on the processor, which draws splats alone. */
export type Drawer = Drawing | 'processor';

/** Its name, where WebGL would give one. */
export const OWN_RASTERISER = 'alpha-ref rasteriser';

/** One choice for all models of a process. */
export interface Renderer {
  /** Tells it from the others in the key of what is kept: each card rounds in its own way. */
  readonly name: string;
  readonly mesh: Drawing;
  readonly splat: Drawer;
}

/** Meshes by three.js on SwiftShader; splats by our own rasteriser, in a small part of the time that Spark takes there. */
export const SOFTWARE: Renderer = { name: 'software', mesh: 'software', splat: 'processor' };
/** Spark too. */
export const SWIFTSHADER: Renderer = { name: 'swiftshader', mesh: 'software', splat: 'software' };

/** What `ALPHA_RENDERER` may say. */
const Wish = z.enum(['auto', 'software', 'swiftshader']);
export type Wish = z.infer<typeof Wish>;

/**
 * @param word what `ALPHA_RENDERER` says: `auto` (as when it says nothing), `software` (never a card), `swiftshader` (the same, and
 *   splats by Spark)
 * @throws {UserError} `renderer-unknown`
 */
export function wishOf(word = ''): Wish {
  const wish = Wish.safeParse(word === '' ? 'auto' : word);
  if (wish.success) return wish.data;
  throw new UserError('renderer-unknown', `ALPHA_RENDERER is ${JSON.stringify(word)}`, {
    hint: `It may be ${Wish.options.join(', ')}.`,
  });
}

/** What WebGL calls who draws; none when it draws nothing. */
export type Probe = (drawing: Drawing) => Promise<string | undefined>;

/** Names of those that draw on the processor while they pass for a card. */
const ON_PROCESSOR = /swiftshader|llvmpipe|lavapipe|softpipe|swrast|software|basic render/iu;

/**
 * The card where one is there and draws, for meshes and splats alike, by Vulkan or else by OpenGL ES; else software. A card is
 * believed what it draws and not that it is there: its driver may be missing, broken, or a processor under another name.
 */
export async function chooseRenderer(wish: Wish, devices: Devices, probe: Probe): Promise<Renderer> {
  if (wish === 'swiftshader') return SWIFTSHADER;
  if (wish === 'software' || !hasCard(devices)) return SOFTWARE;
  for (const drawing of ['vulkan', 'gl'] as const) {
    const name = await probe(drawing);
    if (name === undefined || ON_PROCESSOR.test(name)) continue;
    return { name: `${drawing} ${name}`, mesh: drawing, splat: drawing };
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
const PROBE_MS = 20_000;

/** Asks Chromium itself. */
export const probeChromium: Probe = async (drawing) => {
  try {
    return await withBrowser(drawing, async (browser) => {
      const page = await browser.newPage();
      const late = setTimeout(() => void page.close().catch(() => undefined), PROBE_MS);
      try {
        return (
          z
            .string()
            .nullable()
            .parse(await page.evaluate(PROBE)) ?? undefined
        );
      } finally {
        clearTimeout(late);
        await page.close();
      }
    });
  } catch {
    return undefined; // it does not start with this card, or stops where it should draw
  }
};

let chosen: Promise<Renderer> | undefined;

/** Who draws in this process, found out once. @throws {UserError} `renderer-unknown` */
export async function rendererHere(): Promise<Renderer> {
  return (chosen ??= chooseRenderer(wishOf(process.env['ALPHA_RENDERER']), DEVICES, probeChromium));
}

/** Has this one draw in this process from now on; with none, finds out anew. */
export function drawWith(renderer: Renderer | undefined): void {
  chosen = renderer === undefined ? undefined : Promise.resolve(renderer);
}
