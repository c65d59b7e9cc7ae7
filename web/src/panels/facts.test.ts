import { describe, expect, it } from 'vitest';
import type { Definition } from '../api/definition';
import { texts } from '../text';
import { addressOf, doubtsOf, factsOf, stagesOf } from './facts';

const text = (ko: string, en: string) => ({ ko, en });
const definition: Definition = {
  id: 'plants',
  title: text('공장', 'Plants'),
  description: text('공장', 'Plants'),
  schema: {
    name: { type: 'string', title: text('이름', 'Name'), localized: true },
    company: { type: 'string', title: text('기업', 'Company'), localized: true },
    sector: { type: 'string', title: text('업종', 'Sector'), codes: { 조선: text('조선', 'Shipbuilding') } },
    amount_krw: { type: 'integer', title: text('금액', 'Amount'), unit: 'KRW' },
    amount_kind: {
      type: 'string',
      title: text('금액의 종류', 'Kind'),
      codes: { cost: text('총사업비', 'Project cost') },
    },
    jobs: { type: 'range', title: text('일자리', 'Jobs') },
    share: { type: 'decimal', title: text('비중', 'Share'), unit: '%' },
    opened: { type: 'day', title: text('개소일', 'Opened') },
    note: { type: 'string', title: text('비고', 'Note') },
  },
  stages: [
    { id: 'selected', title: text('선정', 'Selected') },
    { id: 'under-construction', title: text('구축 중', 'Under construction') },
    { id: 'operating', title: text('가동', 'Operating') },
  ],
};
const properties = {
  name_ko: '가나 공장',
  name_en: null,
  company_ko: '가나중공업',
  company_en: null,
  sector: '조선',
  amount_krw: 3_900_000_000,
  amount_kind: 'cost',
  jobs_low: 8,
  jobs_high: 15,
  share: null,
  opened: '2026-06',
  note: 'City inferred from the company name.',
  selected_on: '2024-10-28',
  under_construction_on: null,
  operating_on: '2025-12',
  stage: 'selected',
};

describe('facts', () => {
  it('are in the words of the page, and nothing that is not known', () => {
    expect(factsOf(definition, properties, texts.ko)).toEqual([
      { id: 'company', title: '기업', text: '가나중공업' },
      { id: 'sector', title: '업종', text: '조선' },
      { id: 'amount_krw', title: '금액', text: '39억원 · 총사업비' },
      { id: 'jobs', title: '일자리', text: '8 – 15' },
      { id: 'opened', title: '개소일', text: '2026년 6월' },
      { id: 'note', title: '비고', text: 'City inferred from the company name.', lang: 'en' },
    ]);
  });

  it('fall back to the other language and say so', () => {
    const facts = factsOf(definition, properties, texts.en);
    expect(facts.find((f) => f.id === 'company')).toEqual({
      id: 'company',
      title: 'Company',
      text: '가나중공업',
      lang: 'ko',
    });
    expect(facts.find((f) => f.id === 'amount_krw')?.text).toBe('₩3.9bn · Project cost');
    expect(facts.find((f) => f.id === 'note')?.lang).toBeUndefined();
  });
});

it.each([
  ['https://example.org/a?b=1', 'https://example.org/a?b=1'],
  ['http://example.org/', 'http://example.org/'],
  ['javascript:alert(1)', undefined],
  ['data:text/html,x', undefined],
  ['example.org', undefined],
  [undefined, undefined],
])('the address %s leads to %s', (url, href) => {
  expect(addressOf({ source: 's', ...(url ? { url } : {}) })?.href).toBe(href);
});

it('stages say which were reached and when', () => {
  expect(stagesOf(definition, properties, texts.en)).toEqual([
    { id: 'selected', title: 'Selected', day: '28 Oct 2024', reached: true, current: true },
    { id: 'under-construction', title: 'Under construction', day: undefined, reached: false, current: false },
    { id: 'operating', title: 'Operating', day: 'Dec 2025', reached: false, current: false },
  ]);
});

describe('doubts', () => {
  it('are inferred places, coordinates elsewhere, and documents not read', () => {
    const doubts = doubtsOf({ stated_basis: "inferred: company's only yard", place_disagrees: '46' }, [
      { source: 's', kind: 'cross_reference' },
    ]);
    expect(doubts).toEqual({ inferred: "inferred: company's only yard", disagrees: '46', indirect: true });
  });

  it('are none for a stated place of a read document', () => {
    expect(
      doubtsOf({ stated_basis: 'stated', place_disagrees: null }, [{ source: 's', kind: 'press' }]),
    ).toEqual({
      inferred: undefined,
      disagrees: undefined,
      indirect: false,
    });
  });
});
