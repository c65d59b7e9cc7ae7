import { type Page, test } from '@playwright/test';
import { median, report } from './report.ts';

const rounds = 5;

/** What people do most, each from the overview at rest. */
const interactions: [string, (page: Page) => Promise<void>][] = [
  ['select a region', (page) => page.locator('#regions tbody button[data-opens]').nth(2).click()],
  ['leave the region', (page) => page.locator('.region-card .icon-button').click()],
  [
    'switch the variant',
    async (page) => {
      // A native list is opened and closed by the browser: the keys choose without it.
      const choice = page.locator('.target.of-share select').nth(0);
      await choice.focus();
      await page.keyboard.press('ArrowDown');
    },
  ],
  ['switch the variant back', (page) => page.keyboard.press('ArrowUp')],
  [
    'move the bar of days',
    async (page) => {
      await page.locator('.days input').focus();
      await page.keyboard.press('ArrowLeft');
    },
  ],
  ['move it back', (page) => page.keyboard.press('ArrowRight')],
  ['open the evidence', (page) => page.locator('.target.of-share .value .number').click()],
  ['close the evidence', (page) => page.keyboard.press('Escape')],
  ['switch the indicator', (page) => page.locator('.indicators input').first().click()],
  ['switch it back', (page) => page.locator('.indicators input').nth(1).click()],
  ['switch the screen', (page) => page.locator('.top nav a').nth(1).click()],
  ['switch back', (page) => page.locator('.top nav a').first().click()],
];

declare global {
  interface Window {
    /** The longest event of each interaction since it was emptied, in milliseconds. */
    paints: Map<number, number>;
  }
}

test('from an interaction to the next paint', async ({ page }) => {
  await page.addInitScript(() => {
    window.paints = new Map();
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceEventTiming[]) {
        if (!entry.interactionId) continue;
        const longest = Math.max(entry.duration, window.paints.get(entry.interactionId) ?? 0);
        window.paints.set(entry.interactionId, longest);
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
  await page.goto('/');
  const atRest = async () => {
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(700);
  };
  await page.locator('.stage.drawn .canvas[data-idle=true]').waitFor({ timeout: 60_000 });
  const taken = new Map<string, number[]>(interactions.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, act] of interactions) {
      await atRest();
      await page.evaluate(() => window.paints.clear());
      await act(page);
      await atRest();
      const paints = await page.evaluate(() => [...window.paints.values()]);
      taken.get(name)?.push(Math.max(0, ...paints));
    }
  }
  for (const [name, values] of taken) {
    report(`${name}: median ${median(values)} ms, worst ${Math.max(...values)} ms`);
  }
});
