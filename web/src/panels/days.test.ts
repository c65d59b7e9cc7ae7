import { expect, it } from 'vitest';
import type { SeriesPoint } from '../api/figures';
import { changeDays, valueOn, yearsNamed } from './days';

it('days come in order, each once', () => {
  expect(changeDays(['2026-05-28', '2024-10-28', '2026-05-28'])).toEqual(['2024-10-28', '2026-05-28']);
});

it('a value stands from its day to the next', () => {
  const points = ['2026-05-28', '2026-06-25'].map((day) => ({ day, value: day }) as SeriesPoint);
  expect(valueOn(points, '2026-05-27')).toBeUndefined();
  expect(valueOn(points, '2026-05-28')?.day).toBe('2026-05-28');
  expect(valueOn(points, '2026-06-24')?.day).toBe('2026-05-28');
  expect(valueOn(points, '2026-11-22')?.day).toBe('2026-06-25');
});

it('a year is named at its first day, unless the next begins right after it', () => {
  const days = [
    '2021-01-01',
    '2023-05-01',
    '2023-06-01',
    '2024-02-01',
    '2025-01-01',
    '2025-03-01',
    '2026-01-01',
  ];
  expect([...yearsNamed(days)].sort()).toEqual([1, 4, 6]);
  expect([...yearsNamed([])]).toEqual([]);
});
