import { describe, expect, it } from 'vitest';
import type { Figure } from '../../api/figures';
import type { Row } from '../../api/queries';
import type { DrawnRow } from '../../map/legend';
import { areaChanges, featureChanges, figureChanges, minus, united } from './differences';

const figure = (value: string | null, more: Partial<Figure> = {}) =>
  ({ value, low: value, high: value, ...more }) as Figure;
const row = (id: string, stage?: string) => ({ id, properties: { stage: stage ?? null } }) as unknown as Row;

it.each([
  ['26', '102', '76'],
  ['41.1', '38.9', '-2.2'],
  ['0.1', '0.3', '0.2'],
  ['5', '5.25', '0.25'],
  ['0.5', '0', '-0.5'],
  ['9007199254740993', '9007199254740994', '1'],
])('%s to %s is %s', (from, to, by) => {
  expect(minus(from, to)).toBe(by);
});

describe('figures', () => {
  it('that stand say nothing', () => {
    expect(figureChanges(figure('3'), figure('3'))).toEqual([]);
  });

  it('have two sides, the reported one first', () => {
    const reported = (value: string) => ({ reported: { value } as Figure['reported'] }) as Partial<Figure>;
    const [official, counted] = figureChanges(figure('20', reported('26')), figure('52', reported('102')));
    expect(official).toMatchObject({ side: 'reported', by: '76' });
    expect(counted).toMatchObject({ side: 'itemised', by: '32' });
  });

  it('may change in their bounds alone', () => {
    expect(figureChanges(figure('3'), figure('3', { high: '5' }))).toMatchObject([{ by: '0' }]);
  });

  it('that were not known have no difference', () => {
    expect(figureChanges(figure(null), figure('3'))).toMatchObject([{ by: undefined }]);
  });

  it('of areas stand in the order of their difference', () => {
    const from = [figure('1', { region: 'A' }), figure('9', { region: 'B' }), figure('4', { region: 'C' })];
    const to = [figure('2', { region: 'A' }), figure('4', { region: 'B' }), figure('4', { region: 'C' })];
    expect(areaChanges(from, to).map((c) => [c.to.region, c.by])).toEqual([
      ['B', '-5'],
      ['A', '1'],
    ]);
  });
});

it('features came, moved or went', () => {
  const before = [row('stood', 'selected'), row('moved', 'selected'), row('went', 'selected')];
  const after = [row('stood', 'selected'), row('moved', 'operating'), row('came')];
  expect(featureChanges(before, after).map(({ row, how, from, to }) => [row.id, how, from, to])).toEqual([
    ['moved', 'moved', 'selected', 'operating'],
    ['came', 'came', undefined, undefined],
    ['went', 'went', 'selected', undefined],
  ]);
});

it('what is drawn on either day stands once', () => {
  const drawn = (id: string, stage: string) =>
    ({ row: row(id, stage), entry: { layer: { id: 'plants' } } }) as DrawnRow;
  const both = united([drawn('a', 'one'), drawn('b', 'one')], [drawn('a', 'two'), drawn('c', 'one')]);
  expect(both.map(({ on, from, to }) => [on.row.id, from?.properties.stage, to?.properties.stage])).toEqual([
    ['a', 'one', 'two'],
    ['c', undefined, 'one'],
    ['b', 'one', undefined],
  ]);
});
