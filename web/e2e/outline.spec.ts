import { expect, test, violations } from './support';

test('without WebGL the outlines are the map', async ({ page, words }) => {
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(request.url()));
  await page.goto('/');
  await expect(page.getByText(words.noWebGL)).toBeVisible();
  const regions = page.locator('.outline').getByRole('link');
  await expect(regions).toHaveCount(8);
  for (const name of ['동해', '독도', '울릉도'])
    await expect(page.locator('.outline text', { hasText: name })).toBeVisible();
  const nodes = page.locator('.outline .node');
  await expect
    .poll(async () => (await nodes.allTextContents()).toSorted())
    .toEqual(['구미', '광주', '부산', '새만금', '오창', '울산', '포항'].toSorted());
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(nodes).toHaveCount(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect.poll(() => page.locator('.outline circle').count()).toBeGreaterThan(20);

  await page.getByRole('link', { name: '호남권' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/region=HNM/);
  await expect(page.locator('.region-card').getByRole('heading')).toHaveText('호남권');
  await expect(page.getByRole('navigation', { name: words.path })).toHaveText('전국›호남권');
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/region=/);
  await expect(page.getByRole('link', { name: '호남권' })).toBeFocused();

  await page.locator('.outline').getByRole('link', { name: '강원' }).click();
  await expect(page).toHaveURL(/region=GWN/);
  await page.goBack();
  await page.getByRole('radio', { name: words.table }).click();
  await expect.poll(() => page.locator('.rows tbody tr').count()).toBeGreaterThan(90);
  expect(scripts.filter((url) => /MapView|worker|tiles/.test(url))).toEqual([]);
});

test('axe finds nothing on the outlines', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('.outline').getByRole('link')).toHaveCount(8);
  await expect(page.locator('.not-drawn li').first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
