import { area, line } from 'd3-shape';
import type { Band, Forecast, SeriesPoint } from '../api/figures';
import type { Frame, scalesOf } from './steps';

type Scales = Pick<ReturnType<typeof scalesOf>, 'x' | 'y'>;

/**
 * The bands of a forecast up to a day, opening from what is known on the last day that the evidence tells of; empty
 * when there are none.
 */
export function fanOf({ known_until, months, basis }: Forecast, last: SeriesPoint, until: string): Band[] {
  const ahead = months.filter((m) => m.day <= until && (!known_until || m.day > known_until));
  if (!known_until || ahead.length === 0) return [];
  const official = basis === 'reported' ? last.reported : null;
  const [low, median, high] = official ? [official, official, official] : [last.low, last.value, last.high];
  return [
    { day: known_until, low_95: low, low_80: low, median: median ?? low, high_80: high, high_95: high },
    ...ahead,
  ];
}

/** The surface of the bands of 80 or 95 %, cut off at the top of the frame. */
export function bandPath(
  fan: Band[],
  of: '80' | '95',
  { x, y }: Scales,
  { most }: Pick<Frame, 'most'>,
): string {
  const within = (n: string | null, open: number) => Math.min(n === null ? open : Number(n), most);
  return (
    area<Band>()
      .x((b) => x(b.day))
      .y0((b) => y(within(b[`low_${of}`], 0)))
      .y1((b) => y(within(b[`high_${of}`], most)))(fan) ?? ''
  );
}

/** The line of the medians, cut off at the top of the frame. */
export function medianPath(fan: Band[], { x, y }: Scales, { most }: Pick<Frame, 'most'>): string {
  return (
    line<Band>(
      (b) => x(b.day),
      (b) => y(Math.min(Number(b.median), most)),
    ).defined((b) => b.median !== null)(fan) ?? ''
  );
}

/** The value at the top of a chart of what is known and aimed at: higher for a fan, but never so that these get lost. */
export function topOf(known: number, fan: Band[]): number {
  const widest = Math.max(0, ...fan.map((b) => Number(b.high_95 ?? 0)));
  return Math.max(known, Math.min(widest, known * 1.6));
}

/** The last day of the month that lies so many months after a day. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month + months, 0)).toISOString().slice(0, 10);
}
