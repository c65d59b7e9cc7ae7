import { describe, expect, it } from 'vitest';
import type { Indicator } from './api/figures';
import { variantOf } from './indicators';
import { readVariant, rebase, titleOfVariant, withVariant, writeVariant } from './variant';

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

describe('an option that says nothing with others', () => {
  const [whole] = options('whole').map((o) => ({ ...o, not_with: ['fund', 'proposed'] }));
  const picky = {
    ...share,
    switches: [...(share.switches ?? []), { id: 'of', title: 'Of', options: [...options('rows'), whole] }],
  } as Indicator;

  it('is no part of a variant with them', () => {
    expect(readVariant(picky, 'fsc.disbursed.whole')).toBeDefined();
    for (const id of ['fund.whole', 'fsc.proposed.whole']) expect(readVariant(picky, id), id).toBeUndefined();
  });

  it('gives way to the usual one under such a variant', () => {
    const [fsc, fund] = picky.variants as [Indicator['variants'][0], Indicator['variants'][0]];
    const chosen = readVariant(picky, 'fsc.split.whole')?.options ?? [];
    expect(writeVariant(picky, rebase(picky, fund, chosen))).toBe('fund.split');
    expect(writeVariant(picky, rebase(picky, fsc, chosen))).toBe('fsc.split.whole');
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
