import type { Series } from '../../api/figures';
import type { Target } from '../../api/targets';

/** The first day from the given one on at which a target is due that is not known to be met; undefined for none. */
export function nextDue(targets: Target[], day: string): string | undefined {
  return targets
    .flatMap(({ due, status }) => (due && due >= day && status !== 'met' ? [due] : []))
    .sort()
    .at(0);
}

/** Days from one to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** The official values of a series, each from the day on which it was reported, the newest first. */
export function officialValues({ points }: Pick<Series, 'points'>): { day: string; value: string }[] {
  return points
    .flatMap(({ day, reported }, i) =>
      reported !== null && reported !== points[i - 1]?.reported ? [{ day, value: reported }] : [],
    )
    .reverse();
}
