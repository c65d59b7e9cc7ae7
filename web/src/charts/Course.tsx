import type { Figure, Forecast, Indicator, Series, SeriesPoint } from '../api/figures';
import { BurnUp } from './BurnUp';
import { Share } from './Share';

/** A figure, the steps in which it came about, the first and last of them, and what may come of it. */
export interface CourseProps {
  indicator: Indicator;
  figure: Figure;
  series: Series;
  first: SeriesPoint;
  last: SeriesPoint;
  forecast?: Forecast | undefined;
}

/** How a figure came about and may go on, drawn as its kind asks for; nothing where no step is known. */
export function Course(props: Omit<CourseProps, 'first' | 'last'>) {
  const { points } = props.series;
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const Drawing = props.indicator.kind === 'share' ? Share : BurnUp;
  return <Drawing {...props} first={first} last={last} />;
}
