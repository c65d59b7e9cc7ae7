import type { SeriesPoint } from '../api/figures';

/** The days in order, each once. */
export function changeDays(days: string[]): string[] {
  return [...new Set(days)].sort();
}

/** The step that stood on a day: the last that is not after it. */
export function valueOn(points: SeriesPoint[], day: string): SeriesPoint | undefined {
  return points.findLast((p) => p.day <= day);
}

/** The places of the days at which a year is named: its first, unless the next year begins too near for both names. */
export function yearsNamed(days: string[]): Set<number> {
  const named = new Set<number>();
  let next = Number.POSITIVE_INFINITY;
  for (let i = days.length - 1; i >= 0; i--) {
    if (days[i]?.slice(0, 4) === days[i - 1]?.slice(0, 4) || next - i < 2) continue;
    named.add(i);
    next = i;
  }
  return named;
}
