import type { Page } from '@playwright/test';
import { texts } from '../src/text';
import { type Lang, screens } from '../src/view';
import { everyScreen, focused, lost, strangeText, tabTo, tooSmall, unvisited, visit, whole } from './access';
import { drawn, expect, test, violations } from './support';

const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };
const languages: Lang[] = ['ko', 'en'];

// Each of these goes through all the screens, which takes longer than one task on one of them.
test.describe.configure({ timeout: 300_000 });

for (const lang of languages)
  test(`axe finds nothing on any screen, in any theme or size: ${lang}`, async ({ page }) => {
    const found: Record<string, string[]> = {};
    for (const screen of everyScreen) {
      await page.setViewportSize(wide);
      await visit(page, screen, lang);
      for (const size of [wide, narrow])
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize(size);
          await page.emulateMedia({ colorScheme });
          await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
          await whole(page);
          const wrong = await violations(page);
          if (wrong.length > 0) found[`${screen} ${size.width} ${colorScheme}`] = wrong;
        }
    }
    expect(found).toEqual({});
  });

for (const [size, locale] of [
  [wide, 'ko-KR'],
  [narrow, 'en-GB'],
] as const) {
  test.describe(`at ${size.width}`, () => {
    test.use({ viewport: size, locale });
    test('the keyboard comes to everything in order, and it shows where it is', async ({ page, words }) => {
      for (const screen of everyScreen) {
        await visit(page, screen, words.lang);
        await page.keyboard.press('Tab');
        const skip = page.getByRole('link', { name: words.skip });
        await expect(skip).toBeFocused();
        await expect(skip).toBeInViewport();
        const [names, wrong]: [string[], string[]] = [[], []];
        for (let at = await focused(page); at; at = await focused(page)) {
          names.push(at.name);
          wrong.push(...at.wrong);
          expect(names.length).toBeLessThan(500);
          await page.keyboard.press('Tab');
        }
        expect(wrong).toEqual([]);
        expect(await unvisited(page)).toEqual([]);
        if (screen) continue;
        // The order in which one reads: the head of the page, the day, the map and its days, the table.
        const order = await page.evaluate(() =>
          ['.top', '.as-of', '#map', '.time', '#regions'].map((place) => {
            const first = document.querySelector(`${place} [data-visited]`);
            return [...document.querySelectorAll('[data-visited]')].indexOf(first as Element);
          }),
        );
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }
      await visit(page, undefined, words.lang);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await expect(page.locator('main')).toBeFocused();
    });

    test('what opens is closed by the keyboard, and the focus goes back', async ({ page, words }) => {
      const small = size === narrow;
      await visit(page, undefined, words.lang);
      const dialog = page.locator('dialog[open]');
      const opened = async (name: string | RegExp) => {
        const button = page.getByRole('button', { name, exact: true }).first();
        for (const way of ['Escape', 'Enter'] as const) {
          await button.focus();
          await page.keyboard.press('Enter');
          await expect(dialog).toHaveCount(1);
          await expect(dialog).toHaveAccessibleName(/./);
          await expect.poll(() => dialog.evaluate((e) => e.contains(document.activeElement))).toBe(true);
          if (way === 'Enter')
            await tabTo(page, dialog.getByRole('button', { name: closes(name), exact: true }).first());
          await page.keyboard.press(way);
          await expect(dialog).toHaveCount(0);
          await expect(button).toBeFocused();
        }
      };
      const closes = (name: string | RegExp) =>
        name === words.figures.suppose ? /가정 그만두기|Leave the scenario/ : words.close;
      const number = (await page.locator('.target .number').first().textContent()) ?? '?';
      await opened(number);
      await opened(words.figures.suppose);
      if (small) {
        await opened(new RegExp(`^${words.layers} \\d+$`));
        await opened(words.tabs.more);
      }
      for (const button of await page.locator('main [aria-haspopup=dialog][aria-label]').all())
        if (await button.isVisible()) await opened((await button.getAttribute('aria-label')) ?? '?');

      const place = page.locator('[data-opens="region/HNM"]');
      for (const way of ['Escape', 'Enter']) {
        await place.focus();
        await page.keyboard.press('Enter');
        await expect(page.locator('#region-title')).toBeFocused();
        if (way === 'Enter') {
          await page.keyboard.press('Tab');
          await expect(page.locator('.region-card').getByRole('button', { name: words.close })).toBeFocused();
        }
        await page.keyboard.press(way);
        await expect(page.locator('.region-card')).toHaveCount(0);
        await expect(place).toBeFocused();
      }
      const fact = page.locator('.not-drawn li button').first();
      if (small) await page.locator('.not-drawn summary').press('Enter');
      await fact.focus();
      await page.keyboard.press('Enter');
      await expect(page.locator('#feature-title')).toBeFocused();
      await page.keyboard.press('Escape');
      await expect(fact).toBeFocused();

      // The map itself moves by keys.
      const map = page.locator('.maplibregl-canvas');
      await map.focus();
      await page.keyboard.press('Equal');
      await expect(page).toHaveURL(/map=/);
      await drawn(page);
    });
  });
}

for (const lang of languages)
  test(`zoomed, on a narrow screen or with text spaced out, nothing is lost or too small: ${lang}`, async ({
    page,
  }) => {
    const found: Record<string, string[]> = {};
    const note = (where: string, wrong: string[]) => {
      if (wrong.length > 0) found[where] = wrong;
    };
    const headings = () => page.locator('main :is(h1, h2, h3)').allTextContents();
    for (const screen of everyScreen) {
      await page.setViewportSize(wide);
      await visit(page, screen, lang);
      await page.waitForLoadState('networkidle'); // charts bring headings of their own
      note(`small ${screen}`, await tooSmall(page));
      const all = await headings();
      // 200 %, a telephone, and 400 %.
      for (const size of [{ width: 720, height: 450 }, narrow, { width: 320, height: 225 }]) {
        await page.setViewportSize(size);
        await whole(page);
        note(`lost ${screen} ${size.width}`, await lost(page));
        if (size.width === 720) expect((await headings()).toSorted()).toEqual(all.toSorted());
        if (size === narrow) note(`small ${screen} ${size.width}`, await tooSmall(page));
      }
      for (const size of [wide, narrow]) {
        await page.setViewportSize(size);
        await spaceOut(page);
        await whole(page);
        note(`spaced ${screen} ${size.width}`, await lost(page));
        await page.evaluate(() => {
          document.adoptedStyleSheets = [];
        });
      }
    }
    expect(found).toEqual({});
  });

test('forced colours, more contrast and less motion are respected', async ({ page }) => {
  const found: Record<string, string[]> = {};
  for (const screen of everyScreen) {
    await page.emulateMedia({ forcedColors: 'none', contrast: 'more', reducedMotion: 'reduce' });
    await visit(page, screen, 'ko', '&region=HNM');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ contrast: 'more', colorScheme });
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
      const wrong = await violations(page, ['color-contrast-enhanced']);
      if (wrong.length > 0) found[`contrast ${screen} ${colorScheme}`] = wrong;
      const moving = await page.evaluate(() =>
        document
          .getAnimations()
          .filter((a) => a.playState === 'running')
          .map((a) => String((a as CSSTransition).transitionProperty)),
      );
      if (moving.length > 0) found[`motion ${screen}`] = moving;
    }
    await page.emulateMedia({ forcedColors: 'active', contrast: 'no-preference', colorScheme: 'dark' });
    const wrong = await violations(page);
    const plain = await page.evaluate(() => {
      const chosen = document.querySelectorAll(
        '.segments input:checked + span, .toggles .on, nav [aria-current], tr.on th',
      );
      return [...chosen]
        .filter((e) => e.checkVisibility() && getComputedStyle(e).outlineStyle === 'none')
        .map((e) => `not seen as chosen: ${e.textContent}`);
    });
    if (wrong.length + plain.length > 0) found[`forced ${screen}`] = [...wrong, ...plain];
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect((await focused(page))?.wrong).toEqual([]);
  }
  expect(found).toEqual({});

  // What colour alone tells keeps its colours.
  await visit(page, undefined, 'ko');
  const classes = page.locator('.area-name .class');
  const colors = await classes.evaluateAll((all) => all.map((e) => getComputedStyle(e).backgroundColor));
  expect(new Set(colors).size).toBeGreaterThan(2);
});

for (const lang of languages)
  test(`each text says its language, and changes are announced: ${lang}`, async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    for (const screen of everyScreen) {
      await visit(page, screen, lang);
      await expect(page.locator('html')).toHaveAttribute('lang', lang);
      expect(await strangeText(page)).toEqual([]);
    }
    for (const layer of ['ai-factories', 'fund-investments', 'cluster-nodes']) {
      const found = await page.request.get(`/api/collections/${layer}/items?limit=1&skipGeometry=true`);
      const [one] = (await found.json()).features;
      await visit(page, undefined, lang, `&select=${layer}/${one.id}`);
      await expect(page.locator('.feature')).toBeVisible();
      expect(await strangeText(page)).toEqual([]);
    }
    await visit(page, undefined, lang);
    await page.locator('.target .number').first().click();
    await expect(page.locator('dialog table.citations').first()).toBeVisible();
    expect(await strangeText(page)).toEqual([]);
    await page.keyboard.press('Escape');

    const words = texts[lang];
    const status = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text });
    await page.getByLabel(words.asOf).fill('2026-05-28');
    await expect(status(words.date('2026-05-28'))).toHaveCount(1);
    await expect(page.getByRole('slider')).toHaveAttribute('aria-valuetext', /41\.1/);
    await page
      .getByRole('combobox')
      .first()
      .fill(lang === 'ko' ? '여수' : 'Yeosu');
    await expect(status(/1/)).not.toHaveCount(0);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: words.copyLink }).click();
    await expect(status(words.copied)).toHaveCount(1);
    for (const screen of screens) {
      await page.getByRole('navigation').locator(`a[href*="screen=${screen}"]`).first().click();
      const name = await page.getByRole('navigation').locator('[aria-current=page]').first().textContent();
      await expect(status(name ?? '?').first()).toBeAttached();
    }
  });

// The spacing that WCAG 1.4.12 says a reader may choose.
async function spaceOut(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
       p { margin-bottom: 2em !important }`,
    );
    document.adoptedStyleSheets = [sheet];
  });
}
