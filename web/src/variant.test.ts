import { describe, expect, it } from 'vitest';
import type { Indicator } from './api/figures';
import { variantOf } from './indicators';
import { readVariant, titleOfVariant, withVariant, writeVariant } from './variant';

const options = (...ids: string[]) => ids.map((id) => ({ id, title: id.toUpperCase(), description: '' }));
const share = {
  id: 'share',
  variants: options('fsc', 'fund'),
  switches: [
    { id: 'stage', title: 'Stage', options: options('approved', 'proposed', 'disbursed') },
    { id: 'place', title: 'Place', options: options('site', 'split') },
  ],
} as unknown as Indicator;
const count = { id: 'count', variants: options('selected', 'operating') } as unknown as Indicator;

const ids = (id: string) => {
  const read = readVariant(share, id);
  return read && [read.base.id, ...read.options.map((o) => o.id)];
};

describe('a variant', () => {
  it.each([
    ['fsc', ['fsc', 'approved', 'site']],
    ['fsc.proposed', ['fsc', 'proposed', 'site']],
    ['fund.split', ['fund', 'approved', 'split']],
    ['fsc.disbursed.split', ['fsc', 'disbursed', 'split']],
  ])('%s is read and written', (id, parts) => {
    expect(ids(id)).toEqual(parts);
    const read = readVariant(share, id);
    expect(read && writeVariant(share, read)).toBe(id);
  });

  it.each([
    'none',
    'fsc.none',
    'fsc.split.proposed',
    'fsc.proposed.proposed',
    'fsc.approved',
    'selected',
    '',
  ])('%s is not one', (id) => expect(ids(id)).toBeUndefined());

  it('is called by what is not usual in it', () => {
    expect(titleOfVariant(share, 'fund')).toBe('FUND');
    expect(titleOfVariant(share, 'fsc.proposed.split')).toBe('FSC · PROPOSED · SPLIT');
  });
});

describe('the variants of a view', () => {
  it('hold one for each indicator that is not at its first', () => {
    const first = withVariant(share, 'fsc.split', {});
    const both = withVariant(count, 'operating', { variant: 'fsc.split' });
    expect([first, both]).toEqual(['fsc.split', 'fsc.split,operating']);
    expect(variantOf(share, { variant: both as string })).toBe('fsc.split');
    expect(variantOf(count, { variant: both as string })).toBe('operating');
    expect(withVariant(share, 'fsc', { variant: both as string })).toBe('operating');
    expect(withVariant(count, 'selected', { variant: 'operating' })).toBeUndefined();
  });
});
