import type { Geometry, Position } from 'geojson';

/** West, south, east, north in degrees. */
export type Box = [number, number, number, number];

/** The country with its outermost islands: Baengnyeongdo, Marado and Dokdo. */
export const korea: Box = [124.55, 33.05, 131.95, 38.66];

/** Width of the plane on which outlines are drawn; its left upper corner is that of the country. */
export const planeWidth = 1000;

const unitsPerDegree = planeWidth / (korea[2] - korea[0]);

/** Puts a place on the plane: Web Mercator, as the map draws it, in units of a thousandth of the country's width. */
export function project(lon: number, lat: number): [number, number] {
  return [(lon - korea[0]) * unitsPerDegree, (degrees(korea[3]) - degrees(lat)) * unitsPerDegree];
}

/** The part of the plane that a box covers: x, y, width, height. */
export function planeOf([west, south, east, north]: Box): [number, number, number, number] {
  const [x, y] = project(west, north);
  const [right, bottom] = project(east, south);
  return [x, y, right - x, bottom - y];
}

/** The box of an area of polygons; undefined for any other geometry. */
export function boxOf(geometry: Geometry): Box | undefined {
  const points = ringsOf(geometry).flat();
  if (points.length === 0) return undefined;
  const box: Box = [180, 90, -180, -90];
  for (const [lon = 0, lat = 0] of points) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}

/** The outline of an area of polygons as an SVG path on the plane. */
export function pathOf(geometry: Geometry): string {
  const point = ([lon = 0, lat = 0]: Position) =>
    project(lon, lat)
      .map((n) => n.toFixed(2))
      .join(' ');
  return ringsOf(geometry)
    .map((ring) => `M${ring.map(point).join('L')}z`)
    .join('');
}

function ringsOf(geometry: Geometry): Position[][] {
  if (geometry.type === 'Polygon') return geometry.coordinates;
  return geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : [];
}

// The Mercator ordinate of a latitude, in degrees as long as those of longitude.
function degrees(lat: number): number {
  return (Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 180) / Math.PI;
}
