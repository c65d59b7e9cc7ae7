import type { Page } from '@playwright/test';
import { nameOf } from '../src/api/definition';
import type { Target } from '../src/api/targets';
import { distanceKm } from '../src/map/sphere';
import { beltWords } from '../src/text/belts';
import { dataWords } from '../src/text/data';
import { fundWords } from '../src/text/fund';
import type { Words } from '../src/text/ko';
import { targetWords } from '../src/text/targets';
import { screens } from '../src/view';
import { either, expect, items, open, pointOf, rendered, test, violations } from './support';

/** Goes to a screen by the menu: in the header, or in the sheet that a small screen opens for it. */
async function goTo(page: Page, words: Words, narrow: boolean, screen: keyof Words['nav']['screens']) {
  if (narrow) await page.getByRole('button', { name: words.tabs.more, exact: true }).click();
  const menu = narrow ? page.getByRole('dialog', { name: words.nav.label }) : page.getByRole('navigation');
  await menu.getByRole('link', { name: words.nav.screens[screen], exact: true }).click();
}

async function settled(page: Page): Promise<void> {
  await expect(page.locator('.skeleton')).toHaveCount(0);
}

test(
  'every screen is a step away, takes the focus, and keeps what is looked at',
  either,
  async ({ page, words, narrow }) => {
    await page.goto('/?at=2026-08-27&region=HNM');
    await expect(page.locator('.region-card')).toBeVisible();
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const screen of screens) {
      await goTo(page, words, narrow, screen);
      await expect(page).toHaveURL(new RegExp(`screen=${screen}.*at=2026-08-27.*region=HNM`));
      const heading = page.getByRole('heading', { level: 1 });
      await expect(heading).toBeFocused();
      await expect(page).toHaveTitle(new RegExp(words.nav.screens[screen]));
      await expect(page.getByRole('status').filter({ hasText: words.nav.screens[screen] })).toBeAttached();
      await settled(page);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    }
    await page.goBack();
    await expect(page).toHaveURL(/screen=targets/);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).not.toBeFocused();
    await goTo(page, words, narrow, 'overview');
    await expect(page.locator('.region-card')).toBeVisible();
  },
);

test('targets agree with the service, and one opens with its sources', either, async ({ page, words }) => {
  const say = targetWords[words.lang];
  await page.goto('/?screen=targets&at=2026-08-27');
  const answer = await page.request.get(`/api/targets?at=2026-08-27&lang=${words.lang}`);
  const { targets } = (await answer.json()) as { targets: Target[] };
  const table = page.getByRole('region', { name: say.table }).locator('tbody tr');
  await expect(table).toHaveCount(targets.length);
  const year = targets.find((t) => t.figure && t.due)?.due?.slice(0, 4) ?? '?';
  const due = targets.filter((t) => t.due?.startsWith(year));
  await page.getByRole('button', { name: `${year} ${due.length}`, exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`filter=year:${year}`));
  await expect(table).toHaveCount(due.length);
  const status = due[0]?.status ?? 'met';
  const same = due.filter((t) => t.status === status);
  await page.getByRole('combobox', { name: say.columns.status, exact: true }).selectOption(status);
  await expect(table).toHaveCount(same.length);
  for (const [i, target] of same.entries()) {
    await expect(table.nth(i)).toContainText(target.title);
    await expect(table.nth(i)).toContainText(say.status[status]);
  }
  const name = table.first().getByRole('rowheader').getByRole('button');
  await name.press('Enter');
  const heading = page.locator('.feature').getByRole('heading', { level: 2 });
  await expect(heading).toBeFocused();
  await expect(page.locator('.feature .citations a').first()).toHaveAttribute('href', /^https?:/);
  await settled(page);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(name).toBeFocused();
});

test('the card of a region tells what counts from what does not', either, async ({ page, words }) => {
  await page.goto('/?region=HNM&at=2026-08-27');
  const inside = (await items(page, 'ai-factories', '2026-08-27')).filter(
    (row) => row.properties.region === 'HNM',
  );
  const not = inside.filter((row) => row.properties.counts_toward_500 === 'no').length;
  const counts = page.locator('.region-card dl > div:not(.measured) b');
  await expect(counts.first()).toHaveText(words.number(inside.length - not));
  await expect(counts.nth(1)).toHaveText(words.number(not));
  expect(not).toBeGreaterThan(0);
});

test('a page and its list fit the width they have', either, async ({ page, narrow }) => {
  for (const query of ['screen=fund&select=fund-investments/NGF-M05', 'screen=belts', 'screen=data']) {
    await page.goto(`/?${query}`);
    await expect(page.locator('.stacks tbody tr').first()).toBeVisible();
    if (query.includes('select')) await expect(page.locator('.feature .stages li').first()).toBeVisible();
    const cut = await page
      .locator(narrow ? '.sheet, .scroll' : '.page-of-one')
      .evaluateAll((all) => all.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.className));
    expect(cut).toEqual([]);
  }
});

test('an address opens a target on the overview as on its own screen', either, async ({ page, words }) => {
  const { targets } = (await (
    await page.request.get(`/api/targets?at=2026-08-27&lang=${words.lang}`)
  ).json()) as { targets: Target[] };
  const measured = targets.find((t) => t.figure?.indicator === 'ai-factories');
  if (!measured) throw new Error('no target is measured');
  const select = `${measured.layer}/${measured.feature}`;
  const said: string[] = [];
  for (const screen of ['', 'screen=targets&']) {
    await page.goto(`/?${screen}at=2026-08-27&select=${select}`);
    await expect(page.locator('.feature').getByRole('heading', { level: 2 })).toHaveText(measured.title);
    await expect(page.locator('.feature .citations a').first()).toHaveAttribute('href', /^https?:/);
    await expect(page.locator('.history figure')).toBeVisible();
    await settled(page);
    said.push(await page.locator('.feature').innerText());
    expect(await violations(page)).toEqual([]);
  }
  expect(said[0]).toBe(said[1]);
  // What no screen lists opens as well.
  const [change] = await items(page, 'admin-changes');
  await page.goto(`/?select=admin-changes/${change?.id}`);
  await expect(page.locator('.feature .citations a').first()).toHaveAttribute('href', /^https?:/);
});

test.describe('of what is not there', () => {
  // The browser reports every refusal.
  test.use({ complaints: /404/ });

  test('an address of a target says so', either, async ({ page, words }) => {
    const notice = page.getByRole('status').filter({ hasText: words.notThere });
    await page.goto('/?select=policy-targets/nope&as=table');
    await expect(notice).toBeVisible();
    await expect(page.locator('.feature')).toHaveCount(0);
    await page.goto('/?select=policy-targets/PT001&as=table&at=2024-01-01');
    await expect(notice).toBeVisible();
    await expect(page.locator('.feature')).toHaveCount(0);
  });
});

test(
  'the pipeline adds all pages of rows, in their unit and with no bound that nobody knows',
  either,
  async ({ page, words }) => {
    const amounts = page.locator('.pipeline table').first().locator('tbody td:last-child');
    await page.goto('/?screen=fund&at=2026-08-27');
    await settled(page);
    const whole = await amounts.allTextContents();
    expect(whole.join('')).toMatch(/\d/);
    let pages = 0;
    await page.route('**/api/indicators/regional-share/rows?*', (route) => {
      const address = new URL(route.request().url());
      address.searchParams.set('limit', '7');
      pages++;
      return route.continue({ url: address.href });
    });
    await page.reload();
    await expect(amounts).toHaveText(whole);
    expect(pages).toBeGreaterThan(2);
    await page.unroute('**/api/indicators/regional-share/rows?*');
    const sums = async (variant: string) => {
      await page.goto(`/?screen=fund&at=2026-08-27&variant=${variant}`);
      await settled(page);
      return (await amounts.allTextContents()).filter((text) => text !== '–');
    };
    const { rows } = await (
      await page.request.get('/api/indicators/regional-share/rows?variant=fsc.cases&at=2026-08-27')
    ).json();
    expect((await sums('fsc.cases'))[0]).toBe(words.figures.cases(String(rows.length)));
    expect(await sums('fsc.proposed')).toEqual([fundWords[words.lang].atLeast(words.won('0'))]);
  },
);

test(
  'a list of projects is filtered, sorted, read and taken along as it is',
  either,
  async ({ page, words }) => {
    await page.goto('/?screen=fund&at=2026-08-27');
    const all = await items(page, 'fund-investments', '2026-08-27');
    const loans = all.filter((row) => row.properties.instrument === 'low_rate_loan');
    await page.locator('.filters select:has(option[value=low_rate_loan])').selectOption('low_rate_loan');
    const rows = page
      .getByRole('region', { name: /사업 목록|Projects/ })
      .last()
      .locator('tbody tr');
    await expect(rows).toHaveCount(loans.length);
    const amount = page.getByRole('columnheader', { name: /금액|Amount/ }).last();
    await amount.getByRole('button').click();
    await expect(amount).toHaveAttribute('aria-sort', 'descending');
    const largest = loans.toSorted(
      (a, b) => Number(b.properties.amount_krw ?? -1) - Number(a.properties.amount_krw ?? -1),
    )[0];
    await expect(rows.first()).toContainText(words.won(Number(largest?.properties.amount_krw)));
    await rows.first().getByRole('button').click();
    const page1 = page.locator('.feature').first();
    await expect(page1).toContainText(words.won(Number(largest?.properties.amount_krw)));
    await expect(page1.locator('.stages [aria-current]')).toBeVisible();
    await settled(page);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await page.getByRole('link', { name: words.lists.download }).click();
    await expect(page).toHaveURL(/screen=data.*layer=fund-investments.*filter=instrument:low_rate_loan/);
    const say = dataWords[words.lang];
    await expect(page.getByText(say.matched(loans.length))).toBeVisible();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: say.format('GeoJSON', loans.length) }).click(),
    ]);
    const features = JSON.parse(await text(await download.createReadStream())).features as { id: string }[];
    expect(features.map((f) => f.id).sort()).toEqual(loans.map((row) => row.id).sort());
  },
);

test('a node tells what lies around it, and how far', either, async ({ page, words }) => {
  const say = beltWords[words.lang];
  const nodes = await items(page, 'cluster-nodes');
  const node = nodes.find((row) => row.id === 'CL005');
  if (!node) throw new Error('the node is gone');
  await page.goto('/?screen=belts');
  await page.getByRole('radio', { name: /배터리 삼각벨트|Battery triangle/ }).check();
  const mine = nodes.filter((row) => row.properties.belt === node.properties.belt);
  await expect(page.getByRole('region', { name: say.table }).locator('tbody tr')).toHaveCount(mine.length);
  await page.getByRole('button', { name: nameOf(node, words.lang) }).click();
  await expect(page.locator('.feature').getByRole('heading', { level: 2 })).toHaveText(
    nameOf(node, words.lang),
  );
  const near = page.locator('.nearby');
  const factories = (await items(page, 'universities')).filter(
    (row) => row.geometry && distanceKm(pointOf(node), pointOf(row)) <= 50,
  );
  expect(factories.length).toBeGreaterThan(0);
  for (const row of factories) {
    const km = distanceKm(pointOf(node), pointOf(row));
    const rough = [node, row].some((r) => r.properties.precision === 'sigungu');
    await expect(near.getByRole('listitem').filter({ hasText: nameOf(row, words.lang) })).toContainText(
      say.distance(km, rough),
    );
  }
  await expect(near).toContainText(say.nearHint);
  expect(await rendered(page, /^rings\/line$/)).not.toEqual([]);
  await settled(page);
  expect(await violations(page)).toEqual([]);
});

test('a place is found by its first consonants or its English name', either, async ({ page, words }) => {
  await open(page);
  const search = page.getByRole('combobox', { name: words.search.label });
  await page.keyboard.press('Control+k');
  await expect(search).toBeFocused();
  const found = page.getByRole('listbox', { name: words.search.label }).getByRole('option');
  await search.fill('ㅇㅅㅅ');
  await expect(found).not.toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  await search.fill(words.lang === 'ko' ? '여수' : 'yeosu');
  await expect(found).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/region=\d{5}/);
  await expect(page.locator('.region-card').getByRole('heading')).toContainText(/여수|Yeosu/);
});

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
