import { describe, expect, it } from 'vitest';
import type { Definition, Properties } from './api/definition';
import type { Row } from './api/queries';
import { choicesOf, filterFor, hasValues, sorted, valuesIn, withValue } from './filter';

const definition = {
  id: 'things',
  title: { ko: '것', en: 'Things' },
  description: { ko: '', en: '' },
  schema: {
    name: { type: 'string', title: { ko: '이름', en: 'Name' }, localized: true },
    kind: { type: 'string', title: { ko: '종류', en: 'Kind' }, codes: { a: { ko: '가', en: 'A' } } },
    amount: { type: 'integer', title: { ko: '금액', en: 'Amount' }, unit: 'KRW' },
  },
  stages: [{ id: 'approved', title: { ko: '승인', en: 'Approved' } }],
  intake: { place: { sido: 'sido' } },
} as Definition;
const titles = { stage: 'Stage', region: 'Region' };

function row(id: string, properties: Properties): Row {
  return { id, properties, type: 'Feature', geometry: null, citations: [] } as unknown as Row;
}
const rows = [
  row('1', { kind: 'a', amount: 5 }),
  row('2', { kind: 'b', amount: null }),
  row('3', { kind: 'a', amount: 12 }),
];
const order = (sort: string) =>
  sorted(rows, sort, (r, column) => r.properties[column] ?? null).map((r) => r.id);

it('stage, codes and region can be chosen by', () => {
  const choices = choicesOf(definition, [], titles, 'en');
  expect(choices.map((c) => [c.column, c.title])).toEqual([
    ['stage', 'Stage'],
    ['kind', 'Kind'],
    ['region', 'Region'],
  ]);
  expect(choices[0]?.nameOf('approved')).toBe('Approved');
  expect(choices[1]?.nameOf('a')).toBe('A');
  expect(choices[1]?.nameOf('new')).toBe('new');
});

it('a layer without stages or places has neither', () => {
  const { stages: _, intake: __, ...plain } = definition;
  expect(choicesOf(plain as Definition, [], titles, 'ko').map((c) => c.column)).toEqual(['kind']);
});

it('values are counted, the most frequent first', () => {
  expect(valuesIn('kind', rows)).toEqual([
    { value: 'a', count: 2 },
    { value: 'b', count: 1 },
  ]);
});

describe('a filter', () => {
  it('keeps what has all values', () => {
    expect(rows.filter((r) => hasValues(r.properties, { kind: 'a' })).map((r) => r.id)).toEqual(['1', '3']);
    expect(hasValues({ kind: 'a' }, { kind: 'a', stage: 'approved' })).toBe(false);
    expect(hasValues({}, {})).toBe(true);
  });

  it('says nothing of columns of another layer', () => {
    const choices = choicesOf(definition, [], titles, 'ko');
    expect(filterFor(choices, { kind: 'a', belt: 'chips' })).toEqual({ kind: 'a' });
    expect(filterFor(choices)).toEqual({});
  });

  it('is set and freed column by column', () => {
    expect(withValue({ kind: 'a' }, 'stage', 'approved')).toEqual({ kind: 'a', stage: 'approved' });
    expect(withValue({ kind: 'a' }, 'kind', undefined)).toBeUndefined();
  });
});

it('what has no value comes last, whatever the order', () => {
  expect(order('amount')).toEqual(['1', '3', '2']);
  expect(order('-amount')).toEqual(['3', '1', '2']);
});
