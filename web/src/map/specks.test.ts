import { describe, expect, it } from 'vitest';
import type { DrawnRow } from './legend';
import { lasts, pictured, seen, specksOf, viewOf } from './specks';

const row = (layer: string, lon: number, lat: number, precision = 'site') =>
  ({
    row: { id: 'a', geometry: { type: 'Point', coordinates: [lon, lat] }, properties: { precision } },
    entry: { layer: { id: layer }, rule: { color: { light: '#d9500a', dark: '#ff8a4c' } } },
  }) as unknown as DrawnRow;

it('specks are the points of crowded layers, on the unit square of Web Mercator, in the colours of the theme', () => {
  const rows = [row('many', 0, 0), row('many', 180, 85.0511287798), row('few', 127, 36)];
  const specks = specksOf([...rows, row('many', 127, 36, 'sido')], new Set(['many']), 'light');
  expect([...(specks?.places ?? [])].map((v) => Math.round(v * 1e6) / 1e6)).toEqual([0.5, 0.5, 1, 0]);
  expect([...(specks?.colors ?? [])]).toEqual([0xd9, 0x50, 0x0a, 0xd9, 0x50, 0x0a]);
  expect(specksOf(rows, new Set(), 'light')).toBeUndefined();
});

describe('the picture of the specks', () => {
  const bounds: [number, number, number, number] = [0.4, 0.4, 0.6, 0.6];
  // 800 by 600 pixels of a world of 1,000 by 1,000, from (100, 200).
  const view = { rect: [100, 200, 900, 800] as [number, number, number, number], scale: 1000 };

  it('knows the view from the matrix', () => {
    const matrix = new Array<number>(16).fill(0);
    // Clip space is 7 at the edge; places to the right of the middle, which is at (500, 500), are positive.
    matrix[0] = (7 * 2 * 1000) / 800;
    matrix[5] = (-7 * 2 * 1000) / 600;
    matrix[12] = -0.5 * matrix[0];
    matrix[13] = -0.5 * matrix[5];
    matrix[15] = 7;
    const found = viewOf(matrix, 800, 600);
    expect(found.scale).toBeCloseTo(1000, 9);
    found.rect.forEach((side, i) => {
      expect(side).toBeCloseTo(view.rect[i] as number, 9);
    });
  });

  it('is no larger than what there is to see, three pixels around it', () => {
    expect(seen(view, bounds)).toEqual([397, 397, 603, 603]);
    expect(pictured(view, bounds)).toEqual([397, 397, 603, 603]);
    expect(seen({ rect: [700, 0, 1500, 600], scale: 1000 }, bounds)).toBeUndefined();
  });

  it('reaches half a view past the view, in whole pixels from its corner', () => {
    const near = { rect: [5000.25, 5000.25, 5800.25, 5600.25] as typeof bounds, scale: 10_000 };
    expect(pictured(near, bounds)).toEqual([4600.25, 4700.25, 6003.25, 5900.25]);
    const wide = { rect: [5000, 5000, 9000, 5600] as typeof bounds, scale: 10_000 };
    expect(pictured(wide, [0, 0, 1, 1])).toEqual([4952, 4700, 9048, 5900]);
  });

  it('lasts while the view is moved within it, not for another zoom', () => {
    const near = (x: number, scale = 10_000) => ({ rect: [x, 5000, x + 800, 5600] as typeof bounds, scale });
    const picture = { rect: pictured(near(5000), bounds) as typeof bounds, scale: 10_000 };
    const good = (moved: ReturnType<typeof near>) => lasts(picture, moved, seen(moved, bounds) ?? moved.rect);
    expect(good(near(5000))).toBe(true);
    expect(good(near(4601))).toBe(true);
    expect(good(near(4598))).toBe(false);
    // Past the last point there is nothing to draw.
    expect(good(near(5900))).toBe(true);
    expect(good(near(5000, 10_001))).toBe(false);
  });
});
