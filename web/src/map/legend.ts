import { type Definition, type Properties, type Rule, ruleMatches, type Style } from '../api/definition';
import type { Row } from '../api/queries';
import type { Lang } from '../view';

/** A layer that can be drawn. */
export type DrawnLayer = Definition & { style: Style };

/** An entry of the legend: one rule of one layer, switched on and off as one. */
export interface Entry {
  key: string;
  layer: DrawnLayer;
  rule: Rule;
}

/** Lists the entries of the legend, what is drawn on top first. */
export function legendEntries(definitions: Definition[]): Entry[] {
  return definitions
    .filter((d): d is DrawnLayer => d.style !== undefined && Boolean(d.geometry))
    .sort((a, b) => b.style.order - a.style.order)
    .flatMap((layer) => layer.style.rules.map((rule) => ({ key: `${layer.id}.${rule.id}`, layer, rule })));
}

/** The keys of the entries drawn: the chosen ones that exist, or what the definitions ask for. */
export function drawnKeys(entries: Entry[], chosen: string[] | undefined): Set<string> {
  return new Set(
    entries
      .filter(({ key, layer, rule }) => (chosen ? chosen.includes(key) : layer.style.on && !rule.off))
      .map(({ key }) => key),
  );
}

/** The keys after one entry was switched, in the order of the legend. */
export function switchKey(entries: Entry[], drawn: Set<string>, key: string, on: boolean): string[] {
  return entries.map((e) => e.key).filter((k) => (k === key ? on : drawn.has(k)));
}

/**
 * How a feature stands on the map: solid where its place is known to the site or the industrial complex, hollow
 * where it is known to the si/gun/gu only, and not at all where it is known less well or has no geometry.
 */
export function marking(row: Row): 'solid' | 'hollow' | 'none' {
  if (!row.geometry) return 'none';
  switch (row.properties.precision) {
    case undefined:
    case 'site':
    case 'complex':
      return 'solid';
    case 'sigungu':
      return 'hollow';
    default:
      return 'none';
  }
}

/** What the legend says of an entry: its title, and what the area of its circles stands for. */
export function legendTitle({ layer, rule }: Entry, lang: Lang): string {
  const sized = rule.size_by && layer.schema[rule.size_by]?.title[lang].toLowerCase();
  if (!sized) return rule.title[lang];
  return `${rule.title[lang]}${lang === 'ko' ? `(면적은 ${sized})` : ` (area shows ${sized})`}`;
}

/** The first entry of the layer that draws a feature with these values. */
export function entryOf(entries: Entry[], layer: string, properties: Properties): Entry | undefined {
  return entries.find((e) => e.layer.id === layer && ruleMatches(e.rule, properties));
}

/** A row with the entry that draws it, or would if its place were known well enough. */
export interface DrawnRow {
  row: Row;
  entry: Entry;
}

/** The rows that the entries draw, each once, by the topmost of them. */
export function rowsDrawn(rows: Map<string, Row[] | undefined>, entries: Entry[]): DrawnRow[] {
  return [...rows].flatMap(([layer, list = []]) =>
    list.flatMap((row) => {
      const entry = entryOf(entries, layer, row.properties);
      return entry ? [{ row, entry }] : [];
    }),
  );
}

/** The ids of layers with so many points that from afar they are a texture, not places. */
export function crowdedLayers(rows: DrawnRow[]): Set<string> {
  const counts = new Map<string, number>();
  for (const { entry } of rows) counts.set(entry.layer.id, (counts.get(entry.layer.id) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count > 2000).map(([id]) => id));
}

/** The other rows drawn at the very point of this one, which it hides or which hide it. */
export function samePlace(row: Row, rows: DrawnRow[]): DrawnRow[] {
  const place = pointOf(row);
  return place ? rows.filter(({ row: other }) => other.id !== row.id && pointOf(other) === place) : [];
}

/** The points at which several rows are drawn, with their number. */
export function stacks(rows: DrawnRow[]): { lon: number; lat: number; count: number }[] {
  const points = new Map<string, number>();
  for (const { row } of rows) {
    const place = pointOf(row);
    if (place) points.set(place, (points.get(place) ?? 0) + 1);
  }
  return [...points].flatMap(([place, count]) => {
    const [lon = 0, lat = 0] = place.split(',').map(Number);
    return count > 1 ? [{ lon, lat, count }] : [];
  });
}

/** The names at the corners of the lines that list what they pass through, a corner that comes again once. */
export function nodeNames(rows: DrawnRow[], lang: Lang) {
  return rows.flatMap(({ row, entry }) => {
    const names = row.properties[`nodes_${lang}`];
    const { geometry } = row;
    if (geometry?.type !== 'LineString' || !Array.isArray(names)) return [];
    return names.flatMap((name, i) => {
      const [lon, lat] = geometry.coordinates[i] ?? [];
      return lon === undefined || lat === undefined ? [] : [{ name: String(name), lon, lat, entry }];
    });
  });
}

// The point at which a row is drawn, as text.
function pointOf(row: Row): string | undefined {
  return row.geometry?.type === 'Point' && marking(row) !== 'none'
    ? String(row.geometry.coordinates)
    : undefined;
}
