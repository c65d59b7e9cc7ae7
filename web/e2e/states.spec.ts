import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Route } from '@playwright/test';
import type { Figure } from '../src/api/figures';
import { compareWords } from '../src/text/compare';
import { failureWords } from '../src/text/failures';
import { everyScreen, visit } from './access';
import { drawn, either, expect, items, open, test, violations } from './support';

const at = '2026-08-27';

/** What the browser reports when something shown has moved without the reader's doing, which its types do not know. */
interface LayoutShift extends PerformanceEntry {
  value: number;
  sources: { node?: Node }[];
}

/** By how much of the window, and what it was. */
interface Moved {
  value: number;
  nodes: string[];
}

test.describe('when the service fails', () => {
  test.use({ complaints: /Failed to load resource/ });

  test(
    'every screen says what happened, keeps what it had and asks again',
    either,
    async ({ page, words }) => {
      const say = failureWords[words.lang];
      const alert = page.getByRole('alert');
      for (const screen of everyScreen) {
        await visit(page, screen, words.lang);
        const before = await page.locator('main h1').innerText();
        await page.route('**/api/**', (route) => route.abort());
        await page.getByLabel(words.asOf).first().fill('2026-03-02');
        await expect(alert).toContainText(`${words.failed} ${say.unreached}`);
        await expect(alert).toContainText(words.date(at));
        expect(await page.locator('main h1').innerText()).toBe(before);
        await expect(page.locator('main .skeleton')).toHaveCount(0);
        expect(await violations(page)).toEqual([]);
        await page.unroute('**/api/**');
        await alert.getByRole('button', { name: words.retry }).press('Enter');
        await expect(alert).toHaveCount(0);
        await expect(page.locator('main h1')).toBeFocused();
      }
    },
  );

  test(
    'a first load that fails says why, and never that there is nothing',
    either,
    async ({ page, words }) => {
      const say = failureWords[words.lang];
      const answers: [(route: Route) => Promise<void>, string][] = [
        [(route) => route.abort(), say.unreached],
        [(route) => route.fulfill({ status: 503, contentType: 'text/html', body: '<h1>-</h1>' }), say.down],
        [(route) => route.fulfill({ status: 429, headers: { 'Retry-After': '30' } }), say.busy(30)],
      ];
      for (const [answer, said] of answers) {
        await page.route('**/api/**', answer);
        await page.goto(`/?at=${at}`);
        await expect(page.getByRole('alert')).toContainText(said);
        await expect(page.locator('#regions')).toContainText(say.givenUp);
        await expect(page.getByText(words.nothingCounted)).toHaveCount(0);
        await expect(page.getByText(words.notOnMapNone)).toHaveCount(0);
        expect(await violations(page)).toEqual([]);
        await page.unroute('**/api/**');
      }
      await page.getByRole('button', { name: words.retry }).click();
      await expect(page.locator('#regions tbody tr')).toHaveCount(8);
    },
  );

  test('a part that is not loaded is named where it would stand', either, async ({ page, words }) => {
    const say = failureWords[words.lang];
    await page.route(/indicators\/[^/]+\/(figures|series)/, (route) => route.fulfill({ status: 500 }));
    await page.goto(`/?at=${at}`);
    await expect(page.getByRole('alert')).toContainText(say.broken);
    await expect(page.locator('.targets').getByText(say.givenUp)).toHaveCount(2);
    await page.unrouteAll();

    // Programs that do not arrive do not take the page with them.
    await page.route('**/assets/{Targets,AreaTable,Evidence}-*.js', (route) => route.abort());
    await page.goto(`/?at=${at}`);
    await expect(page.getByRole('alert').filter({ hasText: words.screenFailed })).toHaveCount(2);
    await page.locator('h1 .number').first().click();
    const floating = page.locator('.floating');
    await expect(floating).toContainText(words.screenFailed);
    await floating.getByRole('button', { name: words.close }).click();
    await expect(floating).toHaveCount(0);
    await drawn(page);
  });

  test('evidence that is not loaded can be asked for again where it is', either, async ({ page, words }) => {
    const say = failureWords[words.lang];
    await open(page, `?at=${at}`);
    await page.route('**/rows?*', (route) => route.abort());
    await page.locator('h1 .number').first().click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('alert')).toContainText(say.unreached);
    expect(await violations(page)).toEqual([]);
    await page.unrouteAll();
    await dialog.getByRole('button', { name: words.retry }).click();
    await expect(dialog.getByRole('alert')).toHaveCount(0);
    await expect(dialog.locator('table.citations tbody tr').first()).toBeVisible();
  });

  test('an unknown edition leads to the newest', either, async ({ page, words }) => {
    await page.goto('/?edition=99999');
    await page.getByRole('alert').getByRole('button', { name: words.newest }).click();
    await expect(page).not.toHaveURL(/edition/);
    await expect(page.locator('#regions tbody tr')).toHaveCount(8);
  });
});

test('a service that answers late moves nothing that is already shown', async ({ page }) => {
  await page.addInitScript(() => {
    const moved: Moved[] = [];
    const note = (entries: PerformanceEntryList) => {
      for (const { value, sources } of entries as LayoutShift[])
        moved.push({
          value,
          nodes: sources.map(({ node }) =>
            node instanceof Element ? `${node.tagName}.${node.className}` : '-',
          ),
        });
    };
    const observer = new PerformanceObserver((list) => note(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    Object.assign(window, {
      moved: () => {
        note(observer.takeRecords());
        return moved;
      },
    });
  });
  await page.route('**/api/**', async (route) => {
    await new Promise((later) => setTimeout(later, 500));
    await route.continue();
  });
  await open(page, `?at=${at}`);
  await expect(page.locator('#regions tbody tr')).toHaveCount(8);
  await expect(page.locator('.time input')).toBeAttached();
  await expect(page.locator('.target .value')).toHaveCount(2);
  await expect(page.locator('main .skeleton, .target.coming')).toHaveCount(0);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  const moved = await page.evaluate(() => (window as unknown as { moved: () => Moved[] }).moved());
  const most = moved.toSorted((a, b) => b.value - a.value).slice(0, 5);
  expect(
    moved.reduce((sum, { value }) => sum + value, 0),
    JSON.stringify(most, undefined, 1),
  ).toBeLessThan(0.1);
});

test('what in an address cannot be used is named and can be taken out', either, async ({ page, words }) => {
  const say = failureWords[words.lang];
  await page.goto(
    '/?at=2026-02-30&edition=x&region=NOWHERE&indicator=nope&variant=none&scenario=!!&as=table',
  );
  const notice = page.locator('.notice');
  await expect(notice).toHaveCount(1);
  for (const [key, value] of [
    ['at', '2026-02-30'],
    ['edition', 'x'],
    ['region', 'NOWHERE'],
    ['indicator', 'nope'],
    ['variant', 'none'],
    ['scenario', '!!'],
  ] as const) {
    await expect(notice).toContainText(say.part(say.parts[key], value));
  }
  expect(await violations(page)).toEqual([]);
  await notice.getByRole('button', { name: say.clear }).click();
  await expect(notice).toHaveCount(0);
  await expect(page).toHaveURL(/\?as=table$/);

  await page.goto('/?at=2031-01-01&as=table');
  await expect(notice).toContainText(say.ahead('2031-01-01'));
  await notice.getByRole('button', { name: say.today }).click();
  await expect(page).not.toHaveURL(/at=/);
  await page.goto('/?at=1999-01-01&select=ai-factories/nope&as=table');
  await expect(notice.filter({ hasText: words.notThere })).toBeVisible();
  await notice.getByRole('button', { name: say.toFirst }).click();
  await notice.getByRole('button', { name: say.deselect }).click();
  await expect(notice).toHaveCount(0);
});

test(
  'a map whose means to draw are taken is replaced and can be drawn again',
  either,
  async ({ page, words }) => {
    await open(page, `?at=${at}`);
    await page.locator('.maplibregl-canvas').evaluate((canvas: HTMLCanvasElement) => {
      canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    });
    await expect(page.getByText(words.noWebGL)).toBeVisible();
    await expect(page.locator('.outline').getByRole('link')).toHaveCount(8);
    await expect(page.getByRole('button', { name: words.zoomIn })).toHaveCount(0);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: words.drawAgain }).click();
    await drawn(page);
    await expect(page.getByText(words.noWebGL)).toHaveCount(0);
  },
);

test('areas that were others on a day are marked', either, async ({ page, words }) => {
  await page.goto('/?screen=compare&areas=12,52&indicators=ai-factories&at=2025-12-31');
  const row = page.getByRole('row').filter({ hasText: words.figures.restatedMark });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(words.lang === 'ko' ? '전남광주' : 'Jeonnam');
  await page.getByLabel(words.asOf).first().fill('2026-07-01');
  await expect(row).toHaveCount(0);
});

test(
  'si/do that were others on a day are compared as they were, or as they are',
  either,
  async ({ page, words }) => {
    const say = compareWords[words.lang];
    const named = async (codes: string[], day?: string) => {
      const rows = await items(page, 'sido', day);
      return codes.map((code) => String(rows.find((r) => r.id === code)?.properties[`name_${words.lang}`]));
    };
    const before = await named(['29', '46'], '2026-05-28');
    const [after] = await named(['12']);
    const values = page.locator('.comparison .beside > table tbody tr');
    const choice = (name: string) => page.getByRole('radio', { name, exact: true });

    await page.goto('/?screen=compare&at=2026-05-28&areas=12,52&indicators=ai-factories');
    await expect(values.getByRole('rowheader').filter({ hasText: after ?? '?' })).toContainText(
      words.figures.restatedMark,
    );
    await expect(page.getByText(say.bordersHint(words.date('2026-05-28')))).toBeVisible();
    await expect(choice(say.bordersNow)).toBeChecked();
    await choice(say.bordersThen).check();
    await expect(page).toHaveURL(/borders=then/);
    await expect(values).toHaveCount(3);
    for (const name of before) await expect(values.filter({ hasText: name })).toHaveCount(1);
    const { figures } = await (
      await page.request.get('/api/indicators/ai-factories/figures?by=sido&at=2026-05-28&areas=2026-05-28')
    ).json();
    for (const [i, code] of ['29', '46'].entries()) {
      const { value } = figures.find((f: { region: string }) => f.region === code);
      await expect(values.filter({ hasText: before[i] ?? '?' }).locator('.number')).toContainText(value);
    }
    await expect(page.locator('.comparison .deciding')).toHaveCount(0);
    await expect(page.locator('.courses figure')).toHaveCount(3);
    expect(await violations(page)).toEqual([]);

    // One is left, the address is opened anew, and what is chosen goes back to what it became.
    const jeonbuk = (await items(page, 'sido')).find((r) => r.id === '52')?.properties;
    await page
      .getByRole('checkbox', {
        name: String(words.lang === 'ko' ? jeonbuk?.short_ko : jeonbuk?.name_en),
        exact: true,
      })
      .uncheck();
    await expect(page).toHaveURL(/areas=29,46/);
    await page.reload();
    await expect(values).toHaveCount(2);
    await expect(page.locator('.notice')).toHaveCount(0);
    await choice(say.bordersNow).check();
    await expect(page).not.toHaveURL(/borders=/);
    await expect(page.getByText(say.few(2))).toBeVisible();

    // Nothing is offered where nothing differs, or nobody knows how it was.
    for (const query of [
      'areas=12,52&at=2026-07-01',
      'areas=HNM,JBK&at=2026-05-28',
      'areas=12,52&at=2024-01-17',
    ]) {
      await page.goto(`/?screen=compare&indicators=ai-factories&borders=then&${query}`);
      await expect(values).toHaveCount(2);
      await expect(choice(say.bordersThen)).toHaveCount(0);
    }
  },
);

test('the CSV that Excel opens rightly is offered', either, async ({ page, words }) => {
  await page.goto(`/?screen=data&layer=ai-factories&at=${at}`);
  const link = page.getByRole('link', { name: words.lang === 'ko' ? '엑셀에서 여는 CSV' : 'CSV for Excel' });
  const answer = await page.request.get((await link.getAttribute('href')) ?? '');
  expect((await answer.body()).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
});

test.describe('a corrected figure', () => {
  test.use({ complaints: /404/ });
  const reason = '2026년 11월 20일 정정 보도자료';
  let corrected: { origin: string; stop: () => void };
  test.beforeAll(async () => {
    corrected = await serveCorrected(reason);
  });
  test.afterAll(() => corrected.stop());

  test(
    'says so on the dashboard and on the page of its citation',
    either,
    async ({ browser, words, narrow }) => {
      const { lang, figures } = words;
      const page = await browser.newPage({
        baseURL: corrected.origin,
        locale: lang,
        reducedMotion: 'reduce',
      });
      if (narrow) await page.setViewportSize({ width: 390, height: 844 });
      const asked = await page.request.get('/api/indicators/regional-share/figures?at=2026-05-28&edition=1');
      const [figure]: Figure[] = (await asked.json()).figures;
      await page.goto(`/?edition=1&at=2026-05-28&lang=${lang}`);
      await page.getByRole('button', { name: '41.1%' }).first().click();
      const note = page.locator('.correction');
      await expect(note).toContainText(figures.differs(figures.members.value ?? '', '41.1%', '40.6%'));
      await expect(note).toContainText(reason);
      expect(await violations(page)).toEqual([]);
      await note.getByRole('link').click();
      await expect(page).toHaveURL(new RegExp(`/f/${figure?.id}`));
      const standing = page.locator('.standing.corrected');
      await expect(standing).toContainText('40.6');
      await expect(standing).toContainText(reason);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      expect(await violations(page)).toEqual([]);
      await page.goto(`/f/${figure?.id.slice(0, -1)}x?lang=${lang}`);
      await expect(page.locator('main')).toContainText(figure?.id ?? '');
      await page.close();
    },
  );
});

test(
  'a new build takes the place of the old one, which goes on until it is left',
  either,
  async ({ browser, words, baseURL }) => {
    const front = await serveBuilds(baseURL ?? '');
    const context = await browser.newContext({ baseURL: front.origin, serviceWorkers: 'allow' });
    const page = await context.newPage();
    await page.goto(`/?lang=${words.lang}`);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    expect(await shells(page)).toHaveLength(1);

    front.next();
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await expect.poll(() => shells(page)).toHaveLength(2);
    await expect.poll(() => settled(page)).toBe(true);
    expect(await build(page)).toBe(undefined);
    // The page that is open still finds its own parts, which the service no longer has.
    await page.getByRole('link', { name: words.nav.screens.data }).first().click();
    await expect(page.locator('.layer-page')).toBeVisible();

    await context.setOffline(true);
    await page.goto('/');
    expect(await build(page)).toBe('next');
    await context.setOffline(false);
    await page.goto('/');
    expect(await build(page)).toBe('next');
    await context.close();
    front.stop();
  },
);

function shells(page: Page): Promise<string[]> {
  return page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('shell-')));
}

// Whether the newest worker is the one at work.
function settled(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const { installing, waiting, active } = await navigator.serviceWorker.ready;
    return !installing && !waiting && active?.state === 'activated';
  });
}

function build(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.documentElement.dataset.build);
}

/**
 * Serves the page under test, and after next() another build of it: the same under other names, while those of the first
 * are gone.
 */
async function serveBuilds(behind: string): Promise<{ origin: string; next: () => void; stop: () => void }> {
  let renewed = false;
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', behind);
    const old = pathname.startsWith('/assets/') && !pathname.startsWith('/assets/next/');
    const answer = await fetch(`${behind}${pathname.replace('/assets/next/', '/assets/')}${search}`);
    const headers = Object.fromEntries(answer.headers);
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'connection', 'date'])
      delete headers[name];
    let body = Buffer.from(await answer.arrayBuffer());
    if (renewed && /html|javascript/.test(headers['content-type'] ?? ''))
      body = Buffer.from(
        body
          .toString()
          .replaceAll(/(["'`/])assets\//g, '$1assets/next/')
          .replace('<html', '<html data-build="next"')
          .replace(/("?version"?:\s*["'`])/, '$1next-'),
      );
    response.writeHead(renewed && old ? 404 : answer.status, headers);
    response.end(renewed && old ? undefined : body);
  });
  return {
    origin: await listening(server),
    next: () => {
      renewed = true;
    },
    stop: () => server.close(),
  };
}

/** A service of its own, whose second edition lowers the amount of an approval of the first. */
async function serveCorrected(reason: string): Promise<{ origin: string; stop: () => void }> {
  const program = process.env.GROWTHMAP ?? '../bin/growthmap';
  const directory = mkdtempSync(join(tmpdir(), 'growthmap-corrected-'));
  chmodSync(directory, 0o755);
  const data = join(directory, 'data');
  const probe = createServer();
  const origin = await listening(probe);
  await new Promise((closed) => probe.close(closed));
  const service: ChildProcess = spawn(program, [
    'serve',
    ...['--listen', new URL(origin).host, '--data', data, '--log-level', 'error'],
  ]);
  await expect
    .poll(
      () =>
        fetch(`${origin}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      { timeout: 60_000 },
    )
    .toBe(true);
  const [head, ...lines] = readFileSync('../geodata/facts/fund_investments.csv', 'utf8').split('\n');
  const line = lines.find((l) => l.startsWith('NGF-A01,')) ?? '';
  const file = join(directory, 'corrected.csv');
  writeFileSync(file, `${head}\n${line.replace(',3400000000000,approved', ',3300000000000,approved')}\n`);
  const published = spawnSync(program, [
    'import',
    ...['--data', data, '--layer', 'fund-investments', '--author', '금융위원회', '--reason', reason, file],
  ]);
  expect(String(published.stdout)).toContain('2');
  return {
    origin,
    stop: () => {
      service.once('exit', () => rmSync(directory, { recursive: true, force: true }));
      service.kill('SIGTERM');
    },
  };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server listens on no port');
  return `http://127.0.0.1:${address.port}`;
}
