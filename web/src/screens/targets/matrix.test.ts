import { expect, it } from 'vitest';
import type { Figure, Indicator } from '../../api/figures';
import { cellOf, columnsOf, isMatrix, readingsOf } from './matrix';

const indicator = {
  kind: 'distinct',
  across: [{ id: 'pillar' }],
  variants: [{ id: 'said' }, { id: 'done' }],
  switches: [{ id: 'scope', options: [{ id: 'all' }, { id: 'own' }] }],
} as unknown as Indicator;

const figure = (region: string, value: string, low: string, high = low) =>
  ({ region, group: { column: 'pillar', value }, low, high }) as Figure;

it('is what counts different values and can be broken down by them', () => {
  expect(isMatrix(indicator)).toBe(true);
  expect(isMatrix({ ...indicator, kind: 'count' })).toBe(false);
  expect(isMatrix({ kind: 'distinct' } as Indicator)).toBe(false);
});

it('is read in all variants, as usual and under each other option', () => {
  expect(readingsOf(indicator).map((r) => [r.variant, r.at, r.option])).toEqual([
    ['said', 0, undefined],
    ['done', 1, undefined],
    ['said.own', 0, 0],
    ['done.own', 1, 0],
  ]);
});

it('a cell has come as far as its furthest variant', () => {
  const readings = readingsOf(indicator);
  const answers = [
    [figure('A', 'law', '1'), figure('B', 'law', '1'), figure('A', 'money', '1')],
    [figure('A', 'law', '1'), figure('B', 'law', '0', '1'), figure('A', 'money', '0')],
    [figure('A', 'law', '1')],
    [figure('A', 'law', '0')],
  ];
  expect(columnsOf(answers)).toEqual(['law', 'money']);
  expect(cellOf(readings, answers, 'A', 'law')).toMatchObject({ reached: 1, under: [0] });
  expect(cellOf(readings, answers, 'B', 'law')).toMatchObject({ reached: 0, possible: 1, under: [-1] });
  expect(cellOf(readings, answers, 'A', 'money')).toMatchObject({ reached: 0, possible: undefined });
  expect(cellOf(readings, answers, 'B', 'money')).toBeUndefined();
});
