import type { Page } from '@playwright/test';
import type { Definition } from '../src/api/definition';
import { nameOf } from '../src/api/definition';
import type { Row } from '../src/api/queries';
import { drawnKeys, entryOf, legendEntries, marking } from '../src/map/legend';
import {
  cameraOf,
  colorAt,
  countStyles,
  drawn,
  either,
  expect,
  items,
  legend,
  open,
  pointOf,
  pressMap,
  rendered,
  stateOf,
  stylesSet,
  test,
  violationsInBothThemes,
} from './support';

// The features of a layer that are switched on when nobody has chosen.
async function switchedOn(page: Page, layer: string, at?: string): Promise<Row[]> {
  const definition: Definition = await (
    await page.request.get(`/api/collections/${layer}/definition`)
  ).json();
  const entries = legendEntries([definition]);
  const keys = drawnKeys(entries, undefined);
  const on = entries.filter((e) => keys.has(e.key));
  return (await items(page, layer, at)).filter((row) => entryOf(on, layer, row.properties));
}

test('the map is really drawn', async ({ page }) => {
  await open(page, '?indicator=');
  expect(await rendered(page, /^regions\/target$/)).toEqual([
    'CAP',
    'CHC',
    'DKG',
    'DNM',
    'GWN',
    'HNM',
    'JBK',
    'JJU',
  ]);
  const factories = (await items(page, 'ai-factories'))
    .filter((row) => marking(row) !== 'none')
    .map((row) => row.id);
  expect(factories.length).toBeGreaterThan(10);
  const shown = await rendered(page, /^ai-factories\..*\/target$/);
  expect(shown).toEqual(factories.sort());
  expect(await rendered(page, /^belts\..*\/core$/)).toEqual([
    'battery-triangle-axis',
    'southern-semiconductor-belt-axis',
  ]);

  const definition: Definition = await (await page.request.get('/api/collections/regions/definition')).json();
  const color = (rule: string) => definition.style?.rules.find((r) => r.id === rule)?.color.light;
  expect(await colorAt(page, 128.9, 36.62)).toBe(color('hub'));
  expect(await colorAt(page, 128.5, 37.45)).toBe(color('special'));
  expect(await colorAt(page, 131.2, 36.2)).toBe('#000000'); // the ground shows through
  await expect(page.locator('.canvas')).toHaveCSS('background-color', 'rgb(237, 242, 246)');
});

test('the sea and the islands have their names', either, async ({ page, words }) => {
  await open(page);
  const names = words.lang === 'ko' ? ['독도', '동해', '울릉도'] : ['Dokdo', 'East Sea', 'Ulleungdo'];
  expect(await rendered(page, /^label\/(sea|island)$/)).toEqual(expect.arrayContaining(names));
});

test('the corners of the belts have the names of their nodes', either, async ({ page, words, narrow }) => {
  await open(page);
  const belts = await items(page, 'belts');
  const names = belts.flatMap((f) => f.properties[`nodes_${words.lang}`] as string[]);
  expect(new Set(names).size).toBe(7);
  const seen = await rendered(page, /^label\/node$/);
  // On a phone some have no room beside the names of the regions.
  if (narrow) expect(names).toEqual(expect.arrayContaining(seen));
  else expect(seen).toEqual([...new Set(names)].sort());
  expect(seen.length).toBeGreaterThan(0);
});

test('every number agrees with the service', either, async ({ page, words, narrow }) => {
  await open(page, '?indicator=');
  const layers = ['ai-factories', 'fund-investments'];
  const rows = await Promise.all(layers.map((layer) => switchedOn(page, layer)));
  const table = page.locator('#regions table');
  const columns = await table.locator('thead th').allTextContents();
  const regions = await items(page, 'regions');
  for (const [i, layer] of layers.entries()) {
    const definition: Definition = await (
      await page.request.get(`/api/collections/${layer}/definition`)
    ).json();
    const column = columns.indexOf(definition.title[words.lang]);
    expect(column).toBeGreaterThan(0);
    const cell = (name: string) =>
      table
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
        .getByRole('cell')
        .nth(column - 1);
    const list = rows[i] ?? [];
    for (const region of regions) {
      const here = list.filter((row) => row.properties.region === region.id).length;
      await expect(cell(nameOf(region, words.lang))).toHaveText(words.number(here));
    }
    const unknown = list.filter((row) => row.properties.region === null).length;
    await expect(cell(words.explore.unknownIn('region'))).toHaveText(words.number(unknown));
    await expect(cell(words.sum)).toHaveText(words.number(list.length));
  }

  const factories = await items(page, 'ai-factories');
  const onMap = factories.filter((row) => marking(row) !== 'none').length;
  const rail = await legend(page, words, narrow);
  await expect(rail).toContainText(words.drawnOf(onMap, factories.length));
});

test('what has no place is listed and not drawn', either, async ({ page, words }) => {
  await open(page);
  const list = [...(await switchedOn(page, 'ai-factories')), ...(await switchedOn(page, 'fund-investments'))];
  const without = list.filter((row) => marking(row) === 'none');
  await expect(page.locator('.not-drawn li')).toHaveCount(without.length);
  await expect(page.locator('.not-drawn')).toContainText(words.count(without.length));
  const ids = await rendered(page, /\/target$/);
  expect(without.filter((row) => ids.includes(row.id))).toEqual([]);
});

test('the legend switches layers, and the address keeps it', either, async ({ page, words, narrow }) => {
  await open(page);
  expect((await rendered(page, /^ai-factories\.factory-counted\/target$/)).length).toBeGreaterThan(0);
  const definition: Definition = await (
    await page.request.get('/api/collections/ai-factories/definition')
  ).json();
  const [entry] = legendEntries([definition]);
  const box = (await legend(page, words, narrow)).getByRole('checkbox', {
    name: entry?.rule.title[words.lang] ?? '',
  });
  await expect(box).toBeChecked();
  await box.uncheck();
  await expect(page).toHaveURL(/layers=/);
  expect(await rendered(page, /^ai-factories\.factory-counted\/target$/)).toEqual([]);
  await page.reload();
  expect(await rendered(page, /^ai-factories\.factory-counted\/target$/)).toEqual([]);
  await expect(
    (await legend(page, words, narrow)).getByRole('checkbox', { name: entry?.rule.title[words.lang] ?? '' }),
  ).not.toBeChecked();
});

test('a press on a region opens it, and back closes it', either, async ({ page, words, narrow }) => {
  await open(page);
  const honam = nameOf(
    (await items(page, 'regions')).find((r) => r.id === 'HNM') ?? { id: '', properties: {} },
    words.lang,
  );
  await pressMap(page, 127.2, 34.95);
  await expect(page).toHaveURL(/region=HNM/);
  await expect(page.locator('.region-card').getByRole('heading')).toHaveText(honam);
  await expect(page.locator('#regions').getByRole('heading')).toContainText(honam);
  await drawn(page);
  expect(await stateOf(page, 'regions', 'HNM')).toMatchObject({ selected: true });
  expect(await rendered(page, /^regions\/target$/)).not.toContain('GWN');
  if (!narrow)
    await expect(page.getByRole('navigation', { name: words.path })).toHaveText(`${words.country}›${honam}`);

  await page.goBack();
  await expect(page).not.toHaveURL(/region=/);
  await expect(page.locator('.region-card')).toHaveCount(0);
  expect(await rendered(page, /^regions\/target$/)).toContain('GWN');
  expect(await stateOf(page, 'regions', 'HNM')).not.toMatchObject({ selected: true });
});

test('a press on an AI factory opens its facts and sources', either, async ({ page, words }) => {
  await open(page, '?region=DNM');
  // One that no other hides: the farthest from all others that are drawn.
  const points = [...(await items(page, 'ai-factories')), ...(await items(page, 'fund-investments'))]
    .filter((row) => marking(row) !== 'none')
    .map((row) => ({ row, at: pointOf(row) }));
  const alone = points
    .filter(({ row }) => row.id.startsWith('ai') && row.properties.region === 'DNM')
    .map((p) => ({
      ...p,
      room: Math.min(
        ...points.filter((o) => o !== p).map((o) => Math.hypot(o.at[0] - p.at[0], o.at[1] - p.at[1])),
      ),
    }))
    .sort((a, b) => b.room - a.room)[0];
  if (!alone) throw new Error('no AI factory is drawn in the region');
  await pressMap(page, ...alone.at);
  const card = page.locator('.feature');
  await expect(card.getByRole('heading', { level: 2 })).toHaveText(nameOf(alone.row, words.lang));
  await expect(page).toHaveURL(new RegExp(`select=ai-factories/${alone.row.id}`));
  await expect(card).toContainText(words.precision[String(alone.row.properties.precision)] ?? '?');
  const [citation] = alone.row.citations;
  const source = card.locator('.citations a').first();
  await expect(source).toHaveAttribute('href', citation?.url ?? '?');
  await expect(source).toHaveAttribute('rel', /noopener/);
  await expect(source).toHaveAttribute('target', '_blank');
  await expect(card.locator('.citations')).toContainText(citation?.publisher ?? '?');
  await expect(card.locator('.citations')).toContainText(words.date(citation?.date ?? '?'));
  const api = await card.getByRole('link', { name: words.api }).getAttribute('href');
  expect((await (await page.request.get(api ?? '')).json()).id).toBe(alone.row.id);
  await drawn(page);
  expect(await stateOf(page, 'ai-factories', alone.row.id)).toMatchObject({ selected: true });

  await page.goBack();
  await expect(card).toHaveCount(0);
  await page.goForward();
  await expect(card).toBeVisible();
});

test('the table holds the same, by keyboard alone', either, async ({ page, words }) => {
  await page.goto('/');
  await page.getByRole('radio', { name: words.table }).press('Space');
  await expect(page).toHaveURL(/as=table/);
  const lists = await Promise.all(
    ['ai-factories', 'fund-investments', 'belts'].map((layer) => switchedOn(page, layer)),
  );
  const table = page.locator('.rows table');
  await expect(table.locator('tbody tr')).toHaveCount(lists.flat().length);

  const first = lists[0]?.[0];
  const name = table.locator(`[data-opens="ai-factories/${first?.id}"]`);
  await name.focus();
  await page.keyboard.press('Enter');
  const heading = page.locator('.feature').getByRole('heading', { level: 2 });
  await expect(heading).toBeFocused();
  await expect(name).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Escape');
  await expect(page.locator('.feature')).toHaveCount(0);
  await expect(name).toBeFocused();
});

test('the as-of day decides what is there', either, async ({ page, words }) => {
  const then = '2024-12-31';
  await open(page, `?indicator=&at=${then}`);
  await expect(page.getByLabel(words.asOf)).toHaveValue(then);
  const before = (await switchedOn(page, 'ai-factories', then)).length;
  const now = (await switchedOn(page, 'ai-factories')).length;
  expect(before).toBeLessThan(now);
  const sum = page.locator('#regions tfoot');
  await expect(sum).toContainText(words.number(before));
  await page.getByRole('button', { name: words.backToToday }).click();
  await expect(page).not.toHaveURL(/at=/);
  await expect(sum).toContainText(words.number(now));
});

test(
  'a choice leaves the style of the map alone, and the map stays where the reader left it',
  either,
  async ({ page, words, narrow }) => {
    await open(page);
    const region = page.locator('#regions').getByRole('button').first();
    if (narrow) await page.locator('.maplibregl-canvas').press('=');
    else await page.getByRole('button', { name: words.zoomIn }).click();
    await expect(page).toHaveURL(/map=[\d.]+\/[\d.]+\/[\d.]+/);
    await drawn(page);
    const before = await cameraOf(page);
    await page.reload();
    await drawn(page);
    expect(await cameraOf(page)).toEqual(before);
    await countStyles(page);
    if (narrow) await page.locator('.not-drawn summary').click();
    await page.locator('.not-drawn').getByRole('button').first().click();
    await expect(page).toHaveURL(/select=/);
    await drawn(page);
    expect(await stylesSet(page)).toBe(0);
    await page.goBack();
    await region.click();
    await expect(page).toHaveURL(/region=/);
    await drawn(page);
    expect(await cameraOf(page)).not.toEqual(before);
    await page.goBack();
    await drawn(page);
    expect(await cameraOf(page)).toEqual(before);
  },
);

test('the language changes page, map and address', either, async ({ page, words }) => {
  await open(page);
  const other =
    words.lang === 'ko'
      ? { code: 'en', name: 'English', honam: 'Honam' }
      : { code: 'ko', name: '한국어', honam: '호남권' };
  await page.getByRole('radio', { name: other.name }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', other.code);
  await expect(page).toHaveURL(new RegExp(`lang=${other.code}`));
  await expect.poll(() => rendered(page, /^label\/region$/)).toContain(other.honam);
});

test('an address that means nothing falls back', either, async ({ page, words }) => {
  await open(
    page,
    '?at=2026-02-30&edition=x&region=NOWHERE&indicator=&variant=none&layers=none.such&select=no/such&map=99/99/99&as=globe&lang=xx',
  );
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await rendered(page, /^regions\/target$/)).toEqual([]);
  await expect(page.locator('#regions')).toContainText(words.nothingCounted);
  await expect(page.locator('.problem')).toHaveCount(0);
});

test('the first view loads no more fonts than it may', either, async ({ page }) => {
  let bytes = 0;
  page.on('response', async (response) => {
    if (response.url().endsWith('.woff2'))
      bytes += Number(response.headers()['content-length'] ?? Number.NaN);
  });
  await open(page);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(400 * 1024);
});

test('print shows the outlines in place of the map', either, async ({ page }) => {
  await open(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.outline')).toBeVisible();
  await expect(page.locator('.canvas')).toBeHidden();
});

test.describe('when the service fails', () => {
  test.use({ complaints: /Failed to load resource/ });
  test('the outlines stand in for a map that does not arrive', either, async ({ page, words }) => {
    await page.route('**/assets/MapView-*.js', (route) => route.abort());
    await page.goto('/');
    await expect(page.getByText(words.noWebGL)).toBeVisible();
    await expect(page.locator('.outline').getByRole('link')).toHaveCount(8);
  });

  test('the last data stays, and can be asked for again', either, async ({ page, words }) => {
    await open(page);
    await page.route('**/items?*', (route) => route.abort());
    await page.getByLabel(words.asOf).fill('2026-03-01');
    await expect(page.getByRole('alert')).toContainText(words.failed);
    await expect(page.locator('#regions tbody tr')).toHaveCount(8);
    await page.unroute('**/items?*');
    await page.getByRole('button', { name: words.retry }).click();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});

test('axe finds nothing, in either theme', either, async ({ page, words, narrow }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await violationsInBothThemes(page)).toEqual([]);
  if (narrow) {
    await legend(page, words, narrow);
    expect(await violationsInBothThemes(page)).toEqual([]);
  }
  const doubtful = (await items(page, 'ai-factories')).find((row) =>
    /inferred/.test(String(row.properties.stated_basis)),
  );
  await open(page, `?region=HNM&select=ai-factories/${doubtful?.id}`);
  await expect(page.locator('.feature .doubts')).toBeVisible();
  expect(await violationsInBothThemes(page)).toEqual([]);
  await page.goto('/?region=HNM&as=table');
  await expect(page.locator('.rows tbody tr').first()).toBeVisible();
  expect(await violationsInBothThemes(page)).toEqual([]);
});
