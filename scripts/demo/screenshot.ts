import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { withBrowser } from '#media/render/browser.ts';
import { writeDurably } from '#engine/store/durable-file.ts';

/** As wide as GitHub shows a conversation on a desktop screen, CSS pixels. */
const WIDTH = 1280;
/** A picture for a page about this repository shows the beginning: the rest is more of the same. */
const TALLEST = 1800;
/** Mermaid draws its graph when the page is there. */
const PATIENCE_MS = 20_000;

/** Writes the comment of a page as a PNG with a palette, its beginning at most. */
export async function pictureOfComment(page: string, out: string): Promise<void> {
  const png = await withBrowser('software', async (browser) => {
    const context = await browser.newContext({
      viewport: { width: WIDTH, height: 1200 },
      colorScheme: 'light',
    });
    try {
      const tab = await context.newPage();
      await tab.goto(pathToFileURL(page).href);
      const graph = tab.locator('.mermaid');
      if ((await graph.count()) > 0) await graph.locator('svg').first().waitFor({ timeout: PATIENCE_MS });
      return await tab.locator('article.box').screenshot();
    } finally {
      await context.close();
    }
  });
  const { width, height } = await sharp(png).metadata();
  const shown = sharp(png).extract({ left: 0, top: 0, width, height: Math.min(height, TALLEST) });
  await writeDurably(out, await shown.png({ palette: true, effort: 10 }).toBuffer());
}
