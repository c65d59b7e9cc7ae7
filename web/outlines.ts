import { readFileSync } from 'node:fs';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { Plugin } from 'vite';
import { type Box, project } from './src/map/mercator.ts';

const file = '../geodata/areas/outlines.topo.json';
const id = 'virtual:outlines';

// Units of the plane; half a pixel of the largest map at rest.
const finest = 0.7;

/**
 * Serves the outlines of the regions as SVG paths on the plane of mercator.ts, cut at build time out of the
 * topology that the service ships: the whole of it is too much to load before the first paint.
 */
export function outlines(): Plugin {
  const path = new URL(file, import.meta.url).pathname;
  return {
    name: 'outlines',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load(source) {
      if (source !== `\0${id}`) return undefined;
      this.addWatchFile(path);
      const topology = JSON.parse(readFileSync(path, 'utf8')) as Topology;
      const regions = feature(topology, topology.objects.regions as GeometryCollection<{ code: string }>);
      return `export default ${JSON.stringify(
        regions.features.map((f) => ({
          code: f.properties.code,
          ...shape(f.geometry as Polygon | MultiPolygon),
        })),
      )}`;
    },
  };
}

function shape(geometry: Polygon | MultiPolygon): { path: string; box: Box } {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const points = polygons.flat(2);
  const lons = points.map((p) => p[0] as number);
  const lats = points.map((p) => p[1] as number);
  const box: Box = [min(lons), min(lats), max(lons), max(lats)];
  return { path: polygons.flat().map(ring).join(''), box };
}

// A ring as a path of relative moves. Points closer to the one before than a pixel can show are left out; an
// island that has not three left is drawn as a dot, so that none vanishes.
function ring(points: Position[]): string {
  const plane = points.slice(0, -1).map(([lon, lat]) => project(lon as number, lat as number));
  const [first, ...rest] = plane.filter(thin()) as [[number, number], ...[number, number][]];
  let [x, y] = first.map(tenths) as [number, number];
  if (rest.length < 2) return `M${x / 10} ${y / 10}h.7v.7h-.7z`;
  let path = `M${x / 10} ${y / 10}l`;
  for (const point of rest) {
    const [nextX, nextY] = point.map(tenths) as [number, number];
    path += `${number(nextX - x)}${number(nextY - y)}`;
    [x, y] = [nextX, nextY];
  }
  return `${path}z`;
}

function thin(): (point: [number, number]) => boolean {
  let last: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return (point) => {
    if (Math.hypot(point[0] - last[0], point[1] - last[1]) < finest) return false;
    last = point;
    return true;
  };
}

function tenths(n: number): number {
  return Math.round(n * 10);
}

// A sign separates numbers as well as a space does.
function number(tenths: number): string {
  const text = String(tenths / 10).replace('0.', '.');
  return tenths < 0 ? text : ` ${text}`;
}

function min(values: number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function max(values: number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}
