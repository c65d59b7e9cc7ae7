import { describe, expect, it } from 'vitest';
import type { Row } from './api/queries';
import { type Area, areasListed, labelsOf, liesIn, listingOf, pathTo } from './areas';

function area(level: Area['level'], code: string, name: string, more: Partial<Area> = {}): Area {
  return {
    level,
    layer: level,
    id: code,
    code,
    name: { ko: name, en: code },
    short: { ko: name, en: code },
    region: undefined,
    sido: undefined,
    city: undefined,
    heirs: [],
    at: { lon: 127, lat: 36 },
    ...more,
  };
}

const capital = area('region', 'CAP', '수도권');
const gangwon = area('region', 'GWN', '강원특별자치도');
const seoul = area('sido', '11', '서울특별시', { region: 'CAP' });
const gyeonggi = area('sido', '41', '경기도', { region: 'CAP' });
const gangwonDo = area('sido', '51', '강원특별자치도', { region: 'GWN' });
const suwon = area('sigungu', '41110', '수원시', { region: 'CAP', sido: '41' });
const jangan = area('sigungu', '41111', '수원시 장안구', { region: 'CAP', sido: '41', city: '41110' });
const wonju = area('sigungu', '51130', '원주시', { region: 'GWN', sido: '51' });
const areas = [capital, gangwon, seoul, gyeonggi, gangwonDo, suwon, jangan, wonju];

describe('what is listed', () => {
  it.each([
    ['the country', undefined, 'region', undefined, [capital, gangwon]],
    ['a region of several si/do', capital, 'sido', capital, [seoul, gyeonggi]],
    ['a region that is one si/do', gangwon, 'sigungu', gangwon, [wonju]],
    ['a si/do', gyeonggi, 'sigungu', gyeonggi, [suwon]],
    ['a si/gun/gu, among its like', suwon, 'sigungu', gyeonggi, [suwon]],
  ])('of %s', (_, at, by, within, listed) => {
    const listing = listingOf(at, areas);
    expect(listing).toEqual({ by, within });
    expect(areasListed(listing, areas)).toEqual(listed);
  });
});

it('one comes to an area through those above it, to each once', () => {
  expect(pathTo(undefined, areas)).toEqual([]);
  expect(pathTo(capital, areas)).toEqual([capital]);
  expect(pathTo(suwon, areas)).toEqual([capital, gyeonggi, suwon]);
  expect(pathTo(wonju, areas)).toEqual([gangwon, wonju]);
});

it('a feature lies in the city of its gu', () => {
  const row = { properties: { region: 'CAP', sido: '41', sigungu: '41111' } } as unknown as Row;
  for (const around of [capital, gyeonggi, suwon, jangan]) expect(liesIn(row, around, areas)).toBe(true);
  for (const other of [gangwon, seoul, wonju]) expect(liesIn(row, other, areas)).toBe(false);
});

it('figures stand beside the names of the listed areas, without that of what they lie in', () => {
  const labels = labelsOf(areas, capital, new Map([['11', '25.0%']]), 'ko');
  expect(labels).toContainEqual({ kind: 'figure', name: '서울특별시', figure: '25.0%', lon: 127, lat: 36 });
  expect(labels.map((l) => l.name)).not.toContain('수도권');
  expect(labels).toContainEqual({ kind: 'sido', name: '경기도', lon: 127, lat: 36 });
});
