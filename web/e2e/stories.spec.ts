import type { Download, Page } from '@playwright/test';
import { nameOf } from '../src/api/definition';
import type { Figure } from '../src/api/figures';
import type { Plan } from '../src/api/scenarios';
import { compareWords } from '../src/text/compare';
import { dataWords } from '../src/text/data';
import type { Words } from '../src/text/ko';
import { scenarioWords } from '../src/text/scenario';
import { tabTo, whole } from './access';
import { drawn, expect, items, test, violations } from './support';

type Story = (given: { page: Page; words: Words; narrow: boolean }) => Promise<void>;

const readers = (['ko', 'en'] as const).flatMap((lang) => [1440, 768, 390].map((width) => ({ lang, width })));

/** Tells a story in both languages, at the width of a desk, a tablet and a telephone. */
function story(title: string, told: Story): void {
  for (const { lang, width } of readers) {
    test.describe(() => {
      test.use({
        locale: lang === 'ko' ? 'ko-KR' : 'en-GB',
        viewport: { width, height: width === 1440 ? 900 : 1024 },
        hasTouch: width < 1440,
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      test(`${title}: ${lang} at ${width}`, async ({ page, words, narrow }) => {
        await told({ page, words, narrow });
      });
    });
  }
}

story(
  'an official compares Honam with Daegyeong as of 2026-05-28 and prints',
  async ({ page, words, narrow }) => {
    const say = compareWords[words.lang];
    const at = '2026-05-28';
    await page.addInitScript(() => {
      window.print = () => document.documentElement.setAttribute('data-printed', '');
    });
    await page.goto('/');
    await clean(page);
    await page.getByLabel(words.asOf).fill(at);
    await goTo(page, words, narrow, 'compare');
    await whole(page);
    const named = namesOf(await items(page, 'regions'), words);
    const areas = page.getByRole('group', { name: say.areas });
    for (const code of ['HNM', 'DKG']) await areas.getByRole('checkbox', { name: named(code) }).check();
    for (const name of await areas.locator('label:has(:checked)').allTextContents())
      if (![named('HNM'), named('DKG')].includes(name))
        await areas.getByRole('checkbox', { name, exact: true }).uncheck();
    await expect(page).toHaveURL(new RegExp(`at=${at}.*areas=(DKG,HNM|HNM,DKG)`));
    await whole(page);

    const comparison = page.locator('.comparison');
    for (const [i, id] of ['ai-factories', 'regional-share'].entries()) {
      const figures = await figuresOf(page, `${id}/figures?by=region&at=${at}`);
      const values = figures.flatMap((f) => (f.value === null ? [] : [Number(f.value)]));
      const rows = comparison.nth(i).locator('table').first().locator('tbody tr');
      await expect(rows).toHaveCount(2);
      for (const code of ['HNM', 'DKG']) {
        const figure = figures.find((f) => f.region === code) as Figure;
        const row = rows.filter({ has: page.getByRole('rowheader', { name: named(code), exact: true }) });
        await expect(row).toContainText(words.explore.figure(figure));
        const rank = 1 + values.filter((v) => v > Number(figure.value)).length;
        await expect(row).toContainText(say.ranked(rank, figures.length));
      }
    }
    const apart = say.apart('A', 'B', 'C').split(/[ABC]/).at(-1) ?? '?';
    await expect(comparison.last().locator('.apart')).toContainText(apart);
    const charts = comparison.last().getByRole('img');
    await expect(charts).toHaveCount(2);
    for (const chart of await charts.all()) await expect(chart).toHaveAttribute('aria-label', /\d/);
    await comparison.last().locator('.twin summary').click();
    await expect(comparison.last().locator('.twin tbody tr').first()).toBeVisible();
    await clean(page);

    await page.getByRole('button', { name: words.print, exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('data-printed', '');
    await page.emulateMedia({ media: 'print' });
    for (const part of await comparison.all()) await expect(part).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('navigation')).toHaveCount(0);
    const sheet = await page.pdf({ preferCSSPageSize: true });
    expect(sheet.subarray(0, 5).toString()).toBe('%PDF-');
    expect(sheet.toString('latin1')).toMatch(/MediaBox \[0 0 84[12]\S* 59[45]/);
  },
);

story(
  'an officer finds which proposals bring the share over 40 %, and shares it',
  async ({ page, words }) => {
    const say = scenarioWords[words.lang];
    const plan: Plan = await (
      await page.request.get('/api/indicators/regional-share/plan?objective=amount&bound=low')
    ).json();
    expect(plan).toMatchObject({ status: 'reachable', proven: true });
    const titleOf = (feature: string) =>
      plan.projects.find((p) => p.feature === feature)?.name[words.lang] ?? '?';

    await page.goto('/');
    const card = page.locator('.target.of-share');
    await expect(card.locator('.value')).toBeVisible();
    await card.getByRole('button', { name: words.figures.suppose }).click();
    const drawer = page.locator('dialog.scenario');
    await expect(drawer.locator('.outcome')).toContainText(say.nothing);
    // The assumption is stated: the least money, and no unknown counted in favour.
    await drawer.getByRole('radio', { name: say.objectives.amount }).check();
    await drawer.getByLabel(say.bound).selectOption('low');
    await expect(drawer.locator('.found-plan')).toContainText(say.proven);
    for (const feature of plan.chosen)
      await expect(drawer.locator('.least .chosen')).toContainText(titleOf(feature));
    await drawer.getByRole('button', { name: say.take }).click();
    const outcome = drawer.getByRole('status').filter({ hasText: `${plan.after}` });
    await expect(outcome).toContainText(words.figures.met.yes);
    expect(Number(plan.after)).toBeGreaterThanOrEqual(40);
    for (const feature of plan.chosen)
      await expect(drawer.getByRole('checkbox', { name: titleOf(feature), exact: true })).toBeChecked();
    await expect(drawer).toContainText(say.mark);
    expect(await violations(page)).toEqual([]);
    const seen = await outcome.innerText();

    await drawer.getByRole('button', { name: say.copy }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toContain('scenario=');
    await page.goto('about:blank');
    await page.goto(link);
    await expect(drawer.locator('.outcome')).toHaveText(seen.trim(), { useInnerText: true });
    for (const feature of plan.chosen)
      await expect(drawer.getByRole('checkbox', { name: titleOf(feature), exact: true })).toBeChecked();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(drawer).toHaveCount(0);
    await clean(page);
  },
);

story(
  'a researcher downloads what a filter leaves, and comes back to what was cited',
  async ({ page, words }) => {
    const say = dataWords[words.lang];
    await page.goto('/?screen=data&at=2026-08-27');
    const all = await items(page, 'fund-investments', '2026-08-27');
    const loans = all.filter((row) => row.properties.instrument === 'low_rate_loan').map((row) => row.id);
    const others = all.map((row) => row.id).filter((id) => !loans.includes(id));
    expect(Math.min(loans.length, others.length)).toBeGreaterThan(3);
    await page.locator('input[name=layer]').first().waitFor();
    const definition = await (await page.request.get('/api/collections/fund-investments/definition')).json();
    await page.getByRole('radio', { name: definition.title[words.lang] }).check();
    await page.locator('.filters select:has(option[value=low_rate_loan])').selectOption('low_rate_loan');
    await expect(page.getByRole('status').filter({ hasText: say.matched(loans.length) })).toBeVisible();
    await clean(page);

    const take = async (format: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: say.format(format, loans.length), exact: true }).click(),
      ]);
      return contentOf(download);
    };
    const table = (await take('CSV')).toString('utf8').replace(/^\uFEFF/, '');
    const lines = table.split(/\r?\n/);
    const rowsOf = (ids: string[]) => lines.filter((line) => ids.some((id) => line.startsWith(`${id},`)));
    expect(rowsOf(loans)).toHaveLength(loans.length);
    expect(rowsOf(others)).toEqual([]);
    const file = await take('GeoPackage');
    expect(file.subarray(0, 15).toString()).toBe('SQLite format 3');
    expect(file.subarray(68, 72).toString()).toBe('GPKG');
    for (const id of loans) expect(file.includes(id)).toBe(true);

    await page.goto('/?screen=fund&at=2026-08-27');
    await whole(page);
    const number = page.locator('main .number').first();
    const value = (await number.innerText()).trim();
    await number.click();
    const evidence = page.locator('dialog.evidence');
    await expect(evidence.locator('table.citations').first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await evidence.getByRole('button', { name: words.figures.copyCitation }).click();
    await expect(evidence.getByRole('status').filter({ hasText: words.figures.copied })).toBeVisible();
    const citation = await page.evaluate(() => navigator.clipboard.readText());
    const [address = '?'] = citation.match(/https?:\S+\/f\/gm-[a-z2-7]+/) ?? [];
    await page.goto(address);
    await expect(page.locator('html')).toHaveAttribute('lang', words.lang);
    await expect(page.locator('body')).toContainText(address.split('/').at(-1) ?? '?');
    const answer = await page.request.get(address, { headers: { accept: 'application/json' } });
    expect((await answer.json()).documents.length).toBeGreaterThan(0);
    for (const end of value.split('–')) await expect(page.locator('main')).toContainText(end);
    await clean(page);
  },
);

story(
  'a reader with a keyboard alone reaches every fact on the map through tables',
  async ({ page, words }) => {
    await page.goto('/');
    await drawn(page);
    const shown = await page.locator('.canvas').evaluate((element) => {
      const { map } = element as HTMLElement & { map: import('maplibre-gl').Map };
      const layers = map
        .getStyle()
        .layers.map((l) => l.id)
        .filter((id) => /^(ai-factories|fund-investments|belts)\..*\/(target|core)$/.test(id));
      const facts = map.queryRenderedFeatures({ layers }).map((f) => `${f.source}/${f.id}`);
      const labels = map.queryRenderedFeatures({ layers: ['label/region'] });
      return {
        facts: [...new Set(facts)],
        figures: labels.map((f) => String(f.properties.figure)).filter((text) => text !== 'undefined'),
      };
    });
    expect(shown.facts.length).toBeGreaterThan(20);
    expect(shown.figures.length).toBeGreaterThan(4);
    for (const figure of shown.figures) await expect(page.locator('#regions tbody')).toContainText(figure);

    // From the top of the page to the switch between map and table, and to the table.
    await tabTo(page, page.getByRole('radio', { name: words.map, exact: true }));
    await page.keyboard.press('ArrowRight');
    await expect(page).toHaveURL(/as=table/);
    const rows = page.locator('.rows tbody tr');
    const opens = await rows
      .locator('[data-opens]')
      .evaluateAll((all) => all.map((e) => e.getAttribute('data-opens')));
    expect(shown.facts.filter((fact) => !opens.includes(fact))).toEqual([]);
    // As the map shows of each what it is, where, and how surely, so does the table.
    for (const cells of await rows.evaluateAll((all) =>
      all.map((row) => [...row.children].map((cell) => cell.textContent?.trim())),
    ))
      expect(cells.every(Boolean)).toBe(true);
    await clean(page);

    // Each row has the focus once; the first, one in the middle and the last are opened.
    await tabTo(page, rows.first().getByRole('button'));
    for (let i = 0; i < opens.length; i++) {
      const name = rows.nth(i).getByRole('button');
      if (![0, Math.floor(opens.length / 2), opens.length - 1].includes(i)) {
        expect(await page.evaluate(() => document.activeElement?.getAttribute('data-opens'))).toBe(opens[i]);
      } else {
        await expect(name).toBeFocused();
        const title = await name.innerText();
        await page.keyboard.press('Enter');
        await expect(page.locator('#feature-title')).toHaveText(title);
        await expect(page.locator('#feature-title')).toBeFocused();
        const source = page.locator('.feature .citations a').first();
        await tabTo(page, source);
        await expect(source).toHaveAttribute('href', /^https?:/);
        expect(await violations(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await expect(page.locator('.feature')).toHaveCount(0);
        await expect(name).toBeFocused();
      }
      await page.keyboard.press('Tab');
    }

    // From a region down to its si/gun/gu, as a press on the map does.
    const figures = page.locator('#regions');
    for (const [code, listed] of [
      ['DNM', 3],
      ['48', 18],
      ['48120', 18],
    ] as const) {
      await tabTo(page, figures.locator(`[data-opens="region/${code}"]`), 'Shift+Tab');
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(new RegExp(`region=${code}(&|$)`));
      await expect(figures.locator('tbody tr')).toHaveCount(listed);
      await clean(page);
    }
    const number = figures.locator('tbody .number').first();
    await tabTo(page, number);
    await page.keyboard.press('Enter');
    await expect(page.locator('dialog.evidence')).toContainText(/gm-[a-z2-7]{17}/);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(number).toBeFocused();
    await clean(page);
  },
);

/** Expects that nothing is still to come on the screen, and that axe finds nothing on it. */
async function clean(page: Page): Promise<void> {
  await expect(page.locator('.skeleton')).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
}

/** Goes to a screen by the menu: in the header, or in the sheet that a small screen opens for it. */
async function goTo(page: Page, words: Words, narrow: boolean, screen: keyof Words['nav']['screens']) {
  if (narrow) await page.getByRole('button', { name: words.tabs.more, exact: true }).click();
  const menu = narrow ? page.getByRole('dialog', { name: words.nav.label }) : page.getByRole('navigation');
  await menu.getByRole('link', { name: words.nav.screens[screen], exact: true }).click();
}

function namesOf(rows: Awaited<ReturnType<typeof items>>, { lang }: Words) {
  return (code: string) => nameOf(rows.find((r) => r.id === code) ?? { id: code, properties: {} }, lang);
}

async function figuresOf(page: Page, path: string): Promise<Figure[]> {
  return (await (await page.request.get(`/api/indicators/${path}`)).json()).figures;
}

async function contentOf(download: Download): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of await download.createReadStream()) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
