import type { Locator, Page } from '@playwright/test';
import type { Plan, PlayedScenario } from '../src/api/scenarios';
import type { Words } from '../src/text/ko';
import { scenarioWords } from '../src/text/scenario';
import { either, expect, items, test, violations } from './support';

/** What the layer calls the amount that the first variant takes. */
const amountLabel = /^(금액|Amount)$/;

test(
  'an officer finds what brings the share over its target, and shares it',
  either,
  async ({ page, words, narrow }) => {
    const say = scenarioWords[words.lang];
    const plan: Plan = await (await page.request.get('/api/indicators/regional-share/plan')).json();
    expect(plan).toMatchObject({ status: 'reachable', proven: true });
    const titleOf = (feature: string | undefined) =>
      plan.projects.find((p) => p.feature === feature)?.name[words.lang] ?? '?';

    await page.goto('/?screen=fund');
    await page.getByRole('button', { name: words.figures.suppose }).click();
    const drawer = page.locator('dialog.scenario');
    await expect(drawer).toContainText(say.mark);
    await expect(drawer).toContainText(say.nothing);
    await expect(page).toHaveURL(/scenario=/);

    // The smallest set, proven, is taken: the share moves, and its bounds with it.
    await expect(drawer.locator('.found-plan')).toContainText(say.proven);
    await drawer.getByRole('button', { name: say.take }).click();
    const outcome = drawer.locator('.outcome');
    await expect(outcome).toContainText(`${plan.after}`);
    await expect(outcome).toContainText(words.figures.met.yes);
    for (const feature of plan.chosen)
      await expect(drawer.getByRole('checkbox', { name: titleOf(feature), exact: true })).toBeChecked();
    expect(await violations(page)).toEqual([]);

    // One more project, on a day of its own.
    const other = plan.projects.find((p) => !p.chosen && !p.overlaps?.length);
    const box = drawer.getByRole('checkbox', { name: titleOf(other?.feature), exact: true });
    await box.focus();
    await page.keyboard.press('Space');
    await expect(box).toBeChecked();
    await drawer.getByLabel(say.dayOf(titleOf(other?.feature))).fill('2027-03-31');
    await expect(drawer).toContainText(say.onDay(words.date('2027-03-31')));

    // A number of now has its evidence; one that is supposed has none.
    await drawer.locator('.played .number').first().click();
    await expect(page.locator('dialog.evidence')).toContainText(/gm-[a-z2-7]{17}/);
    await page.keyboard.press('Escape');
    await expect(drawer.locator('td.supposed .number')).toHaveCount(0);

    // The address is the scenario: opened anew it says the same, byte for byte.
    const said = await drawer.locator('.played').innerText();
    const token = new URL(page.url()).searchParams.get('scenario');
    const [once, again] = await Promise.all(
      [1, 2].map(async () => (await page.request.get(`/api/scenarios/${token}`)).text()),
    );
    expect(once).toBe(again);
    await page.goto(`/?scenario=${token}`);
    await expect(drawer.locator('.played')).toHaveText(said.replaceAll(/\s+/g, ' '), {
      useInnerText: true,
    });

    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect(page.locator('.screen')).toBeHidden();
    await expect(drawer).toContainText(say.mark);
    await page.emulateMedia({ media: 'screen', colorScheme: narrow ? 'dark' : 'light' });
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(drawer).toHaveCount(0);
    await expect(page).not.toHaveURL(/scenario=/);
  },
);

test('an amount that nobody states is asked for, and a step is undone', either, async ({ page, words }) => {
  const say = scenarioWords[words.lang];
  const plan: Plan = await (await page.request.get('/api/indicators/regional-share/plan')).json();
  const need = plan.needs.findLast((n) => n.wanted === 'amount');
  const name = need?.name[words.lang] ?? '?';
  await page.goto('/');
  await page.locator('.target.of-share').getByRole('button', { name: words.figures.suppose }).click();
  const drawer = page.locator('dialog.scenario');
  await drawer.locator('.open-projects summary').click();
  await expect(drawer.locator('.open-projects')).not.toContainText('assume=');
  const box = drawer.getByRole('checkbox', { name, exact: true });
  await box.check();
  // It is asked beside the row, before anything is worked out.
  const amount = drawer.getByLabel(say.amountOf(name));
  await expect(amount).toBeFocused();
  await expect(amount).toHaveAccessibleDescription(new RegExp(say.wrong.missing()));
  await expect(drawer.locator('.outcome')).toContainText(say.held);
  await expect(drawer.locator('td.supposed')).toHaveCount(0);
  await amount.fill('5,000');
  await amount.press('Enter');
  await expect(drawer).toContainText(say.wrong.unit('5,000'));
  await amount.fill('5,000억');
  await expect(amount).toHaveAccessibleDescription(say.reads(words.won(5e11)));
  await amount.press('Enter');
  await expect(drawer.locator('td.supposed').first()).toBeVisible();
  await expect(box).toBeChecked();
  const { scenario } = await playedAt(page);
  expect(scenario.approve).toMatchObject([{ feature: need?.feature, amount: 5e11 }]);
  await drawer.getByRole('button', { name: say.undo }).click();
  await expect(drawer.locator('.outcome')).toContainText(say.nothing);
  await expect(drawer.getByRole('button', { name: say.undo })).toBeDisabled();
  await drawer.getByRole('button', { name: say.close }).click();
  await expect(drawer).toHaveCount(0);
});

test('a project, a shift and a rate of one’s own move the share, and the link has them all', async ({
  page,
  words,
}) => {
  const say = scenarioWords[words.lang];
  const { fields } = say;
  const regions = (await items(page, 'regions')).map((r) => r.properties);
  const regionOf = (code: string) => String(regions.find((r) => r.code === code)?.[`name_${words.lang}`]);
  const drawer = await begin(page, words);
  const outcome = drawer.locator('.outcome');
  const entries = drawer.locator('.own-steps li');
  const form = drawer.locator('.step-form');
  const submit = () => form.getByRole('button', { name: say.put }).click();

  // What is wrong is said beside the fields, and what is right stays.
  await drawer.getByRole('button', { name: say.open.add }).click();
  await form.getByRole('textbox', { name: amountLabel }).fill('many');
  await submit();
  await expect(form.getByLabel(fields.name)).toBeFocused();
  await expect(form.getByLabel(fields.name)).toHaveAccessibleDescription(say.wrong.name());
  await expect(form).toContainText(say.wrong.unreadable('many'));
  expect(await violations(page)).toEqual([]);
  const name = words.lang === 'ko' ? '여수 수소 단지' : 'Yeosu hydrogen park';
  await form.getByLabel(fields.name).fill(name);
  await form.getByRole('textbox', { name: amountLabel }).fill(words.lang === 'ko' ? '1조 2,000억' : '1.2 tn');
  await expect(form).toContainText(say.reads(words.won(1.2e12)));
  await form.getByLabel(fields.region).selectOption('HNM');
  await form.getByLabel(fields.day).fill('2026-12-18');
  await submit();
  await expect(entries).toHaveText([new RegExp(`${name} · .*${regionOf('HNM')}`)]);
  await expect(drawer.getByRole('button', { name: say.open.add })).toBeFocused();
  await expect.poll(async () => (await playedAt(page)).effects.length).toBe(1);
  const added = await playedAt(page);
  expect(added.scenario.add).toEqual([{ name, day: '2026-12-18', amount: 1.2e12, region: 'HNM' }]);
  expect(added.figures[0]?.after.low).not.toBe(added.figures[0]?.before.low);
  await expect(outcome).toContainText(`${added.figures[0]?.after.low}–${added.figures[0]?.after.high}`);

  await drawer.getByRole('button', { name: say.open.shift }).click();
  await form.getByRole('radio', { name: say.hows.percent }).check();
  await form.getByLabel(fields.from).selectOption('CAP');
  await form.getByLabel(fields.to).selectOption('CAP');
  await form.getByRole('textbox', { name: fields.percent }).fill('10');
  await submit();
  await expect(form).toContainText(say.wrong.same());
  await form.getByLabel(fields.to).selectOption('DKG');
  expect(await violations(page)).toEqual([]);
  await submit();
  await expect(entries).toHaveCount(2);
  await expect(entries.last()).toContainText(`${regionOf('CAP')} → ${regionOf('DKG')} · 10%`);
  await expect.poll(async () => (await playedAt(page)).effects.length).toBe(2);
  const shifted = await playedAt(page);
  expect(shifted.figures.find((f) => f.region === 'DKG')?.after.low).not.toBe(
    added.figures.find((f) => f.region === 'DKG')?.after.low,
  );

  await drawer.getByRole('button', { name: say.open.per_month }).click();
  await form.getByLabel(/^(한 달 금액|Amount a month)$/).fill('50,000,000,000');
  await form.getByLabel(fields.region).selectOption('JBK');
  await form.getByLabel(fields.since).fill('2026-12-20');
  await form.getByLabel(fields.until).fill('2026-12-30');
  await submit();
  await expect(form.getByLabel(fields.until)).toBeFocused();
  await expect(form).toContainText(say.wrong.monthEnd());
  await form.getByLabel(fields.until).fill('2027-12-31');
  expect(await violations(page)).toEqual([]);
  await submit();
  await expect(entries).toHaveCount(3);
  await expect(drawer).toContainText(say.onDay(words.date('2027-12-31')));

  // One is changed, one is removed.
  await entries.first().getByRole('button', { name: say.edit }).click();
  await expect(form.getByLabel(fields.name)).toHaveValue(name);
  await form.getByRole('textbox', { name: amountLabel }).fill('2조');
  await form.getByRole('button', { name: say.keep }).click();
  await expect(entries.first()).toContainText(words.won(2e12));
  await expect(entries.first().getByRole('button', { name: say.edit })).toBeFocused();
  await expect.poll(async () => (await playedAt(page)).scenario.add?.[0]?.amount).toBe(2e12);
  await expect(outcome).not.toContainText(say.busy);

  // Opened by somebody else, the link shows every one of them, and the same figures.
  const said = await drawer.locator('.played').innerText();
  const link = `/?scenario=${new URL(page.url()).searchParams.get('scenario')}`;
  const texts = await entries.locator('.step').allInnerTexts();
  await page.goto('about:blank');
  await page.goto(link);
  await expect(entries.locator('.step')).toHaveText(texts);
  await expect(drawer.locator('.played')).toHaveText(said.replaceAll(/\s+/g, ' '), { useInnerText: true });
  for (const entry of await entries.all()) await expect(entry).toContainText(say.mark);

  await entries.nth(1).getByRole('button', { name: say.remove }).click();
  await expect(entries).toHaveCount(2);
  await expect.poll(async () => (await playedAt(page)).scenario.shift).toBeUndefined();
});

test(
  'of what has no pipeline something is supposed too, and of what takes nothing, nothing',
  either,
  async ({ page, words }) => {
    const say = scenarioWords[words.lang];
    await page.goto('/?cards=ai-factories,mini-alliances');
    const cards = page.locator('.targets article.target');
    await expect(cards).toHaveCount(2);
    await expect(cards.locator('.value .number')).toHaveCount(2);
    await expect(cards.getByRole('button', { name: words.figures.suppose })).toHaveCount(1);
    await cards.first().getByRole('button', { name: words.figures.suppose }).click();
    const drawer = page.locator('dialog.scenario');
    await expect(drawer.locator('.outcome')).toContainText(say.nothing);
    await expect(drawer.locator('.least, .open-projects')).toHaveCount(0);
    await expect(drawer.locator('.step-openers button')).toHaveText([say.open.add, say.open.per_month]);
    await drawer.getByRole('button', { name: say.open.add }).click();
    const form = drawer.locator('.step-form');
    await form.getByLabel(say.fields.name).fill('A');
    await form.getByRole('button', { name: say.put }).click();
    await expect.poll(async () => (await playedAt(page)).effects.length).toBe(1);
    await expect(drawer.locator('td.supposed').first()).toHaveText(/\d/);
    expect(await drawer.evaluate((e) => e.scrollWidth - e.clientWidth)).toBe(0);
    expect(await violations(page)).toEqual([]);
  },
);

test('another measure asks for its own amounts before anything is sent', either, async ({ page, words }) => {
  const say = scenarioWords[words.lang];
  const plan: Plan = await (await page.request.get('/api/indicators/regional-share/plan')).json();
  const [one, other] = plan.projects.filter((p) => !p.overlaps?.length);
  const box = (p: typeof one) =>
    drawer.getByRole('checkbox', { name: p?.name[words.lang] ?? '?', exact: true });
  const refused: string[] = [];
  page.on('response', (r) => void (r.status() >= 400 && refused.push(r.url())));
  const drawer = await begin(page, words);
  const supposed = drawer.locator('td.supposed').first();
  await box(one).check();
  await expect(supposed).toBeVisible();
  await box(other).check();
  await expect.poll(async () => (await playedAt(page)).scenario.approve?.length).toBe(2);
  const measure = drawer.locator('.variants').getByLabel(words.figures.variant).first();

  await measure.focus();
  await measure.selectOption('state-fund-only');
  await expect(drawer.locator('.outcome')).toContainText(say.held);
  await expect(measure).toBeFocused();
  await expect(drawer).toContainText(say.heldResult);
  await expect(drawer.getByRole('button', { name: say.copyHeld })).toBeDisabled();
  for (const p of [one, other]) await expect(box(p)).toBeChecked();
  expect(await violations(page)).toEqual([]);
  await drawer.getByRole('button', { name: say.toField }).click();
  for (const [p, won] of [
    [one, 3e11],
    [other, 2e11],
  ] as const) {
    const amount = drawer.getByLabel(say.amountOf(p?.name[words.lang] ?? '?'));
    await amount.fill(words.won(won));
    await amount.press('Enter');
  }
  await expect(drawer.locator('.outcome')).not.toContainText(say.held);
  await expect
    .poll(async () => (await playedAt(page)).scenario)
    .toMatchObject({
      variant: 'state-fund-only',
      approve: [{ amount: 3e11 }, { amount: 2e11 }],
    });

  // An amount of one kind is not taken for another.
  await measure.selectOption('fsc');
  await expect
    .poll(async () => (await playedAt(page)).scenario.approve?.map((a) => a.amount))
    .toEqual([undefined, undefined]);
  await measure.selectOption('state-fund-only');
  await expect
    .poll(async () => (await playedAt(page)).scenario.approve?.map((a) => a.amount))
    .toEqual([3e11, 2e11]);

  // What cannot be computed is not asked either, and is left again.
  await measure.selectOption('motir-growth-engine');
  await expect(drawer).toContainText(say.wrong.variant());
  await drawer.getByRole('button', { name: say.undo }).click();
  await expect(measure).toHaveValue('state-fund-only');
  await expect(supposed).toBeVisible();
  expect(refused).toEqual([]);
});

test('what is supposed can be left out where it lacks something', either, async ({ page, words }) => {
  const say = scenarioWords[words.lang];
  const day = '2026-12-18';
  const { token } = await (
    await page.request.post('/api/scenarios', {
      data: {
        indicator: 'regional-share',
        approve: [{ feature: 'NGF-M05', day }],
        shift: [{ from: 'CAP', to: 'HNM', day, percent: '5' }],
      },
    })
  ).json();
  await page.goto(`/?scenario=${token}`);
  const drawer = page.locator('dialog.scenario');
  await drawer.locator('.variants').getByLabel(words.figures.variant).first().selectOption('state-fund-only');
  await drawer.getByRole('button', { name: say.leaveOut }).click();
  await expect.poll(async () => (await playedAt(page)).scenario.approve).toBeUndefined();
  const { scenario } = await playedAt(page);
  expect(scenario).toMatchObject({ variant: 'state-fund-only', shift: [{ percent: '5' }] });
});

test.describe('what only the service knows', () => {
  // The browser reports every refusal.
  test.use({ complaints: /422/ });

  test('is said at its field, and nothing is lost', either, async ({ page, words }) => {
    const say = scenarioWords[words.lang];
    const { fields } = say;
    const drawer = await begin(page, words);
    const form = drawer.locator('.step-form');
    const amount = form.getByRole('textbox', { name: amountLabel });
    await drawer.getByRole('button', { name: say.open.shift }).click();
    await form.getByLabel(fields.from).selectOption('CAP');
    await form.getByLabel(fields.to).selectOption('HNM');
    await amount.fill('9,000조');
    await form.getByRole('button', { name: say.put }).click();
    await expect(drawer.locator('.outcome')).toContainText(say.held);
    await expect(amount).toHaveAccessibleDescription(/9,000,000,000,000,000/);
    await expect(amount).toHaveValue(words.won(9e15));
    await expect(form.getByLabel(fields.to)).toHaveValue('HNM');
    expect(await violations(page)).toEqual([]);
    await amount.fill('1조');
    await amount.press('Enter');
    await expect(drawer.locator('.own-steps li')).toContainText(words.won(1e12));
    await expect(form).toHaveCount(0);
    await expect(drawer.locator('.own-steps li').getByRole('button', { name: say.edit })).toBeFocused();
    expect((await playedAt(page)).scenario.shift).toMatchObject([{ from: 'CAP', to: 'HNM', amount: 1e12 }]);
  });
});

test('the keyboard alone supposes, changes and removes', either, async ({ page, words }) => {
  const say = scenarioWords[words.lang];
  const drawer = await begin(page, words);
  const press = (key: string) => page.keyboard.press(key);
  const opener = drawer.getByRole('button', { name: say.open.add });
  for (let i = 0; i < 60 && !(await opener.evaluate((e) => e === document.activeElement)); i++)
    await press('Tab');
  await press('Enter');
  await expect(drawer.getByLabel(say.fields.name)).toBeFocused();
  // Esc leaves the form, not the drawer.
  await press('Escape');
  await expect(opener).toBeFocused();
  await press('Enter');
  await page.keyboard.type('A');
  await press('Tab');
  await page.keyboard.type('1tn');
  await press('Tab');
  await press('ArrowDown');
  await press('Tab');
  await press('Enter');
  const entry = drawer.locator('.own-steps li');
  await expect(entry).toContainText(words.won(1e12));
  await expect(drawer.locator('td.supposed').first()).toBeVisible();
  // The new result is announced.
  const { figures } = await playedAt(page);
  await expect(drawer.getByRole('status').filter({ hasText: String(figures[0]?.after.low) })).toHaveCount(1);
  await expect(opener).toBeFocused();
  await press('Shift+Tab');
  await expect(entry.getByRole('button', { name: say.remove })).toBeFocused();
  await press('Shift+Tab');
  await press('Enter');
  await expect(drawer.getByLabel(say.fields.name)).toHaveValue('A');
  await page.keyboard.type('B');
  await press('Enter');
  await expect(entry).toContainText('B · ');
  await expect(entry.getByRole('button', { name: say.edit })).toBeFocused();
  await press('Tab');
  await press('Enter');
  await expect(entry).toHaveCount(0);
  await expect(opener).toBeFocused();
  await expect(drawer.locator('.outcome')).toContainText(say.nothing);
  await press('Escape');
  await expect(drawer).toHaveCount(0);
});

async function begin(page: Page, words: Words): Promise<Locator> {
  await page.goto('/?screen=fund');
  await page.getByRole('button', { name: words.figures.suppose }).click();
  const drawer = page.locator('dialog.scenario');
  await expect(drawer).toContainText(scenarioWords[words.lang].nothing);
  return drawer;
}

/** What the service makes of the scenario of the address. */
async function playedAt(page: Page): Promise<PlayedScenario> {
  const token = new URL(page.url()).searchParams.get('scenario');
  return (await page.request.get(`/api/scenarios/${token}`)).json();
}
