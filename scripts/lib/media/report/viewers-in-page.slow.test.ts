import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { withBrowser } from '../render/browser.ts';
import { openedPage } from './opened-page.ts';
import type { Report } from './report.ts';
import { MOMENTS } from '#test/sample-report/models.ts';
import { sampleReport } from '#test/sample-report/report.ts';
import { writeReport } from './write-report.ts';

/** A busy machine takes longer than a second to show what it will show. */
const soon: typeof expect.poll = (look, options) => expect.poll(look, { timeout: 30_000, ...options });

const folder = await temporaryFolder();
let report: Report | undefined;
beforeAll(async () => {
  report = await sampleReport(join(folder.path, 'files'));
});
afterAll(() => folder[Symbol.asyncDispose]());

/** Software draws WebGL slowly, on a busy machine very slowly: small panes, and patience. */
const SCREEN = { width: 760, height: 600 };
const PATIENCE = 60_000;

const FORMS = [
  ['page', 64_000_000],
  ['folder', 1000],
] as const;

describe.each(FORMS)('as a %s', { timeout: 4 * PATIENCE }, (form, singleFileBytes) => {
  let index = '';
  beforeAll(async () => {
    if (report === undefined) return;
    const written = await writeReport(report, join(folder.path, form), { singleFileBytes, fileBytes: 1e9 });
    if (written.form === form) index = written.index;
  });

  async function open(artifact: string, use: (file: Locator, page: Page) => Promise<void>): Promise<void> {
    await withBrowser('software', async (browser) => {
      await using opened = await openedPage(browser, index, {
        hash: `#${encodeURIComponent(artifact)}`,
        viewport: SCREEN,
      });
      const { page, problems } = opened;
      const file = page.locator(`[data-artifact="${artifact}"] .file`).first();
      await file.locator('[data-open]').click();
      await file.locator('.bar').first().waitFor();
      await use(file, page);
      expect(problems).toEqual([]);
    });
  }

  // The folder brings a splat as it brings a mesh.
  test.each(form === 'page' ? ['mesh', 'splat'] : ['mesh'])(
    'a %s is seen on both sides by one camera, and turns by drag and by key',
    (artifact) =>
      open(artifact, async (file, page) => {
        await soon(() => ink(file, 'before'), { timeout: PATIENCE }).toBeGreaterThan(0.02);
        await soon(() => ink(file, 'after'), { timeout: PATIENCE }).toBeGreaterThan(0.02);
        const front = await both(file);
        const stage = file.locator('.stage');
        await stage.hover({ position: { x: 150, y: 120 } });
        const box = await stage.boundingBox();
        await page.mouse.down();
        await page.mouse.move((box?.x ?? 0) + 210, (box?.y ?? 0) + 160, { steps: 3 });
        await page.mouse.up();
        await soon(async () => (await both(file))[0], { timeout: PATIENCE }).not.toBe(front[0]);
        await soon(async () => (await both(file))[1], { timeout: PATIENCE }).not.toBe(front[1]);
        await page.keyboard.press('0');
        if (artifact === 'mesh') await soon(() => both(file), { timeout: PATIENCE }).toEqual(front);
        await page.keyboard.press('5');
        const told = () => file.locator('.slider output').textContent();
        await soon(told, { timeout: PATIENCE }).toMatch(/^[1-9][\d.]* % of the pixels moved/u);
      }),
  );

  test.runIf(form === 'page')('a scene moves on both sides on one clock, before one camera', () =>
    open('scene', async (file, page) => {
      await soon(() => ink(file, 'before'), { timeout: PATIENCE }).toBeGreaterThan(0.005);
      await soon(() => ink(file, 'after'), { timeout: PATIENCE }).toBeGreaterThan(0.005);
      const time = () => file.locator('.time').textContent();
      await soon(time).toBe(`0.00 s · 1/${MOMENTS}`);
      const first = await both(file);
      const moved = async () => {
        const now = await both(file);
        return now.filter((picture, at) => picture !== first[at]).length;
      };
      await page.keyboard.press('.');
      await soon(time).toBe(`0.38 s · 2/${MOMENTS}`);
      await soon(moved, { timeout: PATIENCE }).toBe(2);
      await page.keyboard.press(',');
      await soon(time).toBe(`0.00 s · 1/${MOMENTS}`);
      await soon(moved, { timeout: PATIENCE }).toBe(0);
      await file.locator('.strip input').press('End');
      await soon(time).toBe(`1.13 s · ${MOMENTS}/${MOMENTS}`);
      await soon(moved, { timeout: PATIENCE }).toBe(2);
      await file.locator('.strip input').press('Home');
      await file.locator('.stage').focus();
      await page.keyboard.press('p');
      await soon(time, { timeout: PATIENCE }).not.toBe(`0.00 s · 1/${MOMENTS}`);
      await file.getByRole('button', { name: 'Pause (p)' }).click();
      const rested = await time();
      await page.waitForTimeout(600);
      expect(await time()).toBe(rested);
    }),
  );

  test('two videos keep in step by scrubbing, stepping and playing, and a timeline shows where they differ', () =>
    open('video/episode72', async (file, page) => {
      const times = () =>
        file
          .locator('video')
          .evaluateAll((videos) =>
            videos.map((video) => (video instanceof HTMLVideoElement ? video.currentTime : 0)),
          );
      const frame = () => file.locator('.time').textContent();
      await page.keyboard.press('.');
      await soon(frame).toMatch(/· 2\/75$/u);
      await page.keyboard.press('.');
      await page.keyboard.press(',');
      await soon(frame).toMatch(/· 2\/75$/u);
      await file.locator('.strip input').focus();
      await page.keyboard.press('End');
      await soon(frame).toMatch(/· 75\/75$/u);
      const [before = 0, after = 1] = await times();
      expect(before).toBe(after);

      await file.locator('.strip input').press('Home');
      await file.locator('.stage').focus();
      await page.keyboard.press('p');
      await soon(async () => (await times())[0] ?? 0, { timeout: PATIENCE }).toBeGreaterThan(0.5);
      await page.keyboard.press('p');
      await soon(async () => new Set(await times()).size).toBe(1);

      const timeline = file.locator('.timeline');
      await soon(() => timeline.getAttribute('data-done'), { timeout: PATIENCE }).toBe('true');
      // The hue turns between 1 s and 2 s.
      expect(await timeline.getAttribute('aria-label')).toMatch(/largest at 1\.\d\d s/u);
      await timeline.click({ position: { x: 2, y: 5 } });
      await soon(frame).toMatch(/· 1\/75$/u);
    }));

  test('two sounds are seen as waveforms and spectrograms, and heard one at a time on one clock', () =>
    open('voice/episode72', async (file, page) => {
      expect(await file.locator('.lane').count()).toBe(3);
      // The new tone lies between 1.2 and 1.8 of 3 seconds: 40 % to 60 % of the width.
      const bright = await file.locator('.lane.difference canvas').evaluate((canvas) => {
        if (!(canvas instanceof HTMLCanvasElement)) return [];
        const { width, height } = canvas;
        const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
        const columns = new Set<number>();
        for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 0) > 200) columns.add((at / 4) % width);
        return [...columns].map((column) => column / width);
      });
      expect(bright.length).toBeGreaterThan(100);
      expect(Math.min(...bright)).toBeGreaterThan(0.38);
      expect(Math.max(...bright)).toBeLessThan(0.62);

      const pressed = () => file.locator('.bar [aria-pressed="true"]').textContent();
      expect(await pressed()).toBe('After');
      await page.locator('body').press('Space');
      await soon(pressed).toBe('Before');
      const time = async () => Number.parseFloat((await file.locator('.time').textContent()) ?? '');
      await page.locator('body').press('p');
      await soon(time, { timeout: PATIENCE }).toBeGreaterThan(0.3);
      await page.locator('body').press('p');
      const stopped = await time();
      await page.waitForTimeout(300);
      expect(await time()).toBe(stopped);
      await page.keyboard.press('5');
      expect(await file.locator('.lane:visible').count()).toBe(1);
    }));

  test('the 3D viewer is loaded when it is opened, not before', () =>
    withBrowser('software', async (browser) => {
      await using opened = await openedPage(browser, index);
      const { page } = opened;
      await page.locator('#a0f0 .layer').first().waitFor();
      expect(await page.evaluate(() => !('alphaSpace' in globalThis))).toBe(true);
    }));
});

/** Share of a side's pixels that are not the ground, which its corner shows. */
async function ink(file: Locator, side: 'before' | 'after'): Promise<number> {
  return file.locator(`.pane.${side} canvas`).evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) return 0;
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (Math.abs((data[at] ?? 0) - (data[0] ?? 0)) + Math.abs((data[at + 1] ?? 0) - (data[1] ?? 0)) > 24)
        count += 1;
    }
    return count / (data.length / 4);
  });
}

async function both(file: Locator): Promise<string[]> {
  return file
    .locator('.pane:not(.difference) canvas')
    .evaluateAll((canvases) =>
      canvases.map((canvas) => (canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : '')),
    );
}
