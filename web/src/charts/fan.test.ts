import { describe, expect, it } from 'vitest';
import type { Band, Forecast } from '../api/figures';
import { bandPath, fanOf, medianPath, monthsAfter, topOf } from './fan';
import { scalesOf } from './steps';

const frame = { left: 0, right: 100, top: 0, bottom: 50, from: '2026-01-01', to: '2026-04-11', most: 100 };
const scales = scalesOf(frame);
const band = (day: string, ...ends: (string | null)[]): Band => {
  const [low_95 = null, low_80 = null, median = null, high_80 = null, high_95 = null] = ends;
  return { day, low_95, low_80, median, high_80, high_95 };
};
const last = { day: '2026-01-05', value: '40', low: '30', high: '60', reported: '42' };
const forecast = (over: Partial<Forecast>) =>
  ({
    known_until: '2026-01-11',
    basis: 'rows',
    months: [
      band('2026-01-31', '20', '30', '50', '60', '70'),
      band('2026-02-28', '10', '20', '60', '80', null),
    ],
    ...over,
  }) as Forecast;

describe('a fan', () => {
  it('opens from the bounds of what is known', () => {
    expect(fanOf(forecast({}), last, '2026-02-01')).toEqual([
      band('2026-01-11', '30', '30', '40', '60', '60'),
      band('2026-01-31', '20', '30', '50', '60', '70'),
    ]);
  });

  it('opens from the official value where that is what the target is measured by', () => {
    expect(fanOf(forecast({ basis: 'reported' }), last, '2026-02-01')[0]).toEqual(
      band('2026-01-11', '42', '42', '42', '42', '42'),
    );
  });

  it.each([
    [{ months: [] }, '2026-02-28'],
    [{ known_until: null }, '2026-02-28'],
    [{}, '2026-01-30'],
  ])('is none where nothing is ahead: %o until %s', (over, until) =>
    expect(fanOf(forecast(over), last, until)).toEqual([]),
  );

  it('is drawn between its ends, an open one at the top', () => {
    const fan = fanOf(forecast({}), last, '2026-02-28');
    expect(bandPath(fan, '95', scales, frame)).toBe('M10,20L30,15L58,0L58,45L30,40L10,35Z');
    expect(bandPath(fan, '80', scales, frame)).toBe('M10,20L30,20L58,10L58,40L30,35L10,35Z');
    expect(medianPath(fan, scales, frame)).toBe('M10,30L30,25L58,20');
  });

  it('raises the top of a chart, but not beyond what keeps the rest readable', () => {
    const fan = fanOf(forecast({}), last, '2026-02-01');
    expect(topOf(60, fan)).toBe(70);
    expect(topOf(20, fan)).toBe(32);
    expect(topOf(80, fan)).toBe(80);
    expect(topOf(80, [])).toBe(80);
  });
});

it.each([
  ['2026-11-22', 12, '2027-11-30'],
  ['2026-01-31', 1, '2026-02-28'],
])('%s and %i months reach to %s', (day, months, end) => expect(monthsAfter(day, months)).toBe(end));
