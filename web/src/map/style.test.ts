import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import type { Definition, Rule } from '../api/definition';
import { drawnKeys, legendEntries } from './legend';
import { specksUntil } from './specks';
import { type Look, mapStyle, targetsOf } from './style';

const title = { ko: '이름', en: 'Name' };
const draws: Rule['draw'][] = [
  'dot',
  'ring',
  'diamond',
  'square',
  'band',
  'dashes',
  'line',
  'fill',
  'outline',
  'context',
];
const definitions: Definition[] = [
  ...draws.map(
    (draw, order): Definition => ({
      id: draw,
      title,
      description: title,
      geometry: 'Geometry',
      schema: {},
      intake: { place: { lon: 'lon' } },
      publish: { zoom: [2, 12] },
      style: {
        order,
        on: true,
        rules: [
          {
            id: 'all',
            title,
            draw,
            color: { light: '#123456', dark: '#fedcba' },
            where: { kind: ['a', 'b'] },
          },
          ...(draw === 'ring'
            ? [{ id: 'sized', title, draw, color: { light: '#123456', dark: '#fedcba' }, size_by: 'amount' }]
            : []),
        ],
      },
    }),
  ),
  {
    id: 'regions',
    title,
    description: title,
    geometry: 'MultiPolygon',
    area: 'region',
    schema: {},
    style: {
      order: 99,
      on: true,
      rules: [{ id: 'all', title, draw: 'fill', color: { light: '#aaaaaa', dark: '#333333' } }],
    },
  },
];
const entries = legendEntries(definitions);
const look: Look = {
  entries,
  drawn: drawnKeys(entries, undefined),
  labels: [{ kind: 'sea', name: '동해', lon: 130, lat: 37 }],
  listed: { layer: 'regions', codes: ['HNM', 'CAP'], colors: undefined },
  theme: 'light',
  chosen: { area: { layer: 'regions', id: 'HNM' }, spot: [127, 35] },
  crowded: new Set(['dot']),
  tiles: (layer) => `https://example.org/${layer}/{z}/{y}/{x}`,
  font: 'Font',
  fontFaces: { Font: [{ url: 'https://example.org/font.woff2', 'unicode-range': ['U+AC00-D7A3'] }] },
};

describe('the style', () => {
  it.each(['light', 'dark'] as const)('is a style of MapLibre: %s', (theme) => {
    expect(validateStyleMin(mapStyle({ ...look, theme }))).toEqual([]);
  });

  it('asks for the tiles of each layer by row and column, at the zooms it has', () => {
    expect(mapStyle(look).sources.dot).toEqual({
      type: 'vector',
      tiles: ['https://example.org/dot/{z}/{y}/{x}'],
      minzoom: 2,
      maxzoom: 12,
      promoteId: 'id',
    });
  });

  it('draws only what is switched on', () => {
    const some = mapStyle({ ...look, drawn: new Set(['dot.all']) });
    expect(targetsOf(some)).toEqual(['dot.all/target']);
    expect(targetsOf(mapStyle(look))).toContain('regions/target');
  });

  it('never draws a point known to the si/do only', () => {
    const layers = mapStyle(look).layers.filter((l) => 'filter' in l && l.source === 'dot');
    expect(layers.length).toBeGreaterThan(0);
    for (const layer of layers) {
      expect(JSON.stringify('filter' in layer && layer.filter)).toContain(
        '["literal",["site","complex","sigungu"]]',
      );
    }
  });

  it('outlines the area looked into alone, and rings the chosen point', () => {
    const style = mapStyle(look);
    expect(style.layers.find((l) => l.id === 'regions/chosen')).toMatchObject({
      filter: ['==', ['get', 'id'], 'HNM'],
    });
    expect(style.sources.chosen).toMatchObject({
      data: { geometry: { type: 'Point', coordinates: [127, 35] } },
    });
    const idle = mapStyle({ ...look, chosen: {} });
    expect(idle.layers.filter((l) => l.id.endsWith('/chosen'))).toEqual([]);
    expect(idle.sources.chosen).toBeUndefined();
  });

  it('leaves a crowd of points to the specks from afar, and draws them from near', () => {
    const paint = (crowded: Set<string>) =>
      mapStyle({ ...look, crowded }).layers.find((l) => l.id === 'dot.all/target')?.paint;
    expect(paint(new Set(['dot']))).toMatchObject({
      'circle-opacity': ['step', ['zoom'], 0, specksUntil, 1],
      'circle-stroke-opacity': ['step', ['zoom'], 0, specksUntil, 1],
    });
    expect(paint(new Set())).not.toHaveProperty('circle-opacity');
  });

  it('names nodes in the colour of their belt, and hands every name to the map as it is', () => {
    const node = { kind: 'node' as const, name: '구미', color: '#5b3fd1', lon: 128, lat: 36 };
    const style = mapStyle({ ...look, labels: [...look.labels, node] });
    expect(style.sources.labels).toMatchObject({
      data: {
        features: expect.arrayContaining([
          expect.objectContaining({ properties: { kind: 'node', name: '구미', color: '#5b3fd1' } }),
        ]),
      },
    });
    expect(style.layers.find((l) => l.id === 'label/node')?.paint).toMatchObject({
      'text-color': ['get', 'color'],
    });
    expect(validateStyleMin(style)).toEqual([]);
  });

  it('writes the name of a si/gun/gu above its middle, where points known to it alone are drawn', () => {
    for (const kind of ['sigungu', 'figure']) {
      const layer = mapStyle(look).layers.find((l) => l.id === `label/${kind}`);
      expect(layer?.layout).toMatchObject({ 'text-anchor': 'bottom', 'text-offset': [0, -0.85] });
    }
  });

  it('keeps names above everything', () => {
    const ids = mapStyle(look).layers.map((l) => l.id);
    const names = ids.filter((id) => id.startsWith('label/'));
    expect(names.length).toBeGreaterThan(0);
    expect(ids.slice(-names.length)).toEqual(names);
  });

  it('colours the listed areas, hatches those without a colour and mutes the ground', () => {
    const colors = new Map([['HNM', '#4690b0']]);
    const listed = { layer: 'regions', codes: ['HNM', 'CAP'], colors };
    const shaded = mapStyle({ ...look, listed });
    expect(validateStyleMin(shaded)).toEqual([]);
    const paintOf = (id: string) => shaded.layers.find((l) => l.id === id)?.paint;
    expect(paintOf('regions/shade')).toMatchObject({
      'fill-color': ['match', ['get', 'code'], 'HNM', '#4690b0', 'transparent'],
    });
    expect(paintOf('regions/hatch')).toHaveProperty('fill-pattern');
    expect(paintOf('regions.all/area')).toBeUndefined();
    const elsewhere = mapStyle({ ...look, listed: { ...listed, layer: 'sido' } });
    const ground = elsewhere.layers.find((l) => l.id === 'regions.all/area');
    expect(ground?.paint).not.toMatchObject({ 'fill-color': '#aaaaaa' });
    expect(mapStyle(look).layers.filter((l) => /shade|hatch/.test(l.id))).toEqual([]);
    const nothing = mapStyle({ ...look, listed: { ...listed, colors: new Map() } });
    expect(validateStyleMin(nothing)).toEqual([]);
  });
});
