import { expect, it } from 'vitest';
import type { SeriesPoint } from '../../api/figures';
import type { Target } from '../../api/targets';
import { daysBetween, nextDue, officialValues } from './history';

const target = (due: string | null, status: Target['status']) => ({ due, status }) as Target;

it('the next due is the first day ahead of what is not met', () => {
  const targets = [
    target('2027-12-31', 'due'),
    target('2026-12-31', 'met'),
    target('2026-06-30', 'overdue'),
    target('2026-12-30', 'no-data'),
    target(null, 'due'),
  ];
  expect(nextDue(targets, '2026-11-22')).toBe('2026-12-30');
  expect(nextDue(targets, '2026-12-30')).toBe('2026-12-30');
  expect(nextDue(targets, '2028-01-01')).toBeUndefined();
});

it.each([
  ['2026-11-22', '2026-12-31', 39],
  ['2026-12-31', '2026-12-31', 0],
])('%s to %s are %i days', (from, to, days) => {
  expect(daysBetween(from, to)).toBe(days);
});

it('official values stand once, the newest first', () => {
  const point = (day: string, reported: string | null) => ({ day, reported }) as SeriesPoint;
  const points = [
    point('2024-07-01', null),
    point('2024-10-01', '26'),
    point('2025-01-01', '26'),
    point('2025-10-01', '102'),
  ];
  expect(officialValues({ points })).toEqual([
    { day: '2025-10-01', value: '102' },
    { day: '2024-10-01', value: '26' },
  ]);
});
