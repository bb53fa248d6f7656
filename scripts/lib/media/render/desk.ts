import { createRequire } from 'node:module';
import { type Browser, errors, type Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { z } from 'zod';
import { messageOf, UserError } from '#core/errors.ts';
import type { PageJob } from './page/contract.ts';
import { IMPORTED, type ViewServer, viewServer } from './view-server.ts';

const TIMEOUT_MS = 180_000;

const Answer = z.object({ renderer: z.string() });

/** What the page is asked, but for where it finds the model. */
export type Job = Omit<PageJob, 'model' | 'views'>;

export interface Drawn {
  readonly renderer: string;
  /** Of all views, one behind the other. */
  readonly pixels: Buffer;
}

/** Has a browser draw a model. @throws {UserError} `model-unreadable`, `render-failed` */
export async function drawIn(
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

/** Of the machine, not of the model's file. */
export const failed = (message: string, cause?: unknown) =>
  new UserError('render-failed', message, {
    hint: 'Check with `alpha doctor` that Chromium renders here; a model that lies far from its own bounds shows nothing.',
    cause,
  });

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
