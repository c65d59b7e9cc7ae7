import { describe, expect, it } from 'vitest';
import type { Figure, Indicator } from './api/figures';
import { classColors, classOf, indicatorShown, leading, reconcile, variantOf } from './indicators';

const count = { id: 'sites', kind: 'count', variants: [{ id: 'all' }] } as Indicator;
const share = {
  id: 'share',
  kind: 'share',
  classes: ['5', '10', '20', '40'],
  variants: [{ id: 'wide' }, { id: 'narrow' }],
} as Indicator;

describe('the indicator shown', () => {
  it('is the first that can be coloured, unless another or none is chosen', () => {
    expect(indicatorShown([count, share], {})).toBe(share);
    expect(indicatorShown([count, share], { indicator: 'sites' })).toBe(count);
    expect(indicatorShown([count, share], { indicator: 'no-such' })).toBe(share);
    expect(indicatorShown([count, share], { indicator: '' })).toBeUndefined();
    expect(indicatorShown([count], {})).toBeUndefined();
  });

  it('is read in the chosen variant when it has it', () => {
    expect(variantOf(share, {})).toBe('wide');
    expect(variantOf(share, { variant: 'narrow' })).toBe('narrow');
    expect(variantOf(count, { variant: 'narrow' })).toBe('all');
  });
});

it('those that lead stand in the order of their definitions', () => {
  const [first, second] = [
    { ...count, lead: 1 },
    { ...share, lead: 2 },
  ];
  expect(leading([second, count, first])).toEqual([first, second]);
  expect(leading([count, share])).toEqual([]);
});

describe('classes', () => {
  it.each([
    ['0.0', 0],
    ['4.9', 0],
    ['5.0', 1],
    ['19.9', 2],
    ['20.0', 3],
    ['39.9', 3],
    ['40.0', 4],
    ['100.0', 4],
  ])('%s lies in class %i', (value, expected) => {
    expect(classOf(value, share.classes ?? [])).toBe(expected);
  });

  it('know no class of what is not known', () => {
    expect(classOf(null, share.classes ?? [])).toBeUndefined();
  });

  it('have a colour each', () => {
    for (const colors of Object.values(classColors)) expect(new Set(colors).size).toBe(5);
  });
});

describe('what is left of the whole', () => {
  const exactly = (value: string) => ({ value, low: value, high: value });
  const figure = (more: Partial<Figure>) => more as Figure;

  it('is a count less the counts of the parts: 51 - (3 + 11 + 32) = 5', () => {
    const parts = ['3', '11', '32'].map((n) => figure({ region: n, value: n, low: n, high: '50' }));
    expect(reconcile(parts, figure(exactly('51')), 'count')).toEqual({
      total: { low: 51n, high: 51n },
      left: { low: 5n, high: 5n },
    });
  });

  it('is bounded as the amount of the nation is: 70 to 90 less 40 and 20', () => {
    const parts = ['40', '20'].map((n) => figure({ region: n, numerator: exactly(n) }));
    const nation = figure({ denominator: { value: '60', low: '70', high: '90' } });
    expect(reconcile(parts, nation, 'share')).toEqual({
      total: { low: 70n, high: 90n },
      left: { low: 10n, high: 30n },
    });
  });

  it('is the amount of the region less those of its parts: 50 - (30 + 15)', () => {
    const parts = ['30', '15'].map((n) => figure({ region: n, numerator: exactly(n) }));
    const region = figure({ region: 'HNM', numerator: exactly('50'), denominator: exactly('900') });
    expect(reconcile(parts, region, 'share')?.left).toEqual({ low: 5n, high: 5n });
  });

  it('is not told where a part has no value', () => {
    const part = figure({ region: 'HNM', value: null, low: '1', high: '2' });
    expect(reconcile([part], figure(exactly('5')), 'count')).toBeUndefined();
  });
});
