import { describe, expect, it } from 'vitest';
import { formatCount, formatDate, formatDecimal, formatWon, formatWonNear, isMoney } from './format';

describe('amounts', () => {
  it.each([
    [1_234_500_000_000, '1조 2,345억원', '₩1.2345tn'],
    [3_400_000_000_000, '3조 4,000억원', '₩3.4tn'],
    [8_400_000_000, '84억원', '₩8.4bn'],
    [3_912_340_000, '39억 1,234만원', '₩3.91234bn'],
    [10_000, '1만원', '₩10,000'],
    [9_999, '9,999원', '₩9,999'],
    [0, '0원', '₩0'],
    [-250_000_000, '△2억 5,000만원', '−₩250m'],
    [1_234_567_891_234, '1조 2,345억 6,789만 1,234원', '₩1.234567891234tn'],
  ])('%i won', (won, ko, en) => {
    expect(formatWon(won, 'ko')).toBe(ko);
    expect(formatWon(won, 'en')).toBe(en);
  });

  it.each([
    ['9443429487179.5', '9조 4,434억원', '₩9.44tn'],
    ['17834300000000', '17조 8,343억원', '₩17.83tn'],
    ['85000000', '8,500만원', '₩90m'],
    ['-250000000', '△3억원', '−₩250m'],
    ['0', '0원', '₩0'],
  ])('%s won, nearly', (won, ko, en) => {
    expect(formatWonNear(won, 'ko')).toBe(ko);
    expect(formatWonNear(won, 'en')).toBe(en);
  });

  it('are told from other units by their titles', () => {
    expect(['원', 'KRW', '%', '곳'].map(isMoney)).toEqual([true, true, false, false]);
  });

  it('leaves what it cannot hold exactly as given', () => {
    expect(formatWon('12345678901234567890', 'ko')).toBe('12345678901234567890');
    expect(formatWon('1.5', 'en')).toBe('1.5');
  });
});

describe('dates', () => {
  it.each([
    ['2024-10-28', '2024년 10월 28일', '28 Oct 2024'],
    ['2026-06', '2026년 6월', 'Jun 2026'],
    ['2026', '2026년', '2026'],
    ['2026-06-01/2026-06-15', '2026년 6월 1일 – 2026년 6월 15일', '1 Jun 2026 – 15 Jun 2026'],
    ['2025-10-01/..', '2025년 10월 1일 –', '1 Oct 2025 –'],
    ['spring', 'spring', 'spring'],
  ])('%s', (text, ko, en) => {
    expect(formatDate(text, 'ko')).toBe(ko);
    expect(formatDate(text, 'en')).toBe(en);
  });
});

it('counts have separators', () => {
  expect(formatCount(12345, 'ko')).toBe('12,345');
});

it.each([
  ['0.0', '0.0'],
  ['41.10', '41.10'],
  ['1234567.50', '1,234,567.50'],
  ['-1234', '-1,234'],
])('decimals keep all their places: %s', (decimal, text) => {
  expect(formatDecimal(decimal)).toBe(text);
});
