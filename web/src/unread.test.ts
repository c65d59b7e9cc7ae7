import { expect, it } from 'vitest';
import { type Known, unreadIn, withoutUnread } from './unread';
import { parseView } from './view';

const known: Known = {
  areas: ['HNM', '46'],
  indicators: ['share'],
  variants: (id) => id === 'fsc',
  layers: ['things'],
  missing: ({ id }) => id === 'gone',
};
const read = (search: string, k = known) => unreadIn(search, k).map(({ key, value }) => `${key}=${value}`);

it('an address that means something has nothing unread', () => {
  expect(
    read('?screen=fund&at=2026-05-28&region=HNM&indicator=share&variant=fsc&layer=things&select=things/a'),
  ).toEqual([]);
  expect(read('')).toEqual([]);
  expect(read('?indicator=')).toEqual([]);
});

it.each([
  ['?at=2026-02-30', 'at=2026-02-30'],
  ['?edition=abc', 'edition=abc'],
  ['?screen=nope', 'screen=nope'],
  ['?region=NOWHERE', 'region=NOWHERE'],
  ['?areas=HNM,XX', 'areas=XX'],
  ['?indicator=nope', 'indicator=nope'],
  ['?variant=fsc,nope', 'variant=nope'],
  ['?layer=nope', 'layer=nope'],
  ['?select=things/gone', 'select=things/gone'],
  ['?scenario=!!', 'scenario=!!'],
  ['?map=99/99/99', 'map=99/99/99'],
])('%s names what cannot be used', (search, said) => {
  expect(read(search)).toEqual([said]);
});

it('what has not come yet is not strange', () => {
  const nothing = {
    ...known,
    areas: undefined,
    indicators: undefined,
    variants: undefined,
    layers: undefined,
  };
  expect(read('?region=NOWHERE&indicator=nope&variant=nope&layer=nope', nothing)).toEqual([]);
});

it('a very long value is shortened', () => {
  expect(read(`?scenario=${'!'.repeat(200)}`)).toEqual([`scenario=${'!'.repeat(40)}…`]);
});

it('what is unread is left out and all else stays', () => {
  const search = '?region=NOWHERE&areas=HNM,XX&variant=fsc,nope&at=2026-05-28';
  expect(withoutUnread(parseView(search), unreadIn(search, known))).toEqual({
    areas: ['HNM'],
    variant: 'fsc',
    at: '2026-05-28',
  });
});
