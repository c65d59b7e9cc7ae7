import { expect, it } from 'vitest';
import { quantity } from './quantity';

const money = (currency: string, scale: number) => ({ currency, scale });

it.each([
  ['150', '150', '조 원', money('KRW', 1e12), '150조원'],
  ['1134.7', '1134.7', '십억 원', money('KRW', 1e9), '1조 1,347억원'],
  ['140000000000', '140000000000', '원', money('KRW', 1), '1,400억원'],
  ['170', '170', '십억 달러', money('USD', 1e9), '1,700억 달러'],
  ['2', '2', '십억 유로', money('EUR', 1e9), '20억 유로'],
  ['40', '40', '%', undefined, '40%'],
  ['2', '3', '성장엔진', undefined, '2–3 성장엔진'],
  ['7', '7', '', undefined, '7'],
])('%s to %s %s', (low, high, unit, of, said) => {
  expect(quantity({ value: { low, high }, unit, ...(of && { money: of }) }, 'ko')).toBe(said);
});

it('is said in English as people write it there', () => {
  const value = { low: '1134.7', high: '1134.7' };
  expect(quantity({ value, unit: 'Billion KRW', money: money('KRW', 1e9) }, 'en')).toBe('₩1.1347tn');
  expect(quantity({ value, unit: 'Billion USD', money: money('USD', 1e9) }, 'en')).toBe('$1,134.7bn');
  expect(quantity({ value, unit: 'Factories' }, 'en')).toBe('1,134.7 factories');
});

it('words alone have none', () => {
  expect(quantity({ value: null }, 'ko')).toBeUndefined();
});
