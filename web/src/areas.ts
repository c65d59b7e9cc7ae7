import { type Definition, nameOf } from './api/definition';
import type { Row } from './api/queries';
import { placeNames } from './map/places';
import type { Label } from './map/style';
import type { Lang } from './view';

/** A region, si/do or si/gun/gu. */
export interface Area {
  level: 'region' | 'sido' | 'sigungu';
  layer: string;
  id: string;
  code: string;
  name: Record<Lang, string>;
  /** A shorter name for where there is little room. */
  short: Record<Lang, string>;
  /** Code of the region it lies in. */
  region: string | undefined;
  /** Code of the si/do it lies in. */
  sido: string | undefined;
  /** Code of the city that a gu without a government of its own belongs to. */
  city: string | undefined;
  /** Codes of the areas that took over its land when it ended. */
  heirs: string[];
  /** Where its name stands. */
  at: { lon: number; lat: number } | undefined;
}

/** Reads the areas out of the features of the area layers, the regions in the order they are listed in. */
export function areasOf(layers: Definition[], rows: Map<string, Row[] | undefined>): Area[] {
  const areas = layers.flatMap((layer) => {
    const { area: level } = layer;
    if (!level) return [];
    const inOrder = (rows.get(layer.id) ?? []).toSorted((a, b) => order(a) - order(b));
    return inOrder.map((row) => readArea(level, layer.id, row));
  });
  // A region that is one si/do, such as 강원특별자치도, goes by the short name of that.
  for (const region of areas.filter((a) => a.level === 'region')) {
    const itself = areas.find(
      (a) => a.level === 'sido' && a.region === region.code && a.name.ko === region.name.ko,
    );
    if (itself) region.short.ko = itself.short.ko;
  }
  return areas;
}

/** The level of the areas that a table or map of an area lists, and the area they all lie in. */
export interface Listing {
  by: Area['level'];
  /** None for the country. */
  within: Area | undefined;
}

/**
 * What is listed where one looks: the regions of the country, the si/do of a region, or its si/gun/gu when it is one
 * si/do, the si/gun/gu of a si/do. A si/gun/gu is seen among the others of its si/do.
 */
export function listingOf(area: Area | undefined, areas: Area[]): Listing {
  switch (area?.level) {
    case undefined:
      return { by: 'region', within: undefined };
    case 'region': {
      const sidos = areas.filter((a) => a.level === 'sido' && a.region === area.code);
      return { by: sidos.length === 1 ? 'sigungu' : 'sido', within: area };
    }
    case 'sido':
      return { by: 'sigungu', within: area };
    case 'sigungu':
      return { by: 'sigungu', within: areas.find((a) => a.level === 'sido' && a.code === area.sido) };
  }
}

/** The areas of a listing, in their order. */
export function areasListed({ by, within }: Listing, areas: Area[]): Area[] {
  return areas.filter(
    (a) => a.level === by && !a.city && (!within || a[within.level as 'region' | 'sido'] === within.code),
  );
}

/** The areas that one goes through to an area, from its region to itself; a si/do that is a whole region once. */
export function pathTo(area: Area | undefined, areas: Area[]): Area[] {
  if (!area) return [];
  const region = areas.find((a) => a.level === 'region' && a.code === area.region);
  const sido = areas.find((a) => a.level === 'sido' && a.code === area.sido);
  const above = [region, sido].filter((a) => a !== undefined);
  return [...above.filter((a, i) => i === 0 || a.name.ko !== above[0]?.name.ko), area];
}

/** Reports whether a feature that is stamped with the areas it lies in lies in this one. */
export function liesIn(row: Row, area: Area, areas: Area[]): boolean {
  const code = row.properties[area.level];
  return code === area.code || areas.some((a) => a.city === area.code && a.code === code);
}

/**
 * The names on the map: of the areas, and those that stand on every map. Areas with a figure have it beside; the one
 * that they lie in has no name among theirs.
 */
export function labelsOf(
  areas: Area[],
  within: Area | undefined,
  figures: Map<string, string>,
  lang: Lang,
): Label[] {
  return [
    ...placeNames.map((place) => ({ ...place, name: place.name[lang] })),
    ...areas.flatMap((area): Label[] => {
      const { level, code, short, at } = area;
      if (!at || (figures.size > 0 && (area === within || code === within?.region))) return [];
      const figure = figures.get(code);
      if (figure === undefined) return [{ kind: level, name: short[lang], ...at }];
      return [{ kind: level === 'region' ? level : 'figure', name: short[lang], figure, ...at }];
    }),
  ];
}

function readArea(level: Area['level'], layer: string, row: Row): Area {
  const p = row.properties;
  const name = { ko: nameOf(row, 'ko'), en: nameOf(row, 'en') };
  const lon = Number(p.label_lon ?? Number.NaN);
  const lat = Number(p.label_lat ?? Number.NaN);
  return {
    level,
    layer,
    id: row.id,
    code: typeof p.code === 'string' ? p.code : row.id,
    name,
    short: { ko: typeof p.short_ko === 'string' ? p.short_ko : name.ko, en: name.en },
    region: typeof p.region === 'string' ? p.region : undefined,
    sido: typeof p.sido === 'string' ? p.sido : undefined,
    city: typeof p.parent === 'string' ? p.parent : undefined,
    heirs: Array.isArray(p.succeeded_by) ? p.succeeded_by : [],
    at: Number.isFinite(lon) && Number.isFinite(lat) ? { lon, lat } : undefined,
  };
}

function order(row: Row): number {
  return typeof row.properties.order === 'number' ? row.properties.order : 0;
}
