import type { Link } from '../../api/layer';
import type { Moment } from '../../api/queries';
import type { Lang } from '../../view';

/** The largest page the service gives. */
const pageSize = 10_000;

/** A format that the service offers an answer in, and where. */
export interface Format {
  /** What tells it from the others. */
  key: string;
  name: string;
  href: string;
}

// What people call the formats; any other is called by its media type.
const names: Record<string, string> = {
  'application/geo+json': 'GeoJSON',
  'application/vnd.ogc.fg+json': 'JSON-FG',
  'application/geopackage+sqlite3': 'GeoPackage',
  'application/vnd.apache.parquet': 'GeoParquet',
  'application/vnd.flatgeobuf': 'FlatGeobuf',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel',
  'application/gml+xml': 'GML',
  'application/vnd.google-earth.kml+xml': 'KML',
  'text/csv': 'CSV',
};

// Formats that share their media type with another one, by the name that the service knows them by.
const variants: Record<string, Record<Lang, string>> = {
  'csv-bom': { ko: '엑셀에서 여는 CSV', en: 'CSV for Excel' },
};

/** The formats that the links of an answer lead to, once each, as addresses of all that matches; pages to read apart. */
export function formatsOf(links: Link[], lang: Lang): Format[] {
  const found = new Map<string, Format>();
  for (const { rel, type = '', href } of links) {
    const media = type.split(';')[0] ?? '';
    if (!['self', 'alternate', 'enclosure'].includes(rel) || !media || media === 'text/html') continue;
    const asked = new URL(href).searchParams.get('f') ?? '';
    const key = asked in variants ? asked : media;
    const name = variants[asked]?.[lang] ?? names[media] ?? media;
    if (!found.has(key)) found.set(key, { key, name, href: wholeOf(rel, href) });
  }
  return [...found.values()];
}

/** The address of the features of a layer that have the values asked for, at a moment, wherever the service is. */
export function itemsAddress(
  origin: string,
  layer: string,
  filter: Record<string, string>,
  moment: Moment,
): string {
  const query = new URLSearchParams({ ...filter, at: moment.at, edition: String(moment.edition) });
  return `${origin}/api/collections/${layer}/items?${query}&limit=${pageSize}`;
}

/** Something to copy that gets the features with a tool. */
export interface Example {
  tool: string;
  code: string;
}

/** How tools that people use get the same features. */
export function examplesFor(origin: string, layer: string, address: string): Example[] {
  const table = layer.replaceAll('-', '_');
  return [
    { tool: 'curl', code: `curl --fail --output ${layer}.geojson \\\n  '${address}'` },
    {
      tool: 'Python',
      code: `import geopandas as gpd\n\n${table} = gpd.read_file(\n    "${address}"\n)\nprint(len(${table}), ${table}.columns.tolist())`,
    },
    {
      tool: 'R',
      code: `library(sf)\n\n${table} <- read_sf(\n  "${address}"\n)\nsummary(${table})`,
    },
    {
      tool: 'GDAL',
      code: `ogr2ogr ${layer}.gpkg \\\n  '${address}'\n\nogrinfo 'OAPIF:${origin}/api' ${layer}`,
    },
    { tool: 'QGIS', code: `${origin}/api` },
  ];
}

// A file is whole by itself and refuses a limit; a page is as large as is asked for.
function wholeOf(rel: string, href: string): string {
  const address = new URL(href);
  address.searchParams.delete('skipGeometry');
  if (rel === 'enclosure') address.searchParams.delete('limit');
  else address.searchParams.set('limit', String(pageSize));
  return address.href;
}
