import { describe, expect, it } from 'vitest';
import type { Area } from './areas';
import { findAreas, initialsOf } from './search';

function area(level: Area['level'], code: string, ko: string, en: string, short = ko): Area {
  return {
    level,
    layer: level,
    id: code,
    code,
    name: { ko, en },
    short: { ko: short, en },
    region: undefined,
    sido: undefined,
    city: undefined,
    heirs: [],
    at: undefined,
  };
}

const areas = [
  area('region', 'HNM', '호남권', 'Honam'),
  area('region', 'DKG', '대경권', 'Daegyeong'),
  area('sido', '12', '전남광주통합특별시', 'Jeonnam-Gwangju', '전남광주'),
  area('sido', '52', '전북특별자치도', 'Jeonbuk', '전북'),
  area('sigungu', '12110', '여수시', 'Yeosu-si'),
  area('sigungu', '41610', '광주시', 'Gwangju-si'),
];
const found = (text: string) => findAreas(areas, text).map((a) => a.code);

describe('a place is found', () => {
  it.each([
    ['호남', ['HNM']],
    ['광주', ['41610', '12']],
    ['전남광주', ['12']],
    ['ㅇㅅ', ['12110']],
    ['ㅎㄴㄱ', ['HNM']],
    ['ㄱㅈ', ['41610', '12']],
    ['여ㅅ', ['12110']],
    ['대겨', ['DKG']],
    ['gwangju', ['41610', '12']],
    ['Yeosu si', ['12110']],
    ['HNM', ['HNM']],
    ['12', ['12']],
    ['대갸', []],
    ['평양', []],
    ['  ', []],
  ])('by %s', (text, codes) => {
    expect(found(text)).toEqual(codes);
  });

  it('in no more places than asked for', () => {
    expect(findAreas(areas, 'ㅈ', 1)).toHaveLength(1);
  });
});

it('first consonants are those of the syllables', () => {
  expect(initialsOf('여수 2')).toBe('ㅇㅅ 2');
});
