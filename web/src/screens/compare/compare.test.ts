import { describe, expect, it } from 'vitest';
import type { Figure, Series } from '../../api/figures';
import type { Area } from '../../areas';
import { chosenOf, codesAmong, codesOf, daysOf, difference, partOf, ranksOf, switchArea } from './compare';

function area(level: Area['level'], code: string, region?: string): Area {
  return { level, code, id: code, region } as Area;
}
const areas = [
  ...['CAP', 'HNM', 'DKG', 'CHC', 'DNM', 'JBK', 'GWN', 'JJU', 'NEW'].map((code) => area('region', code)),
  area('sido', '11', 'CAP'),
  area('sido', '12', 'HNM'),
  area('sido', '27', 'DKG'),
  area('sido', '47', 'DKG'),
  area('sigungu', '12110', 'HNM'),
];
const codes = (list: Area[]) => list.map((a) => a.code);

describe('the areas compared', () => {
  it('are all regions, but no more than can be compared, when none is asked for', () => {
    const { level, chosen } = chosenOf(undefined, areas);
    expect(level).toBe('region');
    expect(chosen).toHaveLength(8);
  });

  it('are of the level of the first asked for', () => {
    const choice = chosenOf(['47', '12', 'HNM', '99999', '12110'], areas);
    expect(choice.level).toBe('sido');
    expect(codes(choice.chosen)).toEqual(['12', '47']);
    expect(codes(choice.choices)).toEqual(['11', '12', '27', '47']);
  });

  it('are switched one by one', () => {
    const choice = chosenOf(['HNM', 'DKG'], areas);
    expect(switchArea(choice, areas[0] as Area)).toEqual(['CAP', 'HNM', 'DKG']);
    expect(switchArea(choice, areas[1] as Area)).toEqual(['DKG']);
  });

  it('are those that they became, or that became them, by the areas of another day', () => {
    const now = ['12', '27'].map((code) => ({ ...area('sido', code), heirs: [] }));
    const then = ['27', '29', '46'].map((code) => ({
      ...area('sido', code),
      heirs: code === '27' ? [] : ['12'],
    }));
    expect(codesAmong(['12', '27'], then, then)).toEqual(['29', '46', '27']);
    expect(codesAmong(['46', '29', '27'], now, then)).toEqual(['12', '27']);
    expect(codesAmong(['99', '12'], now, then)).toEqual(['12']);
  });

  it('go along to the other level', () => {
    expect(codesOf('sido', chosenOf(['HNM', 'DKG'], areas), areas)).toEqual(['12', '27', '47']);
    expect(codesOf('region', chosenOf(['27', '47'], areas), areas)).toEqual(['DKG']);
  });
});

it('equal values share a rank, and no value has none', () => {
  const figures = [
    { region: 'a', value: '5' },
    { region: 'b', value: '12' },
    { region: 'c', value: '5.0' },
    { region: 'd', value: null },
    { region: 'e', value: '1' },
  ] as Figure[];
  expect([...ranksOf(figures)]).toEqual([
    ['a', 2],
    ['b', 1],
    ['c', 2],
    ['e', 4],
  ]);
  expect(ranksOf(figures.filter((f) => f.region !== 'b' && f.region !== 'e')).size).toBe(0);
});

it.each([
  ['7', '51', '13.7'],
  ['0', '51', '0.0'],
  [null, '51', undefined],
  ['7', null, undefined],
  ['7', '0', undefined],
])('part of %s in %s', (value, whole, part) => {
  expect(partOf(value, whole)).toBe(part);
});

it.each([
  ['12.5', '3.25', '9.25'],
  ['3', '12', '-9'],
  ['0.3', '0.1', '0.2'],
  ['0.1', '0.15', '-0.05'],
])('%s less %s', (a, b, rest) => {
  expect(difference(a, b)).toBe(rest);
});

it('courses are told side by side on every day of change', () => {
  const series = (...points: [string, string][]) =>
    ({ points: points.map(([day, value]) => ({ day, value })) }) as Series;
  expect(
    daysOf([
      series(['2024-10-28', '1'], ['2026-05-28', '3']),
      series(['2025-10-28', '2'], ['2026-05-28', '4']),
    ]),
  ).toEqual([
    { day: '2024-10-28', values: ['1', null] },
    { day: '2025-10-28', values: ['1', '2'] },
    { day: '2026-05-28', values: ['3', '4'] },
  ]);
});
