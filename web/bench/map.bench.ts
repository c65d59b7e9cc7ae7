import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { test } from '@playwright/test';
import type { JumpToOptions, Map as MapLibre } from 'maplibre-gl';
import { generatedFactories } from './points.ts';
import { median, report } from './report.ts';

const points = 20_000;
const rounds = 5;
const seconds = 4;

test(`the map pans with ${points} points`, async ({ page, browser }, info) => {
  const file = info.outputPath('factories.csv');
  writeFileSync(file, generatedFactories(points));
  execFileSync(process.env.GROWTHMAP ?? '../bin/growthmap', [
    ...['import', '--data', process.env.E2E_DATA ?? '', '--layer', 'ai-factories'],
    ...['--author', 'bench', '--reason', 'Points to pan', file],
  ]);
  await page.goto('/');
  const canvas = page.locator('.stage.drawn .canvas[data-idle=true]');
  await canvas.waitFor({ timeout: 300_000 });
  const devtools = await browser.newBrowserCDPSession();
  const gpuSeconds = async () => {
    const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
    return processInfo.find((p) => p.type === 'GPU')?.cpuTime ?? 0;
  };
  const box = await page.locator('.canvas').boundingBox();
  if (!box) throw new Error('there is no map');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.locator('.canvas').evaluate(countFrames);
  for (let round = 1; round <= rounds; round++) {
    await page.locator('.canvas').evaluate(backHome);
    await canvas.waitFor();
    await page.mouse.move(x, y);
    await page.mouse.down();
    const before = await gpuSeconds();
    await page.evaluate(() => window.drawnAt.splice(0));
    const start = performance.now();
    while (performance.now() - start < seconds * 1000) {
      const angle = ((performance.now() - start) / 1000) * Math.PI;
      await page.mouse.move(x + 150 * Math.sin(angle), y + 100 * Math.sin(angle / 2));
    }
    const times = await page.evaluate(() => [...window.drawnAt]);
    const gpu = (1000 * ((await gpuSeconds()) - before)) / times.length;
    await page.mouse.up();
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time));
    const rate = (1000 * gaps.length) / ((times.at(-1) ?? 0) - (times[0] ?? 0));
    report(
      `round ${round}: ${rate.toFixed(1)} frames a second, median ${median(gaps).toFixed(1)} ms, worst ` +
        `${Math.max(...gaps).toFixed(1)} ms, ${gpu.toFixed(1)} ms of processor time a frame in the drawing process`,
    );
    await canvas.waitFor();
  }
});

declare global {
  interface Window {
    /** When the map was drawn. */
    drawnAt: number[];
    /** The camera at the start. */
    home: JumpToOptions;
  }
}

type MapElement = Element & { map: MapLibre };

function countFrames(element: Element): void {
  window.drawnAt = [];
  const { map } = element as MapElement;
  window.home = { center: map.getCenter(), zoom: map.getZoom() };
  map.on('render', () => window.drawnAt.push(performance.now()));
}

// Where a drag ends the map runs on: without this each round would show less of the country than the one before.
function backHome(element: Element): void {
  (element as MapElement).map.jumpTo(window.home);
}
