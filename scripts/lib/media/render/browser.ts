import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { UserError } from '#core/errors.ts';
import { type Drawing, FLAGS } from './card.ts';

const COMMON = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--force-color-profile=srgb',
  '--ignore-gpu-blocklist',
  // Whatever else it wants to know of the world: nothing but this machine has a name for it, and no proxy is asked.
  '--no-proxy-server',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];
/** After so long without work the browser ends, so that the process may. */
const IDLE_MS = 2000;

/** A browser and those who use it. */
interface Held {
  readonly browser: Promise<Browser>;
  users: number;
  idle: NodeJS.Timeout | undefined;
}

const held = new Map<Drawing, Held>();

/**
 * Lends the process's one browser that draws so, started at need and ended after two idle seconds.
 *
 * @throws {UserError} `chromium-missing`
 */
export async function withBrowser<T>(drawing: Drawing, use: (browser: Browser) => Promise<T>): Promise<T> {
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

async function heldFor(drawing: Drawing): Promise<Held> {
  const open = held.get(drawing);
  clearTimeout(open?.idle);
  if (open !== undefined && (await alive(open))) return open;
  if (open !== undefined) await end(drawing, open);
  const another = held.get(drawing); // whoever waited beside us was first
  if (another !== undefined) return another;
  const started: Held = { browser: launch(drawing), users: 0, idle: undefined };
  held.set(drawing, started);
  return started;
}

/** Ends every browser now; the next render starts another. */
export async function closeBrowser(): Promise<void> {
  await Promise.all([...held].map(([drawing, open]) => end(drawing, open)));
}

async function end(drawing: Drawing, open: Held): Promise<void> {
  clearTimeout(open.idle);
  if (held.get(drawing) === open) held.delete(drawing);
  await open.browser.then((browser) => browser.close()).catch(() => undefined); // it may have crashed
}

async function alive({ browser }: Held): Promise<boolean> {
  try {
    return (await browser).isConnected();
  } catch {
    return false; // it never started; the next launch will say why
  }
}

async function launch(drawing: Drawing): Promise<Browser> {
  const options = {
    executablePath: await chromiumPath(),
    args: [...COMMON, ...FLAGS[drawing]],
    timeout: 60_000,
  };
  if (process.getuid?.() === 0) return chromium.launch(options); // root has no sandbox to give
  try {
    return await chromium.launch({ ...options, chromiumSandbox: true });
  } catch {
    return chromium.launch(options); // nor have systems that keep user namespaces to themselves
  }
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

async function chromiumPath(): Promise<string> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const path of NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      continue; // not in this folder
    }
  }
  throw new UserError('chromium-missing', 'No Chromium or Chrome is on the PATH to render with', {
    hint: 'Run `npm run setup`, or install chromium.',
  });
}
