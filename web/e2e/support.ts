import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import type { Map as MapLibre } from 'maplibre-gl';
import type { Row } from '../src/api/queries';
import { texts } from '../src/text';
import type { Words } from '../src/text/ko';

export { expect };

/** The element that holds the map; the page leaves the map on it for tests. */
export type MapElement = HTMLElement & { map: MapLibre };

interface Fixtures {
  words: Words;
  narrow: boolean;
  /** What the browser may complain of in a test that breaks something on purpose. */
  complaints: RegExp | undefined;
}

/** A test of the page; it fails on any error in the console and any request to another origin. */
export const test = base.extend<Fixtures>({
  words: async ({ locale }, use) => use(texts[locale?.startsWith('ko') ? 'ko' : 'en']),
  narrow: async ({ viewport }, use) => use((viewport?.width ?? 0) < 640),
  complaints: [undefined, { option: true }],
  page: async ({ page, baseURL, complaints }, use) => {
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !complaints?.test(message.text())) wrong.push(message.text());
    });
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== baseURL) wrong.push(`request to ${request.url()}`);
    });
    await use(page);
    expect(wrong).toEqual([]);
  },
});

/** Marks a test that language and size cannot change: two of the four projects run it. */
export const either = { tag: '@either' };

/** Opens the page and waits until its map is drawn. */
export async function open(page: Page, query = ''): Promise<void> {
  await page.goto(`/${query}`);
  await drawn(page);
}

/** Waits until the map has nothing left to draw. */
export async function drawn(page: Page): Promise<void> {
  await expect(page.locator('.stage.drawn .canvas[data-idle=true]')).toBeAttached();
}

/** The ids of what the layers of the style, named by a pattern, draw in sight. */
export async function rendered(page: Page, pattern: RegExp): Promise<string[]> {
  await drawn(page);
  return page.locator('.canvas').evaluate((element, source) => {
    const { map } = element as MapElement;
    const layers = map
      .getStyle()
      .layers.map((l) => l.id)
      .filter((id) => new RegExp(source).test(id));
    const found = layers.length ? map.queryRenderedFeatures({ layers }) : [];
    return [...new Set(found.map((f) => String(f.id ?? f.properties.name)))].sort();
  }, pattern.source);
}

/** The colour of the map at a place, #rrggbb. */
export async function colorAt(page: Page, lon: number, lat: number): Promise<string> {
  await drawn(page);
  return page.locator('.canvas').evaluate(
    (element, place) =>
      new Promise<string>((resolve) => {
        const { map } = element as MapElement;
        map.once('render', () => {
          const canvas = map.getCanvas();
          const gl = canvas.getContext('webgl2') as WebGL2RenderingContext;
          const { x, y } = map.project(place);
          const scale = canvas.width / canvas.clientWidth;
          const pixel = new Uint8Array(4);
          gl.readPixels(x * scale, canvas.height - y * scale, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
          resolve(`#${[...pixel.slice(0, 3)].map((v) => v.toString(16).padStart(2, '0')).join('')}`);
        });
        map.triggerRepaint();
      }),
    [lon, lat] as [number, number],
  );
}

/** Presses the map at a place. */
export async function pressMap(page: Page, lon: number, lat: number): Promise<void> {
  await drawn(page);
  const canvas = page.locator('.canvas');
  const { x, y } = await canvas.evaluate((element, place) => (element as MapElement).map.project(place), [
    lon,
    lat,
  ] as [number, number]);
  await canvas.click({ position: { x, y } });
}

/** The state that the map keeps for a feature. */
export async function stateOf(page: Page, layer: string, id: string): Promise<Record<string, unknown>> {
  return page
    .locator('.canvas')
    .evaluate((element, target) => (element as MapElement).map.getFeatureState(target) ?? {}, {
      source: layer,
      sourceLayer: layer,
      id,
    });
}

/** Where the camera is, rounded as in the address. */
export async function cameraOf(page: Page): Promise<string> {
  await drawn(page);
  return page.locator('.canvas').evaluate((element) => {
    const { map } = element as MapElement;
    const { lng, lat } = map.getCenter();
    return `${map.getZoom().toFixed(2)}/${lat.toFixed(2)}/${lng.toFixed(2)}`;
  });
}

/** Begins to count how often the page hands a style to the map. */
export async function countStyles(page: Page): Promise<void> {
  await page.locator('.canvas').evaluate((element) => {
    const { map } = element as MapElement;
    const set = map.setStyle.bind(map);
    element.dataset.styles = '0';
    map.setStyle = (...given) => {
      element.dataset.styles = String(Number(element.dataset.styles) + 1);
      return set(...given);
    };
  });
}

/** How often it did. */
export async function stylesSet(page: Page): Promise<number> {
  return Number(await page.locator('.canvas').getAttribute('data-styles'));
}

/** All features of a layer, from the service. */
export async function items(page: Page, layer: string, at?: string): Promise<Row[]> {
  const answer = await page.request.get(`/api/collections/${layer}/items`, {
    params: { limit: 10000, ...(at ? { at } : {}) },
  });
  expect(answer.ok()).toBe(true);
  const { features, numberMatched } = await answer.json();
  expect(features).toHaveLength(numberMatched);
  return features;
}

/** Where a feature is that is a point. */
export function pointOf(row: Row): [number, number] {
  if (row.geometry?.type !== 'Point') throw new Error(`${row.id} is not a point`);
  return row.geometry.coordinates as [number, number];
}

/** The legend: in the rail, or in the sheet that is opened for it. */
export async function legend(page: Page, words: Words, narrow: boolean): Promise<Locator> {
  if (narrow) await page.getByRole('button', { name: words.layers }).click();
  return page.locator('.layers');
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Everything axe finds against WCAG 2.2 AA, or against rules of its own that are named, in words. */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  return page.evaluate(async (rules) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, {
      runOnly: rules ?? ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'], // what passes is not described one by one
    });
    return violations.flatMap((v) =>
      v.nodes.map((n) => `${v.id}: ${n.target.join(' ')} ${n.failureSummary ?? ''}`),
    );
  }, rules);
}

/** What axe finds on a page as it is, in the light theme and in the dark. */
export async function violationsInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    found.push(...(await violations(page)).map((wrong) => `${colorScheme}: ${wrong}`));
  }
  return found;
}
