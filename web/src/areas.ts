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

/** The names on the map: of the areas, and those that stand on every map. */
export function labelsOf(areas: Area[], lang: Lang): Label[] {
  return [
    ...placeNames.map((place) => ({ ...place, name: place.name[lang] })),
    ...areas.flatMap(({ level, short, at }) => (at ? [{ kind: level, name: short[lang], ...at }] : [])),
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
    at: Number.isFinite(lon) && Number.isFinite(lat) ? { lon, lat } : undefined,
  };
}

function order(row: Row): number {
  return typeof row.properties.order === 'number' ? row.properties.order : 0;
}
