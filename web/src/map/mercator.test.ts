import outlines from 'virtual:outlines';
import { describe, expect, it } from 'vitest';
import { boxOf, korea, pathOf, planeOf, planeWidth, project } from './mercator';

describe('the plane', () => {
  it('begins at the north-west of the country and is as wide as planeWidth', () => {
    expect(project(korea[0], korea[3])).toEqual([0, 0]);
    expect(project(korea[2], korea[3])[0]).toBeCloseTo(planeWidth);
  });

  it('is Web Mercator: a degree north is longer than a degree east by the secant of the latitude', () => {
    const [x, y, width, height] = planeOf([127, 36.99, 127.02, 37.01]);
    expect(x).toBeGreaterThan(0);
    expect(y).toBeGreaterThan(0);
    expect(height / width).toBeCloseTo(1 / Math.cos((37 * Math.PI) / 180), 4);
  });
});

describe('the outlines', () => {
  it('are the eight regions', () => {
    expect(outlines.map((o) => o.code).sort()).toEqual([
      'CAP',
      'CHC',
      'DKG',
      'DNM',
      'GWN',
      'HNM',
      'JBK',
      'JJU',
    ]);
  });

  it('reach from Baengnyeongdo to Dokdo and Marado, within the country', () => {
    const west = Math.min(...outlines.map((o) => o.box[0]));
    const south = Math.min(...outlines.map((o) => o.box[1]));
    const east = Math.max(...outlines.map((o) => o.box[2]));
    const north = Math.max(...outlines.map((o) => o.box[3]));
    expect(west).toBeGreaterThan(korea[0]);
    expect(west).toBeLessThan(124.75);
    expect(south).toBeGreaterThan(korea[1]);
    expect(south).toBeLessThan(33.2);
    expect(east).toBeLessThan(korea[2]);
    expect(east).toBeGreaterThan(131.85);
    expect(north).toBeLessThan(korea[3]);
  });

  it('are closed paths with an island of Dokdo in the region of Daegu and Gyeongbuk', () => {
    const rings =
      outlines
        .find((o) => o.code === 'DKG')
        ?.path.split('M')
        .filter(Boolean) ?? [];
    expect(rings.every((ring) => ring.endsWith('z'))).toBe(true);
    const [x, y] = project(131.867, 37.241);
    const near = rings.filter((ring) => {
      const [rx = 0, ry = 0] = ring.split(/[a-z ]/).map(Number);
      return Math.hypot(rx - x, ry - y) < 2;
    });
    expect(near.length).toBeGreaterThan(0);
  });
});

describe('an area', () => {
  const ring = [
    [127, 35],
    [128, 35],
    [128, 36],
    [127, 35],
  ];
  const island = ring.map(([lon = 0, lat = 0]) => [lon + 2, lat + 1]);

  it('has the box of all its parts', () => {
    expect(boxOf({ type: 'Polygon', coordinates: [ring] })).toEqual([127, 35, 128, 36]);
    expect(boxOf({ type: 'MultiPolygon', coordinates: [[ring], [island]] })).toEqual([127, 35, 130, 37]);
    expect(boxOf({ type: 'Point', coordinates: [127, 35] })).toBeUndefined();
  });

  it('is a closed path for each ring, on the plane', () => {
    const path = pathOf({ type: 'MultiPolygon', coordinates: [[ring], [island]] });
    expect(path.match(/M[^z]+z/g)).toHaveLength(2);
    expect(
      path.startsWith(
        `M${project(127, 35)
          .map((n) => n.toFixed(2))
          .join(' ')}L`,
      ),
    ).toBe(true);
  });
});
