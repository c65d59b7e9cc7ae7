import { expect, type Locator, type Page } from '@playwright/test';
import { type Lang, type Screen, screens } from '../src/view';

/** All six screens, the overview first. */
export const everyScreen: (Screen | undefined)[] = [undefined, ...screens];

/** Opens a screen on a day whose data no longer changes, and waits until all of it is there. */
export async function visit(page: Page, screen: Screen | undefined, lang: Lang, also = ''): Promise<void> {
  await page.goto(`/?${screen ? `screen=${screen}&` : ''}at=2026-08-27&lang=${lang}${also}`);
  await whole(page);
}

/** Waits until nothing that the screen shows is still to come. */
export async function whole(page: Page): Promise<void> {
  await expect(page.locator('main h1')).not.toBeEmpty();
  await expect(page.locator('main :is(table, pre)').first()).toBeAttached();
  await expect(page.locator('main .skeleton')).toHaveCount(0);
  await expect(page.locator('main .targets:empty')).toHaveCount(0);
  if ((await page.locator('.stage').count()) > 0)
    await expect(page.locator('.stage.drawn .canvas[data-idle=true]')).toBeAttached();
}

/** Goes on with the Tab key until something has the focus. */
export async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let steps = 0; steps < 400; steps++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${target} is not reached with ${key}`);
}

/** The text that cannot be read: cut off by a box that does not scroll, or beyond a side of the window. */
export async function lost(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll';
    const found: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      const said = node.textContent?.trim();
      // What lies on the map moves with it; what is for screen readers alone takes no room.
      if (!parent || !said || parent.closest('.unseen, .skip, svg, .canvas, .brand b')) continue;
      if (!parent.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      let reachable = false;
      for (let e: Element | null = parent; e && e !== document.body; e = e.parentElement) {
        const { overflowX, overflowY, position } = getComputedStyle(e);
        const edge = e.getBoundingClientRect();
        if (scrolls(overflowX)) reachable = true;
        else if (overflowX !== 'visible' && (box.right > edge.right + 1 || box.left < edge.left - 1))
          found.push(`cut off at the side: ${said}`);
        if (scrolls(overflowY) || position === 'fixed') break;
        if (overflowY !== 'visible' && box.bottom > edge.bottom + 1) found.push(`cut off below: ${said}`);
      }
      if (!reachable && (box.right > innerWidth + 1 || box.left < -1)) found.push(`outside: ${said}`);
    }
    return found;
  });
}

/** The controls smaller than 24 by 24 pixels, apart from links in a sentence and areas that are shapes of the map. */
export async function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const controls = document.querySelectorAll('a[href], button, input, select, summary, [role=option]');
    return [...controls].flatMap((control) => {
      const area = (control.matches('input') && control.closest('label')) || control;
      if (!area.checkVisibility() || control.matches('.skip, .outline a')) return [];
      const inSentence =
        getComputedStyle(area).display === 'inline' &&
        [...(area.parentElement?.childNodes ?? [])].some(
          (n) => n.nodeType === Node.TEXT_NODE && n.textContent?.trim(),
        );
      const { width, height } = area.getBoundingClientRect();
      if (inSentence || (width > 23.99 && height > 23.99)) return [];
      return [
        `${control.tagName} ${area.textContent?.slice(0, 40)} ${width.toFixed(1)}×${height.toFixed(1)}`,
      ];
    });
  });
}

/** The text in another language than the page says it is in: Hangul in English, an English sentence in Korean. */
export async function strangeText(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const said = node.textContent?.trim() ?? '';
      const parent = node.parentElement;
      if (!parent?.checkVisibility() || parent.closest('code, pre, [aria-hidden=true], .canvas')) continue;
      const lang = parent.closest('[lang]')?.getAttribute('lang');
      const [korean, english] = [/[가-힣]/g, /[A-Za-z]/g].map(
        (letters) => said.match(letters)?.length ?? 0,
      ) as [number, number];
      // A Korean name within an English text is a name.
      if (lang === 'en' && korean > english) found.push(`Korean: ${said}`);
      if (lang === 'ko' && korean === 0 && /([A-Za-z]{2,} ){4}/.test(said)) found.push(`English: ${said}`);
    }
    return [...new Set(found)];
  });
}

/** What has the focus, by a name of its own, and what keeps the reader from seeing that. */
export async function focused(page: Page): Promise<{ name: string; wrong: string[] } | undefined> {
  return page.evaluate(() => {
    const at = document.activeElement as HTMLElement | null;
    if (!at || at === document.body) return undefined;
    at.dataset.visited = 'true';
    const area = (at.matches('input') && at.closest('label')) || at;
    const name = `${at.tagName.toLowerCase()} ${at.getAttribute('aria-label') ?? area.textContent?.trim().slice(0, 40)}`;
    const wrong: string[] = [];
    const ringed = [at, at.nextElementSibling, at.closest('label')].some((e) => {
      const style = e && getComputedStyle(e);
      return style && style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
    });
    if (!ringed) wrong.push(`${name} has no ring`);
    const box = area.getBoundingClientRect();
    // The middle of the part of it that lies in the window.
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const seen = [0.5, 0.1, 0.9].some((part) => {
      const top = document.elementFromPoint(box.left + box.width * part, y);
      return top && (area.contains(top) || top.contains(area));
    });
    if (!seen) wrong.push(`${name} is hidden`);
    return { name, wrong };
  });
}

/** The controls that the Tab key has not come to. */
export async function unvisited(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = [
      ...document.querySelectorAll<HTMLElement>(
        'a[href], button:enabled, input:enabled, select:enabled, summary, [tabindex="0"]',
      ),
    ];
    // Of radio buttons with one name, the Tab key comes to one.
    const groups = new Set(
      all.filter((e) => e.dataset.visited && e.matches('[type=radio]')).map((e) => e.getAttribute('name')),
    );
    return all
      .filter((e) => !e.dataset.visited && e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }))
      .filter((e) => !(e.matches('[type=radio]') && groups.has(e.getAttribute('name'))))
      .map((e) => `${e.tagName} ${e.getAttribute('aria-label') ?? e.textContent?.trim().slice(0, 40)}`);
  });
}
