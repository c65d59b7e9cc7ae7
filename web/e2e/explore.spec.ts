import type { Page } from '@playwright/test';
import { nameOf } from '../src/api/definition';
import type { Figure, Indicator, Series } from '../src/api/figures';
import { classColors, classOf, reconcile } from '../src/indicators';
import {
  cameraOf,
  colorAt,
  drawn,
  either,
  expect,
  items,
  legend,
  open,
  pressMap,
  rendered,
  stateOf,
  test,
  violationsInBothThemes,
} from './support';

async function ask<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(`/api/indicators${path}`);
  expect(answer.ok()).toBe(true);
  return answer.json();
}

async function figuresOf(page: Page, path: string): Promise<Figure[]> {
  return (await ask<{ figures: Figure[] }>(page, path)).figures;
}

async function indicatorOf(page: Page, id: string, lang = 'ko'): Promise<Indicator> {
  return ask<Indicator>(page, `/${id}?lang=${lang}`);
}

test(
  'table and colours of the regions are the figures of the service',
  either,
  async ({ page, words, narrow }) => {
    await open(page);
    const figures = await figuresOf(page, '/regional-share/figures?by=region');
    const { classes = [] } = await indicatorOf(page, 'regional-share');
    expect(figures).toHaveLength(8);
    const regions = await items(page, 'regions');
    for (const figure of figures) {
      const region = regions.find((r) => r.id === figure.region);
      const row = page.locator(`#regions tr:has([data-opens="region/${figure.region}"])`);
      await expect(row.getByRole('rowheader')).toHaveText(
        nameOf(region ?? { id: '?', properties: {} }, words.lang),
      );
      await expect(row).toContainText(words.explore.figure(figure));
      await expect(row).toContainText(words.explore.bounds(figure.low, figure.high));
    }
    const colorOf = (code: string) =>
      classColors.light[classOf(figures.find((f) => f.region === code)?.value ?? null, classes) ?? -1];
    // On a small map names cover the middle of the regions.
    if (narrow) return;
    expect(await colorAt(page, 128.9, 36.62)).toBe(colorOf('DKG'));
    expect(await colorAt(page, 128.5, 37.45)).toBe(colorOf('GWN'));
    expect(await colorAt(page, 127.3, 37.75)).toBe(colorOf('CAP'));
    expect(new Set(['DKG', 'GWN', 'CAP'].map(colorOf)).size).toBe(3);
  },
);

test('the parts and what has no known place add up to the whole', either, async ({ page, words }) => {
  for (const [id, kind] of [
    ['regional-share', 'share'],
    ['ai-factories', 'count'],
  ] as const) {
    await open(page, `?indicator=${id}`);
    const figures = await figuresOf(page, `/${id}/figures?by=region`);
    const [whole] = await figuresOf(page, `/${id}/figures`);
    const sums = whole && reconcile(figures, whole, kind);
    if (!sums) throw new Error('nothing adds up');
    const rows = page.locator('#regions tfoot tr');
    await expect(rows.first()).toContainText(words.explore.range(sums.left, kind));
    await expect(rows.last()).toContainText(words.explore.range(sums.total, kind));
  }
});

test('one goes from the nation to a region, a si/do, a si/gun/gu, and back', async ({
  page,
  words,
  narrow,
}) => {
  await open(page);
  const areas = [
    ...(await items(page, 'regions')),
    ...(await items(page, 'sido')),
    ...(await items(page, 'sigungu')),
  ];
  const named = (code: string) =>
    nameOf(areas.find((a) => a.properties.code === code) ?? { id: code, properties: {} }, words.lang);
  const si = areas.find((a) => a.properties.code === '48120')?.id ?? '?';
  const table = page.locator('#regions');
  const card = page.locator('.region-card').getByRole('heading');
  const camera = [await cameraOf(page)];

  await pressMap(page, 128.3, 35.35);
  await expect(page).toHaveURL(/region=DNM/);
  await expect(card).toHaveText(named('DNM'));
  await expect(table.locator('tbody tr')).toHaveCount(3);
  camera.push(await cameraOf(page));
  expect(await rendered(page, /^sido\/target$/)).toEqual(['26', '31', '48']);

  await table.getByRole('button', { name: named('48') }).click();
  await expect(page).toHaveURL(/region=48(&|$)/);
  await expect(card).toHaveText(named('48'));
  await expect(table.locator('tbody tr')).toHaveCount(18);
  await expect.poll(() => rendered(page, /^sigungu\/target$/)).toContain(si);

  await table.locator('[data-opens="region/48120"]').click();
  await expect(page).toHaveURL(/region=48120/);
  await expect(card).toHaveText(named('48120'));
  await expect(table.locator('[data-opens="region/48120"]')).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => stateOf(page, 'sigungu', si)).toMatchObject({ selected: true });
  if (!narrow) {
    const path = page.getByRole('navigation', { name: words.path });
    await expect(path.getByRole('button')).toHaveCount(3);
    await expect(path.locator('[aria-current]')).toHaveText(named('48120'));
  }

  await page.goBack();
  await page.goBack();
  await expect(card).toHaveText(named('DNM'));
  await expect(table.locator('tbody tr')).toHaveCount(3);
  await drawn(page);
  await expect.poll(() => cameraOf(page)).toBe(camera[1]);
  await page.goBack();
  await expect(table.locator('tbody tr')).toHaveCount(8);
  await expect.poll(() => cameraOf(page)).toBe(camera[0]);
});

test('a count is written on the map, not coloured', either, async ({ page, words, narrow }) => {
  await open(page);
  const { title, unit } = await indicatorOf(page, 'ai-factories', words.lang);
  await legend(page, words, narrow);
  await page.getByRole('radio', { name: title, exact: true }).check();
  await expect(page).toHaveURL(/indicator=ai-factories/);
  await expect(page.getByText(words.explore.counted(unit)).first()).toBeVisible();
  await expect.poll(() => rendered(page, /\/shade$/)).toEqual([]);
  const figures = await figuresOf(page, '/ai-factories/figures?by=region');
  const written = await page.locator('.canvas').evaluate((element) => {
    const { map } = element as HTMLElement & { map: import('maplibre-gl').Map };
    return map.queryRenderedFeatures({ layers: ['label/region'] }).map((f) => String(f.properties.figure));
  });
  expect(written.sort()).toEqual(figures.map((f) => String(f.value)).sort());
});

test('the bar of days steps through the days of change', async ({ page, words }) => {
  await open(page);
  const bar = page.getByRole('slider', { name: words.explore.days });
  const { points } = await ask<Series>(page, '/regional-share/series');
  const last = points.at(-1);
  await bar.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(new RegExp(`at=${last?.day}`));
  while (!page.url().includes('at=2026-05-28')) await page.keyboard.press('ArrowLeft');
  const [figure] = await figuresOf(page, '/regional-share/figures?at=2026-05-28');
  expect(figure?.value).toBe('41.1');
  await expect(bar).toHaveAttribute('aria-valuetext', words.explore.day('2026-05-28', '41.1%'));
  const [honam] = await figuresOf(page, '/regional-share/figures?at=2026-05-28&region=HNM');
  await expect(page.locator('#regions tr:has([data-opens="region/HNM"])')).toContainText(
    words.explore.figure(honam as Figure),
  );
  await expect(page.getByLabel(words.asOf)).toHaveValue('2026-05-28');
  await bar.press('End');
  await expect(page).not.toHaveURL(/at=/);
});

test.describe('where things may move', () => {
  test.use({ contextOptions: { reducedMotion: 'no-preference' } });
  test('the days play until something else has the focus', either, async ({ page, words }) => {
    await page.goto('/');
    const bar = page.getByRole('slider', { name: words.explore.days });
    await page.getByRole('button', { name: words.explore.play }).click();
    await expect(bar).toHaveValue('2');
    await bar.focus();
    await expect(page.getByRole('button', { name: words.explore.play })).toBeVisible();
  });
});

test('without motion there is nothing to play', either, async ({ page, words }) => {
  await page.goto('/');
  await expect(page.getByRole('slider', { name: words.explore.days })).toBeVisible();
  await expect(page.getByRole('button', { name: words.explore.play })).toHaveCount(0);
});

test('a variant that cannot be computed says why and is hatched', either, async ({ page, words }) => {
  await open(page, '?variant=motir-growth-engine');
  const [figure] = await figuresOf(page, '/regional-share/figures?variant=motir-growth-engine');
  await expect(page.locator('#regions')).toContainText(figure?.not_computable?.[words.lang] ?? '?');
  expect(await rendered(page, /^regions\/hatch$/)).toHaveLength(8);
});

test('axe finds nothing where one explores, in either theme', async ({ page }) => {
  await open(page, '?region=48&at=2026-05-28');
  await expect(page.locator('#regions tbody tr')).toHaveCount(18);
  expect(await violationsInBothThemes(page)).toEqual([]);
  await open(page, '?indicator=ai-factories');
  await expect(page.locator('#regions tbody tr')).toHaveCount(8);
  expect(await violationsInBothThemes(page)).toEqual([]);
});
