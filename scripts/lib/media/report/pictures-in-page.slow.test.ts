import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { withBrowser } from '../render/browser.ts';
import { openedPage } from './opened-page.ts';
import { artifactOf, changed } from '#test/sample-report/made.ts';
import { writeReport } from './write-report.ts';

/** A busy machine takes longer than a second to show what it will show. */
const soon: typeof expect.poll = (look, options) => expect.poll(look, { timeout: 30_000, ...options });

/** 40 × 20 pixels: after is before with a red square, 10 × 10, in the right half. */
const folder = await temporaryFolder();
let index = '';

beforeAll(async () => {
  const [before, after] = [join(folder.path, 'before.png'), join(folder.path, 'after.png')];
  const grey = { create: { width: 400, height: 200, channels: 3, background: '#808080' } } as const;
  const red = await sharp({ create: { width: 100, height: 100, channels: 3, background: '#ff0000' } })
    .png()
    .toBuffer();
  await sharp(grey).png().toFile(before);
  await sharp(grey)
    .composite([{ input: red, left: 250, top: 50 }])
    .png()
    .toFile(after);
  const artifact = (name: string, finding: string) =>
    artifactOf({
      name,
      cause: 'it reads canon, which was rebuilt',
      finding,
      visibility: 0.5,
      files: [
        { role: 'first', medium: 'picture', before, after, verdict: changed('picture', finding) },
        {
          role: 'second',
          medium: 'picture',
          before: after,
          after: before,
          verdict: changed('picture', finding),
        },
      ],
    });
  const report = {
    title: 'Visual report',
    subject: 'A square appears',
    summary: 'A red square appears.',
    artifacts: [
      await artifact('stills', 'a square'),
      await artifact('clip', 'a circle'),
      await artifact('talk/episode72', 'an ellipse'),
    ],
  };
  index = (await writeReport(report, join(folder.path, 'report'))).index;
});
afterAll(() => folder[Symbol.asyncDispose]());

interface At {
  readonly page: Page;
  readonly file: Locator;
  readonly stage: Locator;
  readonly problems: readonly string[];
}

async function at(hash: string, use: (at: At) => Promise<void>, phone = false): Promise<void> {
  await withBrowser('software', async (browser) => {
    const options = phone
      ? { hash, viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }
      : { hash };
    await using opened = await openedPage(browser, index, options);
    const { page, problems } = opened;
    const file = page.locator('#a0f0');
    await file.locator('.layer').first().waitFor();
    await use({ page, file, stage: file.locator('.stage'), problems });
    expect(problems).toEqual([]);
  });
}

const view = (stage: Locator) => stage.getAttribute('data-view');
/** How much of `after` the divider cuts off at the left, in percent. */
const cut = (stage: Locator) =>
  stage
    .locator('.pane.after')
    .evaluate((pane) => Number(/(?<left>[\d.]+)%\)$/u.exec(pane.style.clipPath)?.groups?.['left']));
const transforms = (stage: Locator) =>
  stage
    .locator('.layer')
    .evaluateAll((layers) => layers.map((layer) => layer instanceof HTMLElement && layer.style.transform));

async function middle(stage: Locator): Promise<{ x: number; y: number; width: number }> {
  const box = await stage.boundingBox();
  if (box === null) throw new Error('the stage is not on the page');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width };
}

test('the keys 1 to 5 lay the sides against each other, and the address says so', () =>
  at('', async ({ page, stage, file }) => {
    const modes = ['2-up', 'swipe', 'onion', 'blink', 'difference'];
    for (const [index, mode] of modes.entries()) {
      await page.keyboard.press(String(index + 1));
      await soon(() => view(stage)).toBe(mode);
      expect(await file.locator('[aria-pressed="true"][data-mode]').getAttribute('data-mode')).toBe(mode);
      expect(new URL(page.url()).hash).toBe(`#stills/first/${mode}`);
    }
  }));

test('a drag moves the divider, and so does the slider from the keyboard', () =>
  at('#stills/first/swipe', async ({ page, stage, file }) => {
    await soon(() => cut(stage)).toBe(50);
    const { x, y, width } = await middle(stage);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - width / 4, y, { steps: 4 });
    await page.mouse.up();
    expect(await cut(stage)).toBeCloseTo(25, 0);

    await file.locator('.slider input').focus();
    await page.keyboard.press('End');
    expect(await cut(stage)).toBe(100);
  }));

test('onion skin mixes by the slider', () =>
  at('#stills/first/onion', async ({ page, stage, file }) => {
    const opacity = () =>
      stage
        .locator('.pane.after .layer')
        .evaluate((layer) => layer instanceof HTMLElement && layer.style.opacity);
    await soon(opacity).toBe('0.5');
    await file.locator('.slider input').focus();
    await page.keyboard.press('Home');
    expect(await opacity()).toBe('0');
  }));

test('blink alternates by itself, and space flips by hand', () =>
  at('#stills/first/blink', async ({ page, stage }) => {
    const shown = () =>
      stage
        .locator('.pane.before')
        .evaluate((pane) => (pane.style.visibility === 'hidden' ? 'after' : 'before'));
    await soon(shown).toBe('before');
    await soon(shown).toBe('after');
    await page.keyboard.press('Space');
    const first = await shown();
    await page.waitForTimeout(1600);
    expect(await shown()).toBe(first);
    await page.keyboard.press('Space');
    expect(await shown()).not.toBe(first);
  }));

test('the difference counts the pixels above the threshold', () =>
  at('#stills/first/difference', async ({ page, stage, file }) => {
    const told = () => file.locator('.slider output').textContent();
    await soon(told).toBe('12.5 % of the pixels moved further than ΔE 2.0'); // 100 × 100 of 400 × 200
    const glowing = await stage.locator('.difference canvas.layer').evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return null;
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      let count = 0;
      for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 0) > 100) count += 1;
      return count;
    });
    expect(glowing).toBe(10_000);

    await file.locator('.slider input').focus();
    await page.keyboard.press('End');
    await soon(told).toMatch(/^0\.0+ % of the pixels moved further than ΔE 40/u);
  }));

test('a difference says what its colours mean', () =>
  at('', async ({ page, stage }) => {
    await page.keyboard.press('5');
    const key = stage.locator('.ramp');
    await key.waitFor();
    expect(await key.textContent()).toBe('ΔE 040 and more');
  }));

test('zoom and pan are shared by both sides, by wheel, by drag and by key', () =>
  at('', async ({ page, stage, file }) => {
    const { x, y } = await middle(stage);
    const whole = await transforms(stage);
    await page.mouse.move(x + 60, y);
    await page.mouse.wheel(0, -300);
    expect(await transforms(stage)).toEqual(whole); // a bare wheel scrolls the page

    await page.evaluate(() => scrollTo(0, 0));
    const now = await middle(stage);
    await page.mouse.move(now.x + 60, now.y);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -400);
    await page.keyboard.up('Control');
    await soon(() => transforms(stage)).not.toEqual(whole);
    const [before, after] = await transforms(stage);
    expect(before).toBe(after);

    await page.mouse.down();
    await page.mouse.move(now.x + 20, now.y, { steps: 3 });
    await page.mouse.up();
    const moved = await transforms(stage);
    expect(moved[0]).toBe(moved[1]);
    expect(moved[0]).not.toBe(before);

    await page.keyboard.press('0');
    expect(await transforms(stage)).toEqual(whole);
    await stage.dblclick({ position: { x: 20, y: 20 } });
    expect(await file.locator('.zoom').textContent()).not.toBe('');
    expect(await transforms(stage)).not.toEqual(whole);
    await stage.focus();
    const near = await transforms(stage);
    await page.keyboard.press('ArrowRight');
    expect(await transforms(stage)).not.toEqual(near);
  }));

test('the inspector reads one pixel on both sides, under the pointer or by arrow keys', () =>
  at('', async ({ page, stage, file }) => {
    await page.keyboard.press('i');
    const told = () => file.locator('.inspector').innerText();
    const after = await stage.locator('.pane.after').boundingBox();
    if (after === null) throw new Error('no pane');
    // 300, 100 of 400 × 200 is the middle of the red square.
    await page.mouse.move(after.x + after.width * 0.75, after.y + after.height / 2);
    await soon(told).toContain('#808080 → #ff0000');
    expect(await told()).toMatch(/ΔE \d+\.\d/u);

    await page.mouse.move(after.x + after.width * 0.1, after.y + after.height / 2);
    await soon(told).toContain('#808080 → #808080, ΔE 0.0');
    const [place] = (await told()).split('\n');
    await stage.focus();
    await page.keyboard.press('ArrowRight');
    const [next] = (await told()).split('\n');
    expect(Number(next?.split(',')[0])).toBe(Number(place?.split(',')[0]) + 1);
  }));

test('j and k go from artifact to artifact, h and l from file to file', () =>
  at('', async ({ page }) => {
    const hash = () => decodeURIComponent(new URL(page.url()).hash);
    await page.keyboard.press('j');
    expect(hash()).toBe('#clip/first/2-up');
    await page.keyboard.press('l');
    expect(hash()).toBe('#clip/second/2-up');
    await page.keyboard.press('h');
    expect(hash()).toBe('#clip/first/2-up');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(hash()).toBe('#talk/episode72/first/2-up');
    await page.keyboard.press('k');
    expect(hash()).toBe('#clip/first/2-up');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('a1');
  }));

test('a link leads to an artifact, a file and a mode', () =>
  at('#stills/first/swipe', async ({ page, stage }) => {
    await soon(() => view(stage)).toBe('swipe');
    await page.evaluate(() => {
      location.hash = '#talk%2Fepisode72/second/onion';
    });
    await soon(() => view(page.locator('#a2f1 .stage'))).toBe('onion');
    await page.locator('nav a', { hasText: 'clip' }).click();
    await soon(() => page.locator('[aria-current]').textContent()).toContain('clip');
  }));

test('the filter leaves what fits, by words and by chips', () =>
  at('', async ({ page }) => {
    const shown = () => page.locator('article.card:visible').count();
    await page.keyboard.press('/');
    await page.keyboard.type('ellipse');
    await soon(shown).toBe(1);
    await page.keyboard.press('Escape');
    await soon(shown).toBe(3);
    await page.locator('[data-filter="changed"]').click();
    await soon(shown).toBe(3);
    await page.keyboard.press('/');
    await page.keyboard.type('nothing like it');
    await soon(shown).toBe(0);
    expect(await page.locator('#nothing').isVisible()).toBe(true);
  }));

test('? lists the keys, and single keys can be turned off', () =>
  at('', async ({ page, stage }) => {
    await page.keyboard.press('?');
    expect(await page.locator('dialog').isVisible()).toBe(true);
    await page.locator('#keys-on').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('2');
    expect(await view(stage)).toBe('2-up');
  }));

test('a file fills the window, and Escape brings the page back', () =>
  at('', async ({ page, stage }) => {
    await page.keyboard.press('f');
    await soon(async () => (await stage.boundingBox())?.height ?? 0).toBeGreaterThan(600);
    const whole = await transforms(stage);
    await page.mouse.move(700, 400);
    await page.mouse.wheel(0, -300);
    await soon(() => transforms(stage)).not.toEqual(whole); // here a bare wheel magnifies
    await page.keyboard.press('Escape');
    await soon(async () => (await stage.boundingBox())?.height ?? 0).toBeLessThan(600);
  }));

test('on a phone a finger moves the divider, two fingers magnify, and nothing is wider than the screen', () =>
  at(
    '#stills/first/swipe',
    async ({ page, stage, file }) => {
      await soon(() => cut(stage)).toBe(50);
      const { x, y, width } = await middle(stage);
      const session = await page.context().newCDPSession(page);
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: [number, number][]) =>
        session.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: points.map(([x, y], id) => ({ x, y, id })),
        });
      await touch('touchStart', [x, y]);
      await touch('touchMove', [x + width / 8, y]);
      await touch('touchMove', [x + width / 4, y]);
      await touch('touchEnd');
      expect(await cut(stage)).toBeCloseTo(75, 0);

      await file.locator('[data-mode="2-up"]').tap();
      const whole = await transforms(stage);
      const now = await middle(stage);
      await touch('touchStart', [now.x - 20, now.y - 80], [now.x + 20, now.y - 80]);
      await touch('touchMove', [now.x - 60, now.y - 80], [now.x + 60, now.y - 80]);
      await touch('touchEnd');
      await soon(() => transforms(stage)).not.toEqual(whole);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    },
    true,
  ));
