import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page that was opened from a file, for the tests. */
export interface OpenedPage extends AsyncDisposable {
  readonly page: Page;
  /** What the page complained of, and every address that it asked for outside its own folder. */
  readonly problems: readonly string[];
}

/** Opens a file in a browser of its own profile. */
export async function openedPage(
  browser: Browser,
  path: string,
  { hash = '', ...options }: BrowserContextOptions & { readonly hash?: string } = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  const home = pathToFileURL(path).href.replace(/[^/]*$/u, '');
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('dialog', (dialog) => {
    problems.push(`a dialog said ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(home) && !/^(?:data|blob):/u.test(url)) problems.push(`asked for ${url}`);
  });
  await page.goto(`${pathToFileURL(path).href}${hash}`);
  return { page, problems, [Symbol.asyncDispose]: () => context.close() };
}
