import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withBrowser } from '#media/render/browser.ts';
import { axeFindings } from '#media/report/axe.ts';
import { openedPage } from '#media/report/opened-page.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { buildSite } from './build-site.ts';
import { sampleSite } from './sample-site.ts';

/** A busy machine takes longer than a second to show what it will show. */
const soon: typeof expect.poll = (look, options) => expect.poll(look, { timeout: 30_000, ...options });

const folder = await temporaryFolder();
const site = join(folder.path, 'site');
beforeAll(async () => {
  const [film, voice] = [join(folder.path, 'film.mp4'), join(folder.path, 'voice.wav')];
  await execa('ffmpeg', [
    ...'-y -loglevel error -f lavfi -i testsrc2=size=320x180:rate=25:duration=2'.split(' '),
    ...'-c:v libx264 -pix_fmt yuv420p -movflags +faststart'.split(' '),
    film,
  ]);
  await execa('ffmpeg', [...'-y -loglevel error -f lavfi -i sine=duration=2'.split(' '), voice]);
  await buildSite(
    await sampleSite(join(folder.path, 'files'), await readFile(film), await readFile(voice)),
    site,
  );
});
afterAll(() => folder[Symbol.asyncDispose]());

const LOOKS = [
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
  ['on a phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
] as const;

test.each(LOOKS)('axe finds nothing and nothing is missing, opened from a disk, %s', (_, options) =>
  withBrowser('software', async (browser) => {
    await using opened = await openedPage(browser, join(site, 'index.html'), options);
    const { page, problems } = opened;
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.locator('.teaser a', { hasText: 'Одна картинка' }).click();
    await page.waitForURL(/alpha_d13_episode72\.html$/u);
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await page.evaluate(() => document.fonts.check('16px Inter'))).toBe(true);
    expect(problems).toEqual([]);
  }),
);

test('under a path of a server, video and voice play and the captions are there', () =>
  withBrowser('software', async (browser) => {
    const types: Readonly<Record<string, string>> = {
      '.html': 'text/html',
      '.css': 'text/css',
      '.mp4': 'video/mp4',
      '.wav': 'audio/wav',
    };
    const server = createServer((request, response) => {
      const path = /^\/some\/where\/(?<file>[\w./-]+)$/u.exec(request.url ?? '')?.groups?.['file'];
      if (path === undefined) return response.writeHead(404).end();
      readFile(join(site, path)).then(
        (bytes) =>
          response
            .writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' })
            .end(bytes),
        () => response.writeHead(404).end(),
      );
      return response;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const context = await browser.newContext();
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('response', (answer) => {
        if (answer.status() >= 400 && !answer.url().endsWith('/favicon.ico'))
          problems.push(`${answer.status()} ${answer.url()}`);
      });
      await page.goto(`http://127.0.0.1:${port}/some/where/index.html`);
      await page.locator('.teaser a', { hasText: 'Одна картинка' }).click();
      for (const kind of ['video', 'audio']) {
        await soon(() =>
          page.locator(kind).evaluate((media) => (media instanceof HTMLMediaElement ? media.duration : 0)),
        ).toBeCloseTo(2, 1);
      }
      await soon(() =>
        page
          .locator('video')
          .evaluate((video) => (video instanceof HTMLVideoElement ? video.textTracks[0]?.cues?.length : 0)),
      ).toBe(1);
      expect(problems).toEqual([]);
      await context.close();
    } finally {
      server.close();
    }
  }));
