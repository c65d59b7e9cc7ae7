import type { Band } from '../api/figures';
import { usePage } from '../page';
import { aheadText, exactly, quantityText } from '../panels/figure';
import type { Twin } from './Chart';
import type { CourseProps } from './Course';

/** What a chart says of what is ahead: in a sentence, and month by month in a table. */
export function useAhead({ figure, forecast }: Pick<CourseProps, 'figure' | 'forecast'>) {
  const { lang, words } = usePage();
  const { figures } = words;
  if (!forecast) return {};
  if (forecast.no_band) return { note: forecast.no_band[lang] };
  const quantity = (n: string | null) =>
    n === null ? '–' : (quantityText(exactly(n), figure, words) ?? '–');
  const span = (low: string | null, high: string | null) => `${quantity(low)} – ${quantity(high)}`;
  const ahead: Twin = {
    caption: figures.ahead,
    columns: [figures.chartDay, figures.median, figures.band('80'), figures.band('95')],
    rows: forecast.months.map((m: Band): [string, ...string[]] => [
      m.day,
      quantity(m.median),
      span(m.low_80, m.high_80),
      span(m.low_95, m.high_95),
    ]),
  };
  return { note: aheadText(forecast, words), ahead };
}
