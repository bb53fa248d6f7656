import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { withBrowser } from '../render/browser.ts';
import { axeFindings } from './axe.ts';
import { openedPage } from './opened-page.ts';
import type { Report } from './report.ts';
import { artifactOf, changed } from '#test/sample-report/made.ts';
import { sampleReport } from '#test/sample-report/report.ts';
import { writeReport } from './write-report.ts';

/** A busy machine takes longer than a second to show what it will show. */
const soon: typeof expect.poll = (look, options) => expect.poll(look, { timeout: 30_000, ...options });

const folder = await temporaryFolder();
let sample: Report | undefined;
let index = '';
beforeAll(async () => {
  sample = await sampleReport(join(folder.path, 'files'));
  index = (await writeReport(sample, join(folder.path, 'report'))).index;
});
afterAll(() => folder[Symbol.asyncDispose]());

const LOOKS = [
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
  ['on a phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
] as const;

test.each(LOOKS)('axe finds nothing, %s', { timeout: 120_000 }, (_, options) =>
  withBrowser('software', async (browser) => {
    await using opened = await openedPage(browser, index, options);
    const { page, problems } = opened;
    // Everything is laid out, so that nothing hides from axe.
    await page.addStyleTag({ content: '.card { content-visibility: visible !important }' });
    // WebGL in software is slow: its controls are looked at once.
    const openers = page.locator(
      'colorScheme' in options || 'viewport' in options
        ? '[data-viewer="sound"] [data-open], [data-viewer="video"] [data-open]'
        : '[data-viewer]:not([data-viewer="splat"]) [data-open]',
    );
    for (const opener of await openers.all()) await opener.click();
    await page.locator('.desk').waitFor();
    await page.locator('[data-artifact^="video"] .transport').waitFor();
    await page.keyboard.press('i');
    expect(await axeFindings(page)).toEqual([]);
    for (const mode of 'viewport' in options ? ['difference'] : ['swipe', 'onion', 'difference']) {
      await page.locator(`#a0f0 [data-mode="${mode}"]`).click();
      expect(await axeFindings(page)).toEqual([]);
    }
    await page.evaluate(() => document.querySelector('dialog')?.showModal());
    expect(await axeFindings(page)).toEqual([]);
    expect(problems).toEqual([]);
  }),
);

test('a box of the graph leads to its artifact, and so does the list of causes', () =>
  withBrowser('software', async (browser) => {
    await using opened = await openedPage(browser, index);
    const { page, problems } = opened;
    await page.locator('[data-node="mesh"]').click();
    await soon(() => page.locator('article.current').getAttribute('data-artifact')).toBe('mesh');
    await page.locator('.told summary').click();
    await page.locator('.causes a', { hasText: 'stills' }).click();
    await soon(() => page.locator('article.current').getAttribute('data-artifact')).toBe('stills');
    expect(problems).toEqual([]);
  }));

test('without script both sides, every measure and every cause are there', () =>
  withBrowser('software', async (browser) => {
    await using opened = await openedPage(browser, index, { javaScriptEnabled: false });
    const { page } = opened;
    expect(await page.locator('#a0f0 .pane img').count()).toBe(2);
    expect(await page.locator('#a0').textContent()).toContain('hue turned by 28° towards red');
    expect(await page.locator('.modes').first().isVisible()).toBe(false);
  }));

test('in print the controls are gone and the pictures are there', () =>
  withBrowser('software', async (browser) => {
    await using opened = await openedPage(browser, index, { hash: '#stills/portrait/swipe' });
    const { page } = opened;
    await page.emulateMedia({ media: 'print' });
    for (const gone of ['.contents', '.modes', '.bar']) {
      expect(await page.locator(gone).first().isVisible()).toBe(false);
    }
    expect(await page.locator('#a0f0 .stage').isVisible()).toBe(true);
    expect(await page.locator('#a6 .digests .long').first().isVisible()).toBe(true);
  }));

const HOSTILE = [
  '</script><script>window.broken = 1</script>',
  '"><img src=x onerror="window.broken = 1">',
  "'><svg onload=window.broken=1>",
  '${window.broken = 1}{{window.broken = 1}}',
  '<!--<script>',
  'javascript:window.broken=1',
  '\u202egnp.tsohg\u0000\u001b[2J',
];

test('printed, a picture is seen whole, digests are written out, and nothing is beyond the edge of the paper', () =>
  withBrowser('software', async (browser) => {
    // As wide as A4 between its margins, at 96 pixels an inch.
    await using opened = await openedPage(browser, index, { viewport: { width: 688, height: 1000 } });
    const { page } = opened;
    await page.locator('#a0f0 .layer').first().waitFor();
    await page.keyboard.press('+');
    await page.emulateMedia({ media: 'print' });
    const layer = await page.locator('#a0f0 .pane.after').evaluate((pane) => {
      const [outer, inner] = [pane, pane.querySelector('.layer')].map((box) => box?.getBoundingClientRect());
      return Math.max(
        Math.abs((outer?.width ?? 0) - (inner?.width ?? 1)),
        Math.abs((outer?.height ?? 0) - (inner?.height ?? 1)),
      );
    });
    expect(layer).toBeLessThan(2);
    expect(await page.locator('.digests .long').first().isVisible()).toBe(true);
    const beyond = await page.evaluate(
      () =>
        [...document.querySelectorAll('.digests code, .measures, .stage, .drawing, .identity table')].filter(
          (box) => box.getBoundingClientRect().right > innerWidth + 1,
        ).length,
    );
    expect(beyond).toBe(0);
    const pdf = await page.pdf({ format: 'A4', printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  }));

test('hostile titles, names, roles, causes, findings, notes and texts are shown as text', () =>
  withBrowser('software', async (browser) => {
    if (sample === undefined) return;
    const [stills] = sample.artifacts;
    if (stills === undefined) return;
    const all = HOSTILE.join(' ');
    const artifacts = HOSTILE.map((text, at) => ({
      ...stills,
      name: text,
      cause: text,
      verdict: {
        ...stills.verdict,
        finding: text,
        files: stills.verdict.files.map((file) => ({
          ...file,
          role: at === 0 ? text : file.role,
          verdict: {
            ...file.verdict,
            finding: text,
            measures: [{ metric: text, label: text, value: 1, unit: text, meaning: text }],
          },
        })),
      },
      files: stills.files.map((file) => ({ ...file, role: at === 0 ? text : file.role })),
      failure: text,
      made: text,
      identity: (stills.identity ?? []).map((report) =>
        Object.assign({}, report, {
          of: text,
          swatches: [
            { label: text, reference: text, measured: text },
            { label: text, reference: '#123456', measured: '#654321' },
          ],
          method: text,
          axes: report.axes.map((axis) => ({ ...axis, note: text, unit: text })),
        }),
      ),
      cost: { seconds: 1, money: { amount: 1, currency: text } },
    }));
    const graph = {
      nodes: HOSTILE.map((name) => ({ name, state: 'affected' as const, cause: name })),
      edges: HOSTILE.map((from) => ({ from, to: all })),
    };
    const report = { title: all, subject: all, summary: all, warnings: HOSTILE, artifacts, graph };
    const written = await writeReport(report, join(folder.path, 'hostile'));
    await using opened = await openedPage(browser, written.index);
    const { page, problems } = opened;
    await page.locator('.layer').first().waitFor();
    for (const key of ['j', 'j', '5', '2', 'k']) await page.keyboard.press(key);
    expect(await page.evaluate(() => 'broken' in window)).toBe(false);
    expect(await page.locator('script:not([type])').count()).toBe(1);
    expect(await page.locator('[onerror], [onload], [src="x"], a[href^="javascript"]').count()).toBe(0);
    expect(await page.locator('h1').textContent()).toContain(HOSTILE[0]);
    expect((await page.locator('h2').allTextContents()).map((text) => text.trim())).toContain(HOSTILE[1]);
    expect(problems).toEqual([]);
  }));

test('a script that got into the page would not run', () =>
  withBrowser('software', async (browser) => {
    await using opened = await openedPage(browser, index);
    const { page } = opened;
    await page.evaluate(() => {
      document.body.insertAdjacentHTML(
        'beforeend',
        '<img src="data:," onerror="window.broken = 1"><iframe srcdoc="<script>parent.broken = 1</script>"></iframe>',
      );
      const link = document.createElement('a');
      link.href = 'javascript:window.broken=1';
      document.body.append(link);
      link.click();
    });
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => 'broken' in window)).toBe(false);
  }));

test('a hundred artifacts scroll without a frame that takes long', { timeout: 120_000 }, () =>
  withBrowser('software', async (browser) => {
    // Ten pairs of pictures, ten times: each artifact has elements of its own, and so it costs what a hundred pairs would.
    const files = await Promise.all(
      Array.from({ length: 11 }, async (_, at) => {
        const path = join(folder.path, `many-${at}.png`);
        await sharp('assets/alpha-ref.png')
          .resize(512)
          .modulate({ hue: at * 20 })
          .png()
          .toFile(path);
        return path;
      }),
    );
    const artifacts = await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        artifactOf({
          name: `stills-${at}`,
          cause: 'it reads canon, which was rebuilt',
          finding: 'The hair turned by 20°.',
          visibility: 0.5,
          files: [
            {
              role: 'portrait',
              medium: 'picture',
              before: files[at % 10],
              after: files[(at % 10) + 1],
              verdict: changed('picture', 'The hair turned.'),
            },
          ],
        }),
      ),
    );
    const written = await writeReport(
      { title: 'Many', subject: 'Many', summary: 'Many', artifacts },
      join(folder.path, 'many'),
      {
        singleFileBytes: 1e9,
        fileBytes: 1e9,
      },
    );
    await using opened = await openedPage(browser, written.index);
    const { page, problems } = opened;
    await page.locator('#a0f0 .layer').first().waitFor();
    await page.evaluate(() => {
      location.hash = '#stills-70';
    });
    const top = () => page.locator('#a70').evaluate((card) => Math.abs(card.getBoundingClientRect().top));
    await soon(top).toBeLessThan(2);
    await page.evaluate(() => scrollTo(0, 0));
    // Processor time of the page's own thread, which a busy machine does not change: 3 seconds have 180 frames of 16.7 ms.
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const busy = async (): Promise<number> => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
    };
    const start = await busy();
    await session.send('Input.synthesizeScrollGesture', {
      x: 800,
      y: 500,
      yDistance: -12_000,
      speed: 4000,
      gestureSourceType: 'mouse',
    });
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(11_000);
    expect(((await busy()) - start) / 180).toBeLessThan(0.006);
    expect(problems).toEqual([]);
  }),
);
