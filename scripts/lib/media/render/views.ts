import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, errors, type Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { z } from 'zod';
import { messageOf, UserError } from '#core/errors.ts';
import { type Camera, eyeOf, glMatrices, lensOfFieldOfView, orbit, type World } from '../camera.ts';
import type { Picture, Size } from '../picture.ts';
import { rasteriser } from '../splat/rasterise.ts';
import { readSplat } from '../splat/ply.ts';
import { withBrowser } from './browser.ts';
import { type Drawing, hasCard } from './card.ts';
import { type Bounds, boundsOf, centreOf, cornersOf, diagonalOf } from './bounds.ts';
import type { PageJob } from './page/contract.ts';
import { IMPORTED, type ViewServer, viewServer } from './view-server.ts';

/** Where the camera stands around a model: before it, 35° to either side, behind it. */
export type ViewName = 'front' | 'left' | 'right' | 'back';
export const VIEW_NAMES: readonly ViewName[] = ['front', 'left', 'right', 'back'];

const YAW: Readonly<Record<ViewName, number>> = { front: 0, left: -35, right: 35, back: 180 };
const FIELD_OF_VIEW = 30;
const BACKGROUND = [206, 206, 210] as const;
const VIEW_SIZE: Size = { width: 512, height: 512 };
const MOST_BYTES = 1 << 30;
const TIMEOUT_MS = 180_000;

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
  /**
   * When left out: meshes by `software`, the same pixels wherever the same Chromium runs; splats by Spark on a card where there
   * is one, else on the `processor` by our own rasteriser, which draws in a tenth of a second what Spark draws in four by software.
   */
  readonly drawing?: Drawing | 'processor' | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface RenderedViews {
  readonly views: readonly { readonly name: ViewName; readonly picture: Picture }[];
  /** What drew, as WebGL names it. */
  readonly renderer: string;
}

/**
 * Renders a model from named cameras in headless Chromium: meshes by three.js under even studio light, splats by Spark,
 * on plain grey. One render at a time in a process, one browser, three minutes at most.
 *
 * @throws {UserError} `model-unreadable` when the file is no such model, `render-failed` when WebGL is missing or lost,
 *   or a view shows nothing, `chromium-missing`
 */
export async function renderViews(request: RenderRequest): Promise<RenderedViews> {
  const { medium, file, views = VIEW_NAMES, size = VIEW_SIZE, signal } = request;
  const drawing =
    request.drawing ?? (medium === 'mesh' ? 'software' : hasCard() ? 'card-if-there' : 'processor');
  signal?.throwIfAborted();
  const { size: bytes } = await stat(file);
  if (bytes > MOST_BYTES) {
    throw new UserError('model-unreadable', `${file} has ${bytes} bytes; the limit is ${MOST_BYTES}`, {
      hint: 'Reduce the model, for example its textures.',
    });
  }
  const frame = request.frame ?? (await boundsOf(medium, file));
  const cameras = camerasAround(frame, medium === 'mesh' ? 'y-up' : 'y-down', views, size);
  if (drawing === 'processor') return onProcessor(medium, file, cameras, views, size);
  const job: Job = {
    medium,
    cameras: cameras.map((camera) => glMatrices(camera, size, farOf(camera, frame))),
    ...size,
    background: BACKGROUND,
  };
  return inTurn(async () => {
    signal?.throwIfAborted();
    const draw = (with_: Drawing) => withBrowser(with_, (browser) => drawIn(browser, job, file, signal));
    const drawn = await draw(drawing).catch((thrown: unknown) => {
      // A card whose driver fails is no reason to fail: software draws the same scene.
      if (drawing === 'software' || !hasCard() || !isRenderFailure(thrown)) throw thrown;
      return draw('software');
    });
    const pictures = views.map((name, index) => {
      const bytes = size.width * size.height * 4;
      const picture = upright(drawn.pixels.subarray(index * bytes, (index + 1) * bytes), size);
      if (isBlank(picture)) throw failed(`the ${name} view of ${file} shows nothing`);
      return { name, picture };
    });
    return { views: pictures, renderer: drawn.renderer };
  });
}

/** Without a browser. @throws {UserError} `render-failed` for a mesh, which our rasteriser does not light as three.js does */
async function onProcessor(
  medium: 'mesh' | 'splat',
  file: string,
  cameras: readonly Camera[],
  views: readonly ViewName[],
  size: Size,
): Promise<RenderedViews> {
  if (medium === 'mesh') throw failed(`${file} is a mesh, and only splats are drawn without a browser`);
  const cloud = readSplat(await readFile(file), file);
  const rasterise = rasteriser(size);
  const pictures = views.map((name, index) => {
    const camera = cameras[index];
    if (camera === undefined) throw new RangeError(`no camera for ${name}`);
    const drawn = rasterise.draw(cloud, camera, [...BACKGROUND, 255]);
    if (isBlank(drawn)) throw failed(`the ${name} view of ${file} shows nothing`);
    return { name, picture: { ...size, rgba: Uint8ClampedArray.from(drawn.rgba) } };
  });
  return { views: pictures, renderer: 'alpha-ref rasteriser' };
}

/** Cameras at one distance that all have the whole frame in view, a twentieth of the picture left free on each side. */
function camerasAround(frame: Bounds, world: World, views: readonly ViewName[], size: Size): Camera[] {
  const target = centreOf(frame);
  const diagonal = Math.max(diagonalOf(frame), 1e-6);
  const tall = Math.tan((FIELD_OF_VIEW * Math.PI) / 360) * 0.9;
  const wide = tall * (size.width / size.height);
  const lens = lensOfFieldOfView(FIELD_OF_VIEW);
  const at = (yawDeg: number, distance: number, near: number) =>
    orbit({ world, target, distance, yawDeg, pitchDeg: 0, lens: { ...lens, near } });
  let distance = 0;
  for (const name of VIEW_NAMES) {
    const { rotation } = at(YAW[name], 1, 0.01);
    for (const corner of cornersOf(frame)) {
      const [x, y, z] = rotation.map((axis) =>
        axis.reduce((sum, part, i) => sum + part * ((corner[i] ?? 0) - (target[i] ?? 0)), 0),
      );
      distance = Math.max(distance, Math.abs(x ?? 0) / wide - (z ?? 0), Math.abs(y ?? 0) / tall - (z ?? 0));
    }
  }
  distance = Math.max(distance, diagonal * 0.1);
  const near = Math.max(distance - diagonal, distance * 0.01);
  return views.map((name) => at(YAW[name], distance, near));
}

/** Behind everything that the frame holds. */
function farOf(camera: Camera, frame: Bounds): number {
  const [eye, centre] = [eyeOf(camera), centreOf(frame)];
  return (
    Math.hypot(eye[0] - centre[0], eye[1] - centre[1], eye[2] - centre[2]) + 2 * diagonalOf(frame) + 1e-6
  );
}

const Answer = z.object({ renderer: z.string() });

/** What the page is asked, but for where it finds the model. */
type Job = Omit<PageJob, 'model' | 'views'>;

interface Drawn {
  readonly renderer: string;
  /** Of all views, one behind the other. */
  readonly pixels: Buffer;
}

async function drawIn(
  browser: Browser,
  job: Job,
  file: string,
  signal: AbortSignal | undefined,
): Promise<Drawn> {
  const { page, server, close } = await deskIn(browser);
  using lent = await server.lend(file, job.width * job.height * 4 * job.cameras.length);
  const asked: PageJob = { ...job, model: lent.model, views: lent.views };
  try {
    const answer = await unlessStopped(page.evaluate(`drawViews(${JSON.stringify(asked)})`), signal);
    const pixels = lent.pixels();
    if (pixels === undefined) throw failed(`the views of ${file} were not sent`);
    return { renderer: Answer.parse(answer).renderer, pixels };
  } catch (cause) {
    close();
    signal?.throwIfAborted();
    if (cause instanceof UserError) throw cause;
    const message = messageOf(cause).split('\n')[0] ?? '';
    if (message.includes('no-webgl')) throw failed('Chromium has no WebGL 2 here', cause);
    if (cause instanceof errors.TimeoutError || message.includes('WebGL') || message.includes('closed')) {
      throw failed(`${file} could not be drawn: ${message}`, cause);
    }
    throw new UserError('model-unreadable', `${file} cannot be read as a ${job.medium}: ${message}`, {
      hint: 'Build it again, or open it in another viewer to see whether it is damaged.',
      cause,
    });
  }
}

/** A browser's one page and its server: what the page keeps (the light that metal mirrors) is made once. */
interface Desk {
  readonly browser: Browser;
  readonly page: Page;
  readonly server: ViewServer;
  /** After a fault nothing of it is used again. */
  readonly close: () => void;
}

let desk: Desk | undefined;

async function deskIn(browser: Browser): Promise<Desk> {
  if (desk?.browser === browser && !desk.page.isClosed()) return desk;
  desk?.close();
  const server = await viewServer(await pageScript());
  const context = await browser.newContext({ viewport: { width: 64, height: 64 } });
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  await page.route(
    (url) => url.origin !== server.origin && url.protocol !== 'blob:' && url.protocol !== 'data:',
    (route) => route.abort(),
  );
  await page.goto(`${server.origin}/`);
  const opened: Desk = {
    browser,
    page,
    server,
    close: () => {
      if (desk === opened) desk = undefined;
      // A page in the midst of drawing closes when it is done; nobody has to wait for that.
      void context.close().catch(() => undefined);
      void server[Symbol.asyncDispose]();
    },
  };
  desk = opened;
  return opened;
}

/** The work's end, the signal's reason, or a timeout, whichever comes first. */
async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  work.catch(() => undefined); // it may end after nobody waits for it
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  const either = signal === undefined ? limit : AbortSignal.any([limit, signal]);
  either.throwIfAborted();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = () =>
    reject(
      signal?.aborted === true
        ? signal.reason
        : new errors.TimeoutError(`not drawn within ${TIMEOUT_MS / 1000} s`),
    );
  either.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    either.removeEventListener('abort', stop);
  }
}

const failed = (message: string, cause?: unknown) =>
  new UserError('render-failed', message, {
    hint: 'Check with `alpha doctor` that Chromium renders here; a model that lies far from its own bounds shows nothing.',
    cause,
  });

const isRenderFailure = (thrown: unknown) => thrown instanceof UserError && thrown.code === 'render-failed';

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

let script: Promise<string> | undefined;

/** The page's own code as one script; three.js and Spark are read from where they lie. */
function pageScript(): Promise<string> {
  return (script ??= bundled());
}

async function bundled(): Promise<string> {
  const input = createRequire(import.meta.url).resolve('#media/render/page/views.ts');
  await using bundle = await rolldown({ input, platform: 'browser', logLevel: 'silent', external: IMPORTED });
  const { output } = await bundle.generate({ format: 'esm' });
  return output[0].code;
}
