import { describe, expect, it } from 'vitest';
import type { Figure, Indicator } from '../api/figures';
import { texts } from '../text';
import { answerOf, exactly, gapText, type Part, quantityText, rangeText, roundsOf } from './figure';

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
  });
});

describe('the way to the target', () => {
  it.each([
    [value('-8.3', '3.8'), '8.3%p 넘음 ~ 3.8%p 부족'],
    [value('-8.3', '-1.1'), '1.1–8.3%p 넘음'],
    [value('1.1', '3.8'), '1.1–3.8%p 부족'],
    [value('-1.1'), '1.1%p 넘음'],
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
      '비수도권 투자 비중은 36.2–48.3% 사이이며, 목표 40%에 이르렀는지는 확인되지 않은 8건에 달려 있습니다(공식 발표 42.5%).',
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

it('a round is counted once', () => {
  const reported = [null, '26', '102', '102', '102'].map((r) => ({ reported: r }));
  expect(roundsOf(reported)).toBe(2);
});
