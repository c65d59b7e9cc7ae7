import type { Page } from '@playwright/test';
import type { Figure, FigureRow, Indicator } from '../src/api/figures';
import { answerOf, exactly, quantityText } from '../src/panels/figure';
import type { Words } from '../src/text/ko';
import { either, expect, test, violations } from './support';

test('the sentence and the cards agree with the service', async ({ page, words }) => {
  for (const at of ['2026-05-28', '2026-07-30', '2026-08-27']) {
    await page.goto(`/?at=${at}`);
    const all = await indicators(page, words);
    expect(all.map((i) => i.kind).sort()).toEqual(['count', 'share']);
    for (const indicator of all) {
      const figure = await figureOf(page, indicator.id, { at });
      const sentence = answerOf(indicator, figure, words)
        .map((part) => (typeof part === 'string' ? part : part.number))
        .join('');
      await expect(page.getByRole('heading', { level: 1 })).toContainText(sentence);
      const target = card(page, indicator);
      const shown =
        figure.target?.basis === 'reported' && figure.reported ? figure.reported.value : undefined;
      await expect(target.locator('.value')).toContainText(
        shown ?? (figure.low === figure.high ? `${figure.value}` : `${figure.low}–${figure.high}`),
      );
      await expect(target.locator('.met')).toContainText(words.figures.met[figure.target?.met ?? 'yes']);
      await expect(target.locator('.met')).toContainText(
        { yes: '●', open: '▲', no: '▼' }[figure.target?.met ?? 'yes'],
      );
      const pace = figure.target?.required_per_month ?? figure.target?.required_share;
      await expect(target).toContainText(pace?.low ?? '?');
    }
  }
});

test('the day decides what is known of the share', either, async ({ page }) => {
  const share = page.locator('.target.of-share .value');
  await page.goto('/?at=2026-05-28');
  await expect(share).toHaveText('41.1%');
  await page.goto('/?at=2026-07-30');
  await expect(share).toHaveText('35.4–42.6%');
  await page.goto('/?at=2026-08-27');
  await expect(share).toHaveText('36.2–48.3%');
});

test('a number leads to its entries and a document in two clicks', async ({ page, words }) => {
  await page.goto('/?at=2026-08-27');
  const [indicator] = (await indicators(page, words)).filter((i) => i.kind === 'share');
  if (!indicator) throw new Error('no share is measured');
  const figure = await figureOf(page, indicator.id, { at: '2026-08-27' });
  const number = card(page, indicator).locator('.value .number');
  await number.click();

  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading', { level: 2 })).toHaveText(indicator.title);
  await expect(dialog).toContainText(figure.id);
  await expect(dialog).toContainText(indicator.description);
  await expect(dialog).toContainText(words.figures.editionNumber(figure.edition));
  await expect(dialog).toContainText(words.date(figure.day));
  const { rows }: { rows: FigureRow[] } = await (
    await page.request.get(`/api/indicators/${indicator.id}/rows?at=2026-08-27&lang=${words.lang}`)
  ).json();
  const entries = dialog.locator('table.citations tbody tr');
  await expect(entries).toHaveCount(rows.length);
  for (const [i, row] of rows.entries()) {
    const entry = entries.nth(i);
    await expect(entry).toContainText(row.title);
    await expect(entry).toContainText(words.figures.roles[row.role]);
    await expect(entry).toContainText(words.won(row.low ?? '?'));
    await expect(entry.getByRole('link')).toHaveCount(row.citations.length);
  }
  const document = entries.first().getByRole('link').first();
  await expect(document).toHaveAttribute('href', rows[0]?.citations[0]?.url ?? '?');
  await expect(document).toHaveAttribute('rel', /noopener/);
  await expect(document).toBeEnabled();
  await expect(entries.first()).toContainText(rows[0]?.citations[0]?.publisher ?? '?');
  await expect(entries.first()).toContainText(words.date(rows[0]?.citations[0]?.date ?? '?'));

  const self = await dialog.getByRole('link', { name: words.figures.figureInApi }).getAttribute('href');
  const again = await (await page.request.get(self ?? '')).json();
  expect(again.figures[0].id).toBe(figure.id);

  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(number).toBeFocused();
});

test('an entry of the evidence opens its card', either, async ({ page, words }) => {
  await page.goto('/?at=2026-08-27');
  await page.locator('.target.of-share .value .number').click();
  const entry = page.getByRole('dialog').locator('table.citations tbody th').first();
  const title = (await entry.textContent()) ?? '?';
  await entry.getByRole('button').click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('.feature')).toContainText(title);
  await expect(page).toHaveURL(/select=fund-investments\//);
  await expect(page.locator('.feature')).toContainText(words.sources);
});

test('a variant is chosen, and one without a figure says why', either, async ({ page, words }) => {
  await page.goto('/');
  const [indicator] = (await indicators(page, words)).filter((i) => i.variants.length > 1);
  if (!indicator) throw new Error('no indicator has variants');
  const choice = page.getByRole('combobox', { name: words.figures.variant });
  for (const variant of indicator.variants.slice(1)) {
    await choice.selectOption(variant.id);
    await expect(page).toHaveURL(new RegExp(`variant=${variant.id}`));
    const figure = await figureOf(page, indicator.id, { variant: variant.id });
    if (variant.not_computable) {
      await expect(card(page, indicator)).toContainText(variant.not_computable);
      await expect(card(page, indicator).locator('.value')).toHaveCount(0);
    } else {
      await expect(card(page, indicator).locator('.value')).toContainText(`${figure.low}–${figure.high}`);
    }
  }
  expect(indicator.variants.some((v) => v.not_computable)).toBe(true);
  await choice.selectOption(indicator.variants[0]?.id ?? '?');
  await expect(page).not.toHaveURL(/variant=/);
});

test('a chart says its numbers in a sentence and in a table', either, async ({ page, words, narrow }) => {
  await page.goto('/');
  for (const indicator of await indicators(page, words)) {
    const figure = await figureOf(page, indicator.id, {});
    const { points } = await (await page.request.get(`/api/indicators/${indicator.id}/series`)).json();
    const home = narrow ? page.getByRole('dialog') : card(page, indicator);
    if (narrow) await card(page, indicator).locator('.value .number').click();
    const chart = home.getByRole('img', { name: new RegExp(`^${indicator.title}: `) });
    await expect(chart).toHaveAttribute('aria-label', new RegExp(words.date(points[0].day)));
    await home.locator('.twin summary').click();
    const lines = home.locator('.twin tbody tr');
    await expect(lines).toHaveCount(points.length);
    for (const [i, point] of points.entries()) {
      await expect(lines.nth(i)).toContainText(words.date(point.day));
      await expect(lines.nth(i)).toContainText(quantityText(point, figure, words) ?? '?');
      if (point.reported)
        await expect(lines.nth(i)).toContainText(quantityText(exactly(point.reported), figure, words) ?? '?');
    }
    // Steps only: each piece of the line is level or upright.
    const path = (await chart.locator('path.official').getAttribute('d')) ?? '';
    const corners = path
      .split(/[ML]/)
      .filter(Boolean)
      .map((at) => at.split(',').map(Number.parseFloat));
    expect(corners.length).toBeGreaterThan(2);
    for (const [i, [x, y]] of corners.slice(1).entries())
      expect(x === corners[i]?.[0] || y === corners[i]?.[1]).toBe(true);
    if (narrow) await page.keyboard.press('Escape');
  }
});

test('the part of a region stands in the cards', either, async ({ page, words }) => {
  await page.goto('/?region=HNM&at=2026-08-27');
  for (const indicator of await indicators(page, words)) {
    const part = await figureOf(page, indicator.id, { at: '2026-08-27', region: 'HNM' });
    await expect(card(page, indicator).locator('.part')).toContainText(
      quantityText(part, part, words) ?? '?',
    );
  }
});

test('before anything was approved the page says so', either, async ({ page, words }) => {
  await page.goto('/?at=2025-06-01');
  const [indicator] = (await indicators(page, words)).filter((i) => i.kind === 'share');
  if (!indicator) throw new Error('no share is measured');
  const figure = await figureOf(page, indicator.id, { at: '2025-06-01' });
  await expect(card(page, indicator)).toContainText(figure.not_computable?.[words.lang] ?? '?');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    figure.not_computable?.[words.lang] ?? '?',
  );
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the cards and the evidence, ${scheme}`, async ({ page, words }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto('/');
    const all = await indicators(page, words);
    for (const indicator of all) await expect(card(page, indicator).locator('.value')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    for (const indicator of all) {
      await card(page, indicator).locator('.value .number').click();
      await expect(page.getByRole('dialog').locator('table.citations tbody tr').first()).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
  });
}

function card(page: Page, indicator: Indicator) {
  return page.locator(`.target.of-${indicator.kind}`);
}

async function indicators(page: Page, words: Words): Promise<Indicator[]> {
  const answer = await page.request.get('/api/indicators', { params: { lang: words.lang } });
  return (await answer.json()).indicators;
}

async function figureOf(page: Page, indicator: string, asked: Record<string, string>): Promise<Figure> {
  const answer = await page.request.get(`/api/indicators/${indicator}/figures`, { params: asked });
  expect(answer.ok()).toBe(true);
  return (await answer.json()).figures[0];
}
