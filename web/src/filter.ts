import type { Definition, Properties, Value } from './api/definition';
import type { Area } from './areas';
import type { Lang } from './view';

/** What is chosen and sorted by its columns. */
export interface Listed {
  properties: Properties;
}

/** A column that features can be chosen by, with the title of each value that it may have. */
export interface Choice {
  column: string;
  title: string;
  nameOf: (value: string) => string;
}

/** The columns of a layer that features can be chosen by: the stage, those with codes, and the region. */
export function choicesOf(definition: Definition, areas: Area[], titles: Titles, lang: Lang): Choice[] {
  const stages = new Map(definition.stages?.map((s) => [s.id, s.title[lang]]));
  const coded = Object.entries(definition.schema).flatMap(([column, { codes, title, type }]): Choice[] =>
    codes && type !== 'strings'
      ? [{ column, title: title[lang], nameOf: (value) => codes[value]?.[lang] ?? value }]
      : [],
  );
  const regions = new Map(areas.filter((a) => a.level === 'region').map((a) => [a.code, a.name[lang]]));
  return [
    ...(stages.size > 0
      ? [{ column: 'stage', title: titles.stage, nameOf: (v: string) => stages.get(v) ?? v }]
      : []),
    ...coded,
    ...('place' in (definition.intake ?? {})
      ? [{ column: 'region', title: titles.region, nameOf: (v: string) => regions.get(v) ?? v }]
      : []),
  ];
}

/** What the columns are called that are in no schema. */
export interface Titles {
  stage: string;
  region: string;
}

/** The values that a column has among features, with their number, the most frequent first. */
export function valuesIn(column: string, rows: Listed[]): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { properties } of rows) {
    const value = properties[column];
    if (value != null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

/** Reports whether a feature has the values asked for. */
export function hasValues(properties: Properties, filter: Record<string, string>): boolean {
  return Object.entries(filter).every(([column, value]) => String(properties[column]) === value);
}

/** The part of a filter that names columns of a layer: what was chosen on another one means nothing here. */
export function filterFor(choices: Choice[], filter: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filter).filter(([column]) => choices.some((c) => c.column === column)),
  );
}

/** A filter with a column set to a value, or free when there is none; undefined when nothing is left. */
export function withValue(
  filter: Record<string, string>,
  column: string,
  value: string | undefined,
): Record<string, string> | undefined {
  const { [column]: _, ...rest } = filter;
  const next = value === undefined ? rest : { ...rest, [column]: value };
  return Object.keys(next).length > 0 ? next : undefined;
}

/** Features by a column in rising order, or falling with a minus before it; what has no value comes last. */
export function sorted<R extends Listed>(
  rows: R[],
  sort: string,
  read: (row: R, column: string) => Value = ({ properties }, column) => properties[column] ?? null,
): R[] {
  const column = sort.replace(/^-/, '');
  const sign = sort.startsWith('-') ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [read(a, column), read(b, column)];
    if (x == null || y == null) return Number(x == null) - Number(y == null);
    if (typeof x === 'number' && typeof y === 'number') return sign * (x - y);
    return sign * String(x).localeCompare(String(y), 'ko');
  });
}
