import { expect, it } from 'vitest';
import type { DrawnRow } from './legend';
import { specksOf } from './specks';

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
