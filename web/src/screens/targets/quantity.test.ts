import { expect, it } from 'vitest';
import { quantity } from './quantity';

it.each([
  ['150', '150', '조 원', '150조원'],
  ['1134.7', '1134.7', '십억 원', '1조 1,347억원'],
  ['140000000000', '140000000000', '원', '1,400억원'],
  ['170', '170', '십억 달러', '1,700억 달러'],
  ['40', '40', '%', '40%'],
  ['2', '3', '성장엔진', '2–3 성장엔진'],
  ['7', '7', '', '7'],
])('%s to %s %s', (low, high, unit, said) => {
  expect(quantity({ value: { low, high }, unit }, 'ko')).toBe(said);
});

it('is said in English as people write it there', () => {
  const value = { low: '1134.7', high: '1134.7' };
  expect(quantity({ value, unit: 'Billion KRW' }, 'en')).toBe('₩1.1347tn');
  expect(quantity({ value, unit: 'Billion USD' }, 'en')).toBe('$1,134.7bn');
  expect(quantity({ value, unit: 'Factories' }, 'en')).toBe('1,134.7 factories');
});

it('words alone have none', () => {
  expect(quantity({ value: null }, 'ko')).toBeUndefined();
});
