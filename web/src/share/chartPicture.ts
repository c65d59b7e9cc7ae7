import { cutOf, type Figure, type Indicator } from '../api/figures';
import type { Picture } from './SaveButton';

/** The address of a table of an indicator at the service, as a file that every spreadsheet reads. */
export function tableOf(
  indicator: string,
  table: 'series' | 'figures',
  asked: Record<string, string | number | undefined>,
): string {
  const given = Object.entries(asked).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [[key, String(value)]],
  );
  return `/api/indicators/${indicator}/${table}?${new URLSearchParams([...given, ['f', 'csv-bom']])}`;
}

/** The table of the course of a figure. */
export function courseOf(indicator: Indicator, figure: Figure, title: string): Picture['tables'][number] {
  const { edition, day: at } = figure;
  return { title, href: tableOf(indicator.id, 'series', { edition, at, ...cutOf(figure) }) };
}

/** The picture of the chart that a button stands beside, or of all charts in a group of them; of one indicator. */
export function chartPicture(
  button: HTMLElement,
  indicator: Indicator,
  figure: Figure,
  tables: Picture['tables'],
  note?: string,
): Picture | undefined {
  const charts = button.closest('figure, .courses')?.querySelectorAll<SVGSVGElement>('svg[role=img]') ?? [];
  if (charts.length === 0) return undefined;
  const moment = { edition: figure.edition, at: figure.day };
  return {
    id: indicator.id,
    title: indicator.title,
    drawings: [...charts].map((svg) => ({
      svg,
      name: charts.length > 1 ? svg.closest('figure')?.querySelector('figcaption')?.textContent : undefined,
    })),
    moment,
    figure,
    notes: note ? [note] : [],
    tables,
  };
}
