import type { Page } from '@playwright/test';
import type { Figure, FigureRow, Forecast, Indicator } from '../src/api/figures';
import { leading } from '../src/indicators';
import { answerOf, boundsOf, exactly, quantityText } from '../src/panels/figure';
import type { Words } from '../src/text/ko';
import { either, expect, test, violationsInBothThemes } from './support';

test('the sentence and the cards agree with the service', async ({ page, words }) => {
  for (const at of ['2026-05-28', '2026-07-30', '2026-08-27']) {
    await page.goto(`/?at=${at}`);
    const all = await indicators(page, words);
    expect(all.map((i) => i.kind)).toEqual(['count', 'share']);
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
      const status = figure.target?.pace?.status;
      if (!status) throw new Error(`${indicator.id} is not judged`);
      await expect(target.locator('.met')).toContainText(words.figures.status[status]);
      await expect(target.locator('.met')).toContainText({ on: '●', watch: '▲', behind: '▼' }[status]);
      const bounds = (boundsOf(figure, words) ?? [])
        .map((part) => (typeof part === 'string' ? part : part.number))
        .join('');
      if (shown === undefined) await expect(target).toContainText(bounds);
      await expect(target.locator('.deciding')).toHaveCount(figure.reported ? 1 : 0);
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

test('each side of what is known stands on the cards with its value', either, async ({ page, words }) => {
  await page.goto('/');
  const sides = page.locator('.target.of-share .sides > div');
  const titles = [words.figures.reported, words.figures.itemised];
  await expect(sides.locator('dt').filter({ hasText: new RegExp(`^(${titles.join('|')})$`) })).toHaveText(
    titles,
  );
  for (const side of await sides.all()) await expect(side.locator('dd .number')).toHaveText(/\d/);
});

test('the cards show each choice in full and leave room for the table below', either, async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  for (const [lang, seen] of [
    ['ko', 8],
    ['en', 6],
  ] as const) {
    await page.goto(`/?at=2026-08-27&lang=${lang}`);
    await expect(page.locator('.target .chart .hint')).toHaveCount(2);
    const rows = page.locator('#regions tbody tr');
    await expect(rows).toHaveCount(8);
    const bottoms = await rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().bottom));
    expect(bottoms.filter((bottom) => bottom <= 900).length).toBeGreaterThanOrEqual(seen);
    const cut = await page.locator('.target .variants select').evaluateAll((all) =>
      (all as HTMLSelectElement[]).flatMap((select) => {
        const shown = select.offsetWidth;
        select.style.minWidth = 'max-content';
        return select.offsetWidth > shown ? [select.selectedOptions[0]?.text] : [];
      }),
    );
    expect(cut).toEqual([]);
  }
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

  // The id leads to the page that stands for it, with the same number and the documents.
  await expect(dialog.locator('a.address')).toHaveAttribute('href', `/f/${figure.id}`);
  const cited = await page.request.get(`/f/${figure.id}`, { headers: { accept: 'application/json' } });
  const { figure: quoted, documents } = await cited.json();
  expect([quoted.low, quoted.high]).toEqual([figure.low, figure.high]);
  expect(documents.length).toBeGreaterThan(0);
  await expect(dialog).toContainText(figure.state.slice(0, 12));
  await expect(dialog).toContainText(figure.definition.slice(0, 12));

  const self = await dialog.getByRole('link', { name: words.figures.figureInApi }).getAttribute('href');
  const again = await (await page.request.get(self ?? '')).json();
  expect(again.figures[0].id).toBe(figure.id);

  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(number).toBeFocused();
});

test('the evidence begins with the number that was pressed', either, async ({ page, words }) => {
  const { itemised, reported, value } = words.figures;
  await page.goto('/?at=2026-08-27');
  const facts = page.getByRole('dialog').locator('.facts').first().locator('dt');
  await page.locator('.target:not(.of-share) .value .number').first().click();
  await expect(facts.first()).toHaveText(reported);
  await expect(facts.nth(1)).toHaveText(itemised);
  await page.keyboard.press('Escape');
  await page.locator('.target.of-share .value .number').click();
  await expect(facts.first()).toHaveText(value);
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

test(
  'a variant and its switches are chosen, and one without a figure says why',
  either,
  async ({ page, words, narrow }) => {
    await page.goto('/?screen=targets');
    const [indicator] = (await indicators(page, words)).filter((i) => i.switches?.length);
    if (!indicator?.switches) throw new Error('no indicator has switches');
    const target = card(page, indicator);
    if (narrow) await target.locator('summary').click();
    const base = indicator.variants[0]?.id ?? '?';
    const choices = [
      ...indicator.variants.slice(1).map((v) => ({ title: words.figures.variant, id: v.id, full: v.id })),
      ...indicator.switches.flatMap(({ title, options }) =>
        options.slice(1).map((o) => ({ title, id: o.id, full: `${base}.${o.id}` })),
      ),
    ];
    let none = 0;
    for (const { title, id, full } of choices) {
      const choice = target.getByRole('combobox', { name: title, exact: true });
      await choice.selectOption(id);
      await expect(page).toHaveURL((url) => url.searchParams.get('variant') === full);
      const figure = await figureOf(page, indicator.id, { variant: full });
      if (figure.not_computable) {
        none++;
        await expect(target).toContainText(figure.not_computable[words.lang]);
        await expect(target.locator('.value')).toHaveCount(0);
      } else {
        await expect(target.locator('.value')).toContainText(
          figure.low === figure.high ? `${figure.value}` : `${figure.low}–${figure.high}`,
        );
      }
      await choice.selectOption({ index: 0 });
      await expect(page).not.toHaveURL(/variant=/);
    }
    expect(none).toBeGreaterThan(0);

    const apart = indicator.switches.flatMap(({ title, options }) =>
      options.flatMap((o) => (o.not_with ?? []).map((other) => ({ title, option: o.id, other }))),
    );
    const [never] = apart.filter(({ other }) => indicator.variants.some((v) => v.id === other));
    if (!never) throw new Error('every option goes with every variant');
    const offered = target
      .getByRole('combobox', { name: never.title, exact: true })
      .locator(`option[value="${never.option}"]`);
    await expect(offered).toHaveCount(1);
    const choice = target.getByRole('combobox', { name: words.figures.variant, exact: true });
    await choice.selectOption(never.other);
    await expect(offered).toHaveCount(0);

    // A card can be of any indicator; both choices stand in the address.
    const other = (await allIndicators(page, words)).find(
      (i) => i.variants.length > 1 && i.kind === 'distinct',
    );
    if (!other) throw new Error('no indicator counts different values');
    await page.getByRole('combobox', { name: words.figures.card }).first().selectOption(other.id);
    await expect(page.locator('.target').first().getByRole('heading')).toContainText(other.title);
    await page.reload();
    const figure = await figureOf(page, other.id, {});
    await expect(page.locator('.target').first().locator('.value')).toContainText(`${figure.value}`);
  },
);

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
    const lines = home.locator('.twin table').first().locator('tbody tr');
    await expect(lines).toHaveCount(points.length);
    const forecast: Forecast = await (
      await page.request.get(`/api/indicators/${indicator.id}/forecast`)
    ).json();
    if (forecast.no_band) {
      await expect(home.locator('.chart .hint')).toContainText(forecast.no_band[words.lang]);
      await expect(home.locator('.fan')).toHaveCount(0);
    } else {
      // The fan has two bands and a median, and a table with a row for each month.
      await expect(home.locator('.fan path')).toHaveCount(3);
      const ahead = home.locator('.twin table').nth(1).locator('tbody tr');
      await expect(ahead).toHaveCount(forecast.months.length);
      await expect(ahead.last()).toContainText(
        quantityText(exactly(forecast.months.at(-1)?.median ?? '?'), figure, words) ?? '?',
      );
    }
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

test('axe finds nothing on the cards and the evidence, in either theme', async ({ page, words }) => {
  await page.goto('/');
  const all = await indicators(page, words);
  for (const indicator of all) await expect(card(page, indicator).locator('.value')).toBeVisible();
  expect(await violationsInBothThemes(page)).toEqual([]);
  for (const indicator of all) {
    await card(page, indicator).locator('.value .number').click();
    await expect(page.getByRole('dialog').locator('table.citations tbody tr').first()).toBeVisible();
    expect(await violationsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

function card(page: Page, indicator: Indicator) {
  return page.locator(`.target.of-${indicator.kind}`);
}

// The indicators that have a card when nobody has chosen others.
async function indicators(page: Page, words: Words): Promise<Indicator[]> {
  return leading(await allIndicators(page, words));
}

async function allIndicators(page: Page, words: Words): Promise<Indicator[]> {
  const answer = await page.request.get('/api/indicators', { params: { lang: words.lang } });
  return (await answer.json()).indicators;
}

async function figureOf(page: Page, indicator: string, asked: Record<string, string>): Promise<Figure> {
  const answer = await page.request.get(`/api/indicators/${indicator}/figures`, { params: asked });
  expect(answer.ok()).toBe(true);
  return (await answer.json()).figures[0];
}
