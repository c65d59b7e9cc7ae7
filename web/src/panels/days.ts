import type { SeriesPoint } from '../api/figures';

/** The days in order, each once. */
export function changeDays(days: string[]): string[] {
  return [...new Set(days)].sort();
}

/** The step that stood on a day: the last that is not after it. */
export function valueOn(points: SeriesPoint[], day: string): SeriesPoint | undefined {
  return points.findLast((p) => p.day <= day);
}
