import { readFile, stat } from 'node:fs/promises';
import { UserError } from '#core/errors.ts';
import { type Camera, glMatrices } from '../camera.ts';
import type { Picture, Size } from '../picture.ts';
import { rasteriser } from '../splat/rasterise.ts';
import { readSplat } from '../splat/ply.ts';
import { type Bounds, boundsOf } from './bounds.ts';
import { withBrowser } from './browser.ts';
import type { Drawing } from './card.ts';
import { camerasAround, farOf, VIEW_NAMES, type ViewName } from './cameras.ts';
import { drawIn, failed } from './desk.ts';
import { type Drawer, drawWith, OWN_RASTERISER, rendererHere, SOFTWARE } from './renderer.ts';

const BACKGROUND = [206, 206, 210] as const;
const VIEW_SIZE: Size = { width: 512, height: 512 };
const MOST_BYTES = 1 << 30;

export interface RenderRequest {
  readonly medium: 'mesh' | 'splat';
  /** A `.glb` or a Gaussian splat's `.ply`, at most 1 GiB. */
  readonly file: string;
  /** All four when left out. */
  readonly views?: readonly ViewName[] | undefined;
  /** What the cameras frame; the file's own bounds when left out. Give both sides of a comparison the union of theirs. */
  readonly frame?: Bounds | undefined;
  /** 512 × 512 when left out. */
  readonly size?: Size | undefined;
  /** When left out, as `rendererHere` has it. */
  readonly drawer?: Drawer | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface RenderedViews {
  readonly views: readonly { readonly name: ViewName; readonly picture: Picture }[];
  /** What drew, as WebGL names it; without a browser `OWN_RASTERISER`. */
  readonly renderer: string;
}

/**
 * Renders a model from named cameras on plain grey: meshes by three.js under even studio light, splats by Spark, in headless
 * Chromium, or on the processor by our own rasteriser. One render at a time in a browser, three minutes at most. Where a card
 * fails or shows nothing, and software shows the model, software draws everything from then on.
 *
 * @throws {UserError} `model-unreadable` when the file is no such model, `render-failed` when WebGL is missing or lost,
 *   or a view shows nothing, `chromium-missing`
 */
export async function renderViews(request: RenderRequest): Promise<RenderedViews> {
  const { medium, file, signal } = request;
  signal?.throwIfAborted();
  const { size: bytes } = await stat(file);
  if (bytes > MOST_BYTES) {
    throw new UserError('model-unreadable', `${file} has ${bytes} bytes; the limit is ${MOST_BYTES}`, {
      hint: 'Reduce the model, for example its textures.',
    });
  }
  const scene = await sceneOf(request);
  const drawer = async () => request.drawer ?? (await rendererHere())[medium];
  if ((await drawer()) === 'processor') return draw(scene, 'processor', signal);
  return inTurn(async () => {
    signal?.throwIfAborted();
    const now = await drawer(); // while this waited, the card may have failed for another
    if (now === 'software' || now === 'processor') return draw(scene, now, signal);
    try {
      return await draw(scene, now, signal);
    } catch {
      signal?.throwIfAborted();
      const drawn = await draw(scene, SOFTWARE[medium], signal);
      drawWith(SOFTWARE); // the model was not to blame
      return drawn;
    }
  });
}

/**
 * Renders two models, both by one renderer: pictures by two would differ where the models do not.
 *
 * @param before and `after`: render one of them; called again when the card failed in between
 */
export async function renderAlike(
  before: () => Promise<RenderedViews>,
  after: () => Promise<RenderedViews>,
): Promise<readonly [RenderedViews, RenderedViews]> {
  const [first, second] = [await before(), await after()];
  return first.renderer === second.renderer ? [first, second] : [await before(), await after()];
}

/** A model and how it is looked at. */
interface ModelScene {
  readonly medium: 'mesh' | 'splat';
  readonly file: string;
  readonly views: readonly ViewName[];
  readonly cameras: readonly Camera[];
  readonly frame: Bounds;
  readonly size: Size;
}

async function sceneOf(request: RenderRequest): Promise<ModelScene> {
  const { medium, file, views = VIEW_NAMES, size = VIEW_SIZE } = request;
  const frame = request.frame ?? (await boundsOf(medium, file));
  const cameras = camerasAround(frame, medium === 'mesh' ? 'y-up' : 'y-down', views, size);
  return { medium, file, views, cameras, frame, size };
}

/** @throws {UserError} as `renderViews` */
async function draw(
  scene: ModelScene,
  drawer: Drawer,
  signal: AbortSignal | undefined,
): Promise<RenderedViews> {
  const drawn = drawer === 'processor' ? await onProcessor(scene) : await inBrowser(scene, drawer, signal);
  const blank = drawn.views.find(({ picture }) => isBlank(picture));
  if (blank !== undefined) throw failed(`the ${blank.name} view of ${scene.file} shows nothing`);
  return drawn;
}

async function inBrowser(
  { medium, file, views, cameras, frame, size }: ModelScene,
  drawing: Drawing,
  signal: AbortSignal | undefined,
): Promise<RenderedViews> {
  const job = {
    medium,
    cameras: cameras.map((camera) => glMatrices(camera, size, farOf(camera, frame))),
    ...size,
    background: BACKGROUND,
  };
  const { pixels, renderer } = await withBrowser(drawing, (browser) => drawIn(browser, job, file, signal));
  const bytes = size.width * size.height * 4;
  return {
    views: views.map((name, index) => ({
      name,
      picture: upright(pixels.subarray(index * bytes, (index + 1) * bytes), size),
    })),
    renderer,
  };
}

/** @throws {UserError} `render-failed` for a mesh, which our rasteriser does not light as three.js does */
async function onProcessor({ medium, file, cameras, views, size }: ModelScene): Promise<RenderedViews> {
  if (medium === 'mesh') throw failed(`${file} is a mesh, and only splats are drawn without a browser`);
  const cloud = readSplat(await readFile(file), file);
  const rasterise = rasteriser(size);
  const pictures = views.map((name, index) => {
    const camera = cameras[index];
    if (camera === undefined) throw new RangeError(`no camera for ${name}`);
    const drawn = rasterise.draw(cloud, camera, [...BACKGROUND, 255]);
    return { name, picture: { ...size, rgba: Uint8ClampedArray.from(drawn.rgba) } };
  });
  return { views: pictures, renderer: OWN_RASTERISER };
}

/** WebGL gives the bottom row first. */
function upright(pixels: Buffer, { width, height }: Size): Picture {
  const rgba = new Uint8ClampedArray(pixels.byteLength);
  const row = width * 4;
  for (let y = 0; y < height; y += 1)
    rgba.set(pixels.subarray((height - 1 - y) * row, (height - y) * row), y * row);
  for (let i = 3; i < rgba.length; i += 4) rgba[i] = 255;
  return { width, height, rgba };
}

/** Whether every pixel has one colour. */
function isBlank({ rgba }: Picture): boolean {
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.byteLength / 4);
  return pixels.every((pixel) => pixel === pixels[0]);
}

let last: Promise<unknown> = Promise.resolve();

/** One render at a time: each holds a model in the browser's memory. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work, work);
  last = mine.catch(() => undefined); // the next in turn does not care how this one ended
  return mine;
}
