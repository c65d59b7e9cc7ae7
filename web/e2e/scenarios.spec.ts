import type { Plan } from '../src/api/scenarios';
import { scenarioWords } from '../src/text/scenario';
import { either, expect, test, violations } from './support';

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
  const box = drawer.getByRole('checkbox', { name, exact: true });
  await expect(box).toBeDisabled();
  const amount = drawer.getByLabel(say.amountOf(name));
  await amount.fill('많이');
  await expect(amount).toHaveAttribute('aria-invalid', 'true');
  await amount.fill(String(5e11 / say.wonUnit));
  await amount.press('Enter');
  await expect(box).toBeEnabled();
  await box.check();
  await expect(drawer.locator('td.supposed').first()).toBeVisible();
  const token = new URL(page.url()).searchParams.get('scenario');
  const { scenario } = await (await page.request.get(`/api/scenarios/${token}`)).json();
  expect(scenario.approve).toMatchObject([{ feature: need?.feature, amount: 5e11 }]);
  await drawer.getByRole('button', { name: say.undo }).click();
  await expect(drawer.locator('.outcome')).toContainText(say.nothing);
  await expect(drawer.getByRole('button', { name: say.undo })).toBeDisabled();
  await drawer.getByRole('button', { name: say.close }).click();
  await expect(drawer).toHaveCount(0);
});
