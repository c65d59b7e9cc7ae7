import { expect, it } from 'vitest';
import type { Definition } from '../../api/definition';
import type { Row } from '../../api/queries';
import { nearTo, pointLayers, ringsAround, titleOf } from './near';

const row = (id: string, lon: number, precision = 'site') =>
  ({ id, geometry: { type: 'Point', coordinates: [lon, 36] }, properties: { precision } }) as unknown as Row;
const layer = (id: string, geometry: string, place: object = { sido: 'x' }) =>
  ({ id, geometry, intake: { place } }) as unknown as Definition;
const universities = layer('universities', 'Point');

it('what is near is listed by its distance, and told when it is rough', () => {
  const node = row('node', 128);
  // A degree of longitude is about 90 km here.
  const rows = [
    row('far', 129),
    row('b', 128.3, 'sigungu'),
    row('a', 128.1),
    row('unknown', 128, 'sido'),
    node,
  ];
  const near = nearTo(node, [{ layer: universities, rows }]);
  expect(near.map(({ row: { id }, km, rough }) => [id, Math.round(km), rough])).toEqual([
    ['a', 9, false],
    ['b', 27, true],
  ]);
});

it('a node without a drawn place has nothing near', () => {
  const node = row('node', 128, 'sido');
  expect(nearTo(node, [{ layer: universities, rows: [row('a', 128.1)] }])).toEqual([]);
  expect(ringsAround(node)).toEqual([]);
  expect(ringsAround(row('node', 128)).map((r) => r.km)).toEqual([10, 30, 50]);
});

it('what can be near stands at points', () => {
  const layers = [
    universities,
    layer('nodes', 'Point'),
    layer('belts', 'Geometry'),
    layer('areas', 'Point', {}),
  ];
  expect(pointLayers(layers, 'nodes').map((d) => d.id)).toEqual(['universities']);
});

it('a feature is called by the column that its definition names', () => {
  const rules = [{ title: { ko: '특구', en: 'Zone' }, where: { status: ['designated'] } }];
  const zones = { ...universities, style: { label: 'theme', rules } } as unknown as Definition;
  const zone = { id: 'RZ1', properties: { theme_ko: '수소', theme_en: null } } as unknown as Row;
  expect(titleOf(zones, zone, 'en')).toBe('수소');
  expect(titleOf(universities, zone, 'ko')).toBe('RZ1');
  const unnamed = { id: 'RZ2', properties: { theme_ko: null, status: 'designated' } } as unknown as Row;
  expect(titleOf(zones, unnamed, 'ko')).toBe('특구 RZ2');
});
