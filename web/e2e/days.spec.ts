import type { Figure } from '../src/api/figures';
import type { Target } from '../src/api/targets';
import { dayWords } from '../src/text/days';
import { targetWords } from '../src/text/targets';
import { either, expect, items, test, violations } from './support';

const [before, after] = ['2025-06-30', '2026-08-27'];

test('two days are compared, and all that differs is listed', either, async ({ page, words, narrow }) => {
  const say = dayWords[words.lang];
  await page.goto(`/?at=${after}`);
  await page.getByRole('button', { name: words.compareDay, exact: true }).click();
  const day = page.getByLabel(words.compareDay, { exact: true });
  await expect(day).toBeFocused();
  await expect(day).toHaveValue('2025-12-31');
  await day.fill(before);
  await expect(page).toHaveURL(new RegExp(`at=${after}&with=${before}`));

  const changes = page.locator('.changes');
  await expect(changes.getByRole('heading', { level: 2 })).toHaveText(say.title);
  await expect(changes.locator('.skeleton')).toHaveCount(0);
  const ask = async (at: string): Promise<Figure> => {
    const answer = await page.request.get(`/api/indicators/ai-factories/figures?at=${at}`);
    return (await answer.json()).figures[0];
  };
  const [old, now] = [await ask(before), await ask(after)];
  const official = changes.getByRole('row').filter({ hasText: say.official }).first();
  await expect(official.getByRole('button')).toHaveCount(2);
  await expect(official.getByRole('button').first()).toContainText(String(old.reported?.value));
  await expect(official.getByRole('cell').last()).toHaveText(
    `+${Number(now.reported?.value) - Number(old.reported?.value)}`,
  );

  const then = new Set((await items(page, 'ai-factories', before)).map((row) => row.id));
  const came = (await items(page, 'ai-factories', after)).filter((row) => !then.has(row.id));
  expect(came.length).toBeGreaterThan(0);
  const list = changes
    .locator('details')
    .filter({ hasText: `${came.length}` })
    .first();
  await list.locator('summary').click();
  await list.getByRole('button').first().click();
  await expect(page).toHaveURL(/select=/);
  await expect(page.locator('.feature')).toBeVisible();
  await page.keyboard.press('Escape');

  if (narrow) {
    await page.getByRole('radio', { name: before.replaceAll('-', '.') }).check();
    await expect(page.locator(`canvas[aria-label*="${words.date(before)}"]`)).toBeVisible();
  } else {
    await expect(page.locator('.stage.drawn .canvas[data-idle=true]')).toHaveCount(2);
    const line = page.getByRole('slider', { name: say.divider });
    await line.focus();
    await page.keyboard.press('ArrowRight');
    await expect(line).toHaveAttribute('aria-valuetext', say.divided(before, after, 51));
    await page.getByRole('button', { name: words.zoomIn, exact: true }).click();
    await expect(page).toHaveURL(/map=/);
    await expect(page.locator('.stage.drawn .canvas[data-idle=true]')).toHaveCount(2);
    const zooms = await page
      .locator('.canvas')
      .evaluateAll((all) => all.map((e) => (e as typeof e & { map: { getZoom(): number } }).map.getZoom()));
    expect(zooms[0]).toBeCloseTo(zooms[1] as number, 2);
  }
  expect(await violations(page)).toEqual([]);

  await page.getByRole('radio', { name: words.table, exact: true }).check();
  const table = page.locator('.rows');
  await expect(table.getByRole('columnheader').last()).toHaveText(words.date(after));
  expect(await violations(page)).toEqual([]);

  await changes.getByRole('button', { name: words.endComparison }).click();
  await expect(page).not.toHaveURL(/with=/);
  await expect(page.getByRole('button', { name: words.compareDay, exact: true })).toBeFocused();
});

test('the matrix of regions and the history of a target', either, async ({ page, words }) => {
  const say = targetWords[words.lang];
  await page.goto(`/?screen=targets&at=${after}`);
  const matrix = page.locator('.matrix');
  await expect(matrix.locator('tbody tr')).toHaveCount(8);
  const { figures } = await (
    await page.request.get(
      `/api/indicators/package-delivery/figures?by=region&across=pillar_ko&variant=delivered&at=${after}`,
    )
  ).json();
  const delivered = figures.filter((f: Figure) => f.value === '1');
  expect(delivered.length).toBeGreaterThan(0);
  const { indicators } = await (
    await page.request.get(`/api/indicators?lang=${words.lang}&at=${after}`)
  ).json();
  const variants = indicators.find((i: { id: string }) => i.id === 'package-delivery').variants;
  const furthest = matrix.getByRole('button', { name: variants.at(-1).title, exact: true });
  await expect(furthest).toHaveCount(delivered.length);
  await furthest.first().click();
  await expect(page.getByRole('dialog')).toContainText(delivered[0].area[words.lang]);
  await expect(page.getByRole('dialog').locator('tbody tr')).not.toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(furthest.first()).toBeFocused();

  const { targets } = await (await page.request.get(`/api/targets?lang=${words.lang}&at=${after}`)).json();
  const measured = targets.find((t: Target) => t.figure?.reported && t.figure.at_least);
  const next = targets.find((t: Target) => t.due && t.due >= after && t.status !== 'met');
  await expect(page.locator('.next-due')).toContainText(words.date(next.due));
  await page.locator(`[data-opens="${measured.layer}/${measured.feature}"]`).click();
  const history = page.locator('.history');
  await expect(history.getByRole('heading', { name: say.history })).toBeVisible();
  await expect(history.getByRole('img').first()).toBeVisible();
  await expect(history.locator('.facts dd').first()).toContainText(measured.figure.reported);
  expect(await violations(page)).toEqual([]);
});

test('a comparison is printed with both its days', either, async ({ page, words }) => {
  await page.goto(`/?at=${after}&with=${before}`);
  await page.emulateMedia({ media: 'print' });
  for (const day of [before, after]) {
    await expect(page.locator('.as-of').getByText(words.date(day), { exact: true })).toBeVisible();
  }
});
