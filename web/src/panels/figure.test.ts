import { describe, expect, it } from 'vitest';
import type { Figure, Forecast, Indicator } from '../api/figures';
import { texts } from '../text';
import {
  aheadText,
  answerOf,
  boundsOf,
  exactly,
  gapText,
  metOn,
  type Part,
  quantityText,
  rangeText,
} from './figure';

const text = (parts: Part[]) => parts.map((p) => (typeof p === 'string' ? p : p.number)).join('');
const value = (low: string | null, high = low, known = low) => ({ value: known, low, high });

const count = { title: 'AI 팩토리', kind: 'count' } as Indicator;
const share = { title: '비수도권 투자 비중', kind: 'share' } as Indicator;

function figureOf(over: Partial<Figure>): Figure {
  return {
    ...value('41.1'),
    unit: { ko: '%', en: '%' },
    rows: { in: 15, out: 7, unknown: 8, uncertain: 0 },
    coverage: [],
    ...over,
  } as Figure;
}

function target(met: 'yes' | 'no' | 'open', gap = value('0'), over: object = {}): Figure['target'] {
  return {
    at_least: '40',
    by: '2030-12-31',
    layer: 'l',
    feature: 'f',
    met,
    basis: 'rows',
    gap,
    ...over,
  };
}

describe('a value', () => {
  it.each([
    [value('36.2', '48.3', '41.2'), '36.2–48.3'],
    [value('41.1'), '41.1'],
    [exactly('12345'), '12,345'],
    [value('35', '35', null), '35'],
    [value(null), undefined],
  ])('%o', (v, said) => expect(rangeText(v)).toBe(said));

  it('has its unit', () => {
    const unit = { ko: '곳', en: 'factories' };
    expect(quantityText(exactly('102'), { unit }, texts.ko)).toBe('102곳');
    expect(quantityText(exactly('102'), { unit }, texts.en)).toBe('102 factories');
    expect(quantityText(value(null), { unit }, texts.en)).toBeUndefined();
    const money = { unit: { ko: '원', en: 'KRW' } };
    expect(quantityText(value('3400000000000', '5900000000000'), money, texts.ko)).toBe(
      '3조 4,000억원–5조 9,000억원',
    );
    expect(quantityText(exactly('9443429487179.5'), money, texts.en)).toBe('₩9.44tn');
  });
});

describe('the way to the target', () => {
  it.each([
    [value('-8.3', '3.8'), '8.3%p 초과 ~ 3.8%p 부족'],
    [value('-8.3', '-1.1'), '1.1–8.3%p 초과'],
    [value('1.1', '3.8'), '1.1–3.8%p 부족'],
    [value('-1.1'), '1.1%p 초과'],
    [value('0.0'), '목표와 같음'],
    [value(null), undefined],
  ])('%o', (gap, said) => expect(gapText(figureOf({ target: target('open', gap) }), texts.ko)).toBe(said));
});

describe('the answer', () => {
  const unit = { ko: '곳', en: 'factories' };
  const reported = { value: '102', day: ['2025-12-24', '2025-12-24'], feature: 'f', layer: 'l' };
  const factories = figureOf({
    ...value('51', '52'),
    unit,
    reported,
    target: target('no', value('398'), { at_least: '500', basis: 'reported' }),
  });

  it('says how many are short by official count', () => {
    expect(text(answerOf(count, factories, texts.ko))).toBe(
      'AI 팩토리는 공식 발표로 102곳이며, 목표 500곳까지 398곳 남았습니다.',
    );
    expect(text(answerOf({ ...count, title: 'AI factories' }, factories, texts.en))).toBe(
      'AI factories: 102 by official count; 398 short of the target of 500.',
    );
  });

  it('says what it depends on when the target lies between the bounds', () => {
    const open = figureOf({
      ...value('36.2', '48.3', '41.2'),
      reported: { ...reported, value: '42.5' },
      target: target('open', value('-8.3', '3.8')),
    });
    expect(text(answerOf(share, open, texts.ko))).toBe(
      '비수도권 투자 비중은 36.2–48.3%이며, 목표 40% 달성 여부는 확인되지 않은 8건에 달려 있습니다(공식 발표 42.5%).',
    );
    expect(answerOf(share, open, texts.ko).filter((p) => typeof p !== 'string')).toEqual([
      { number: '36.2–48.3%' },
      { number: '8건' },
      { number: '42.5%' },
    ]);
  });

  it('says that it is reached, or not', () => {
    const of = (met: 'yes' | 'no', gap: string) =>
      text(answerOf(share, figureOf({ target: target(met, value(gap)) }), texts.ko));
    expect(of('yes', '-1.1')).toBe('비수도권 투자 비중은 41.1%이며, 목표 40%에 이르렀습니다.');
    expect(of('no', '3.5')).toBe('비수도권 투자 비중은 41.1%이며, 목표 40%까지 3.5%p 남았습니다.');
  });

  it('says why there is none', () => {
    const why = { ko: '계산할 수 없습니다.', en: 'Not computable.' };
    const none = figureOf({ ...value(null), not_computable: why });
    expect(text(answerOf(share, none, texts.ko))).toBe('비수도권 투자 비중은 계산할 수 없습니다.');
    expect(text(answerOf(share, none, texts.en))).toBe('비수도권 투자 비중: Not computable.');
  });
});

describe('the bounds', () => {
  const open = (met: 'yes' | 'no' | 'open', gap = value('-8.3', '3.8')) =>
    figureOf({ ...value('36.2', '48.3', '41.2'), target: target(met, gap) });

  it.each([
    [open('open'), '36.2%에서 48.3% 사이(확인된 것만 41.2%)이며, 한쪽 끝에서만 목표에 이릅니다.'],
    [open('yes'), '36.2%에서 48.3% 사이(확인된 것만 41.2%)이며, 두 끝 모두 목표에 이릅니다.'],
    [open('no'), '36.2%에서 48.3% 사이(확인된 것만 41.2%)이며, 어느 끝에서도 목표에 이르지 못합니다.'],
    [open('no', value('398')), '36.2%에서 48.3% 사이(확인된 것만 41.2%)입니다.'],
    [figureOf(value('36.2', '48.3')), '36.2%에서 48.3% 사이입니다.'],
  ])('%#', (figure, said) => expect(text(boundsOf(figure, texts.ko) ?? [])).toBe(said));

  it('are said in English', () =>
    expect(text(boundsOf(open('open'), texts.en) ?? [])).toBe(
      'Between 36.2% and 48.3% (known entries only: 41.2%): met at one end only.',
    ));

  it.each([figureOf(value('41.1')), figureOf(value(null))])('are not said where they meet', (figure) =>
    expect(boundsOf(figure, texts.ko)).toBeUndefined(),
  );
});

describe('what is ahead', () => {
  const month = {
    day: '2030-12-31',
    low_95: '18.2',
    low_80: '24.3',
    median: '44.7',
    high_80: '70.5',
    high_95: null,
  };
  const unit = { ko: '%', en: '%' };
  const outcome = { chance: value('44.9', '79.3', '62.2') };
  const forecast = (over: object) => ({ unit, months: [month], outcome, ...over }) as unknown as Forecast;

  it.each([
    [
      forecast({}),
      '2030년 12월 31일 전망 44.7%(80% 범위 24.3–70.5%, 95% 범위 18.2% 이상). 그날 목표에 이를 가능성 44.9–79.3%.',
    ],
    [
      forecast({ months: [{ ...month, high_95: '79.1' }], outcome: undefined }),
      '2030년 12월 31일 전망 44.7%(80% 범위 24.3–70.5%, 95% 범위 18.2–79.1%).',
    ],
    [forecast({ months: [] }), undefined],
  ])('%#', (of, said) => expect(aheadText(of, texts.ko)).toBe(said));
});

it.each([
  ['no', '2026-12-31', 'ahead'],
  ['no', '2026-11-22', 'ahead'],
  ['no', '2026-11-21', 'no'],
  ['no', undefined, 'no'],
  ['open', '2026-12-31', 'open'],
  ['yes', '2026-12-31', 'yes'],
] as const)('a target that is met: %s, by %s, stands as %s', (met, by, stands) =>
  expect(metOn('2026-11-22', by ? { met, by } : { met })).toBe(stands),
);

it.each([
  ['1', 'factories', '1 factory'],
  ['1', 'complexes', '1 complex'],
  ['1', 'alliances', '1 alliance'],
  ['1–6', 'alliances', '1–6 alliances'],
  ['0', 'models', '0 models'],
])('%s of %s is said as %s', (n, unit, said) => expect(texts.en.figures.quantity(n, unit)).toBe(said));
