import { describe, expect, it } from 'vitest';
import type { Definition } from '../api/definition';
import type { Row } from '../api/queries';
import {
  drawnKeys,
  type Entry,
  entryOf,
  legendEntries,
  legendTitle,
  marking,
  nodeNames,
  rowsDrawn,
  samePlace,
  stacks,
  switchKey,
} from './legend';

const title = { ko: '이름', en: 'Name' };
const color = { light: '#111111', dark: '#eeeeee' };
const layer = (
  id: string,
  order: number,
  on: boolean,
  rules: [string, Record<string, string[]>?][],
): Definition => ({
  id,
  title,
  description: title,
  geometry: 'Point',
  schema: {},
  intake: { place: { lon: 'lon' } },
  style: {
    order,
    on,
    rules: rules.map(([rule, where]) => ({
      id: rule,
      title,
      draw: 'dot',
      color,
      ...(where ? { where } : {}),
    })),
  },
});
const row = (id: string, properties: Row['properties'], at: [number, number] | null = [127, 36]): Row => ({
  type: 'Feature',
  id,
  geometry: at && { type: 'Point', coordinates: at },
  properties,
  citations: [],
});

const plants = layer('plants', 10, true, [
  ['counted', { counts: ['yes', 'uncertain'] }],
  ['other', { counts: ['no'] }],
]);
const zones = layer('zones', 20, false, [['zone']]);
const { geometry: _, ...table } = layer('sources', 30, true, [['none']]);
const entries = legendEntries([plants, zones, table]);

describe('the legend', () => {
  it('lists what can be drawn, the topmost first', () => {
    expect(entries.map((e) => e.key)).toEqual(['zones.zone', 'plants.counted', 'plants.other']);
  });

  it('draws what the definitions ask for until somebody chooses', () => {
    expect([...drawnKeys(entries, undefined)]).toEqual(['plants.counted', 'plants.other']);
    expect([...drawnKeys(entries, [])]).toEqual([]);
    expect([...drawnKeys(entries, ['zones.zone', 'gone.rule'])]).toEqual(['zones.zone']);
  });

  it('leaves out an entry that waits to be chosen', () => {
    const [first, ...rest] = plants.style?.rules ?? [];
    const waiting = {
      ...plants,
      style: { order: 1, on: true, rules: [{ ...first, off: true }, ...rest] },
    } as Definition;
    expect([...drawnKeys(legendEntries([waiting]), undefined)]).toEqual(['plants.other']);
    expect([...drawnKeys(legendEntries([waiting]), ['plants.counted'])]).toEqual(['plants.counted']);
  });

  it('switches one entry', () => {
    const drawn = drawnKeys(entries, undefined);
    expect(switchKey(entries, drawn, 'zones.zone', true)).toEqual([
      'zones.zone',
      'plants.counted',
      'plants.other',
    ]);
    expect(switchKey(entries, drawn, 'plants.other', false)).toEqual(['plants.counted']);
  });

  it('finds the rule of a feature', () => {
    expect(entryOf(entries, 'plants', { counts: 'uncertain' })?.key).toBe('plants.counted');
    expect(entryOf(entries, 'plants', { counts: null })).toBeUndefined();
  });
});

describe('marks', () => {
  it.each([
    ['site', 'solid'],
    ['complex', 'solid'],
    ['sigungu', 'hollow'],
    ['sido', 'none'],
    ['none', 'none'],
    [null, 'none'],
  ] as const)('precision %s is %s', (precision, mark) => {
    expect(marking(row('a', { precision }))).toBe(mark);
  });

  it('needs a geometry, and no precision where a layer has none', () => {
    expect(marking(row('a', { precision: 'site' }, null))).toBe('none');
    expect(marking(row('a', {}))).toBe('solid');
  });
});

describe('rows', () => {
  const a = row('a', { counts: 'yes', precision: 'site' });
  const b = row('b', { counts: 'no', precision: 'sigungu' });
  const c = row('c', { counts: 'yes', precision: 'sido' });
  const d = row('d', { counts: 'yes', precision: 'site' }, [128, 35]);
  const drawn = rowsDrawn(new Map([['plants', [a, b, c, d]]]), entries);

  it('belong to one entry each', () => {
    expect(drawn.map((r) => `${r.row.id} ${r.entry.key}`)).toEqual([
      'a plants.counted',
      'b plants.other',
      'c plants.counted',
      'd plants.counted',
    ]);
  });

  it('at one point are stacked, unless they are not drawn there', () => {
    expect(samePlace(a, drawn).map((r) => r.row.id)).toEqual(['b']);
    expect(samePlace(c, drawn)).toEqual([]);
    expect(stacks(drawn)).toEqual([{ lon: 127, lat: 36, count: 2 }]);
  });

  it('name the corners of a line that lists its nodes', () => {
    const names = { counts: 'yes', nodes_ko: ['오창', '울산'], nodes_en: ['Ochang', 'Ulsan'] };
    const line = (more: Row['properties']): Row => ({
      ...row('line', { ...names, ...more }),
      geometry: {
        type: 'LineString',
        coordinates: [
          [127, 36],
          [128, 35],
          [127, 36],
        ],
      },
    });
    const named = (r: Row) =>
      nodeNames(rowsDrawn(new Map([['plants', [r]]]), entries), 'en').map(
        (n) => `${n.name} ${n.lon} ${n.lat} ${n.entry.key}`,
      );
    expect(named(line({}))).toEqual(['Ochang 127 36 plants.counted', 'Ulsan 128 35 plants.counted']);
    expect(named(line({ nodes_en: null }))).toEqual([]);
    expect(named(row('a', { counts: 'yes', nodes_en: ['Ochang'] }))).toEqual([]);
  });
});

it('the legend says what the area of circles stands for', () => {
  const [plain, sized] = [{}, { size_by: 'amount' }].map((over) => ({
    key: '',
    layer: { schema: { amount: { title: { ko: '금액', en: 'Amount' } } } },
    rule: { title, ...over },
  })) as unknown as [Entry, Entry];
  expect(legendTitle(plain, 'en')).toBe('Name');
  expect(legendTitle(sized, 'en')).toBe('Name (area shows amount)');
  expect(legendTitle(sized, 'ko')).toBe('이름(면적은 금액)');
});
