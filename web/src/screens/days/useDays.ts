import { useMemo } from 'react';
import { usePage } from '../../page';
import { type Base, useOverview } from '../../useData';
import type { Change } from '../../useView';

/** What the overview shows of a view on a day. */
export type Overview = ReturnType<typeof useOverview>;

/** One of two days that are compared. */
export interface Side {
  day: string;
  base: Base;
  data: Overview;
}

/** The as-of day and the one that it is compared with, the earlier first. */
export function useDays(base: Base, data: Overview): { from: Side; to: Side } {
  const { view } = usePage();
  const at = view.at ?? base.today;
  const day = view.with ?? at;
  const there = useMemo<Base>(
    () => ({ ...base, moment: base.moment && { ...base.moment, at: day } }),
    [base, day],
  );
  const here: Side = { day: at, base, data };
  const other: Side = { day, base: there, data: useOverview(view, there) };
  return day < at ? { from: other, to: here } : { from: here, to: other };
}

/** Makes one of the two days the as-of day, so that what is only known on it can be looked at. */
export function turnedTo(day: string, other: string, today: string): Change {
  return { at: day === today ? undefined : day, with: other };
}
