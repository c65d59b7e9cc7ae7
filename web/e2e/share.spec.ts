import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import type { Download, Page } from '@playwright/test';
import type { Figure } from '../src/api/figures';
import { classColors } from '../src/indicators';
import { placeNames } from '../src/map/places';
import { shareWords } from '../src/text/share';
import { drawn, either, expect, open, test, violations } from './support';

const at = '2026-08-27';

test(
  'a view is saved, printed and embedded with its day, edition and source',
  either,
  async ({ page, words, narrow, baseURL }) => {
    const say = shareWords[words.lang];
    await open(page, `?at=${at}`);
    const whole = await shownFigure(page);
    const state = say.stateOf(at, whole.edition);
    const dialog = page.getByRole('dialog');

    // Printed before anything is open.
    const canvas = await page.locator('.canvas').evaluate((e) => [2 * e.clientWidth, 2 * e.clientHeight]);
    const printed = imagesIn(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
    const map = printed.find(({ width, height }) => width === canvas[0] && height === canvas[1]);
    expect(map && has(map.pixels, classColors.light.at(-1) ?? '')).toBe(true);
    await expect(page.locator('.printed-map')).toHaveCount(0);
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('.print-foot')).toContainText(state);
    await expect(page.locator('.print-foot')).toContainText(`edition=${whole.edition}`);
    await page.emulateMedia({ media: 'screen' });

    const saves = page.locator('.targets .save-picture');
    for (const button of [page.locator('.save-map button'), ...(narrow ? [] : [saves.last()])]) {
      await button.press('Enter');
      await expect(dialog.getByRole('button', { name: say.asPng })).toBeEnabled();
      expect(await violations(page)).toEqual([]);
      const png = await saved(page, () => dialog.getByRole('button', { name: say.asPng }).click());
      expect(png.name).toMatch(new RegExp(`_${at}_e${whole.edition}\\.png$`));
      expect(png.data.subarray(1, 4).toString()).toBe('PNG');
      expect(png.data.length).toBeGreaterThan(40_000);
      const svg = (
        await saved(page, () => dialog.getByRole('button', { name: /SVG/ }).click())
      ).data.toString();
      expect(svg).toContain(state);
      expect(svg).toContain('font/woff2');
      expect(svg).not.toContain('class=');
      if (svg.includes(words.boundaries)) {
        for (const { name } of placeNames) expect(svg).toContain(name[words.lang]);
        expect(svg).toContain(`${baseURL}/f/${whole.id}`);
      }
      const table = await dialog.getByRole('link', { name: /CSV/ }).first().getAttribute('href');
      const answer = await page.request.get(table ?? '');
      expect(answer.headers()['content-type']).toContain('text/csv');
      expect(await answer.text()).toContain(String(whole.edition));
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect(button).toBeFocused();
    }

    await page.getByRole('button', { name: say.embed }).click();
    await expect(dialog).toContainText(say.embedNobody);
    await dialog.getByRole('radio', { name: say.embedPinned(at, whole.edition) }).check();
    expect(await violations(page)).toEqual([]);
    const code = await dialog.getByRole('textbox', { name: say.embedCode }).inputValue();
    const src = code.match(/src="([^"]+)"/)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(src).toContain(`/embed?at=${at}&edition=${whole.edition}`);
    await page.goto(src);
    await drawn(page);
    await expect(page.getByRole('banner')).toHaveCount(0);
    await expect(page.locator('.tab-bar')).toHaveCount(0);
    await expect(page.locator('.embed-foot')).toContainText(state);
    expect(await violations(page)).toEqual([]);
    const full = await page.getByRole('link', { name: say.fullPage }).getAttribute('href');
    expect(full).toContain(`/?at=${at}&edition=${whole.edition}`);
  },
);

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow', complaints: /Failed to load resource/ });
  test('the last that was seen opens, and says what it is', either, async ({ page, context, words }) => {
    const say = shareWords[words.lang];
    await open(page);
    const whole = await shownFigure(page);
    const told = say.offlineWith(whole.edition, whole.day);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await expect
      .poll(() =>
        page.evaluate(async () => {
          const kept = await (await caches.open('pinned')).keys();
          return ['by=region', '/tiles/', '/api/collections?'].every((part) =>
            kept.some(({ url }) => url.includes(part)),
          );
        }),
      )
      .toBe(true);

    await context.setOffline(true);
    await expect(page.getByRole('status').filter({ hasText: told })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('status').filter({ hasText: told })).toBeVisible();
    await expect(page.locator('#regions tbody tr')).toHaveCount(8);
    await drawn(page);
    expect(await violations(page)).toEqual([]);
    // What is not of one edition and day is not answered out of a cache, even if it was asked for before.
    expect(
      await page.evaluate(() =>
        fetch('/api/collections').then(
          () => 'answered',
          () => 'none',
        ),
      ),
    ).toBe('none');

    const asked = page.waitForRequest((r) => /\/api\/collections\?(?!.*edition=)/.test(r.url()));
    await context.setOffline(false);
    await asked;
    await expect(page.getByRole('status').filter({ hasText: told })).toHaveCount(0);
  });
});

// The figure of all that the map shows when nobody has chosen another.
async function shownFigure(page: Page): Promise<Figure> {
  const day = new URL(page.url()).searchParams.get('at');
  const answer = await page.request.get('/api/indicators/regional-share/figures', {
    params: day ? { at: day } : {},
  });
  return (await answer.json()).figures[0];
}

async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; data: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download') as Promise<Download>, press()]);
  return { name: download.suggestedFilename(), data: readFileSync(await download.path()) };
}

// The pictures of pixels in a PDF, as three bytes for each.
function imagesIn(pdf: Buffer): { width: number; height: number; pixels: Buffer }[] {
  const text = pdf.toString('latin1');
  const heads = text.matchAll(
    /\/Subtype \/Image\s+\/Width (\d+)\s+\/Height (\d+)[^>]*?\/FlateDecode[^>]*?\/Length (\d+)>>\s*stream\r?\n/g,
  );
  return [...heads].map(({ 0: head, 1: width, 2: height, 3: length, index }) => {
    const start = index + head.length;
    return {
      width: Number(width),
      height: Number(height),
      pixels: inflateSync(pdf.subarray(start, start + Number(length))),
    };
  });
}

function has(pixels: Buffer, color: string): boolean {
  const wanted = Buffer.from(color.slice(1), 'hex');
  for (let i = pixels.indexOf(wanted); i >= 0; i = pixels.indexOf(wanted, i + 1)) {
    if (i % 3 === 0) return true;
  }
  return false;
}
