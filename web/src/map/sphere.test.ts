import { expect, it } from 'vitest';
import { circle, distanceKm } from './sphere';

it.each([
  // A degree of the equator, a quarter of a meridian, and Gwangju to Busan city halls.
  [[127, 0], [128, 0], 111.195],
  [[0, 0], [0, 90], 10_007.557],
  [[126.8515, 35.1601], [129.0752, 35.1798], 202.126],
  [[127, 36], [127, 36], 0],
] as [[number, number], [number, number], number][])('from %j to %j', (a, b, km) => {
  expect(distanceKm(a, b)).toBeCloseTo(km, 0);
  expect(distanceKm(b, a)).toBeCloseTo(distanceKm(a, b), 9);
});

it('every corner of a circle is as far away as it says, and it is closed', () => {
  const middle: [number, number] = [128.39, 36.11];
  const line = circle(middle, 30, 12);
  expect(line).toHaveLength(13);
  expect(line.at(-1)).toEqual(line[0]);
  for (const corner of line) expect(distanceKm(middle, corner)).toBeCloseTo(30, 6);
  expect(line[0]?.[1]).toBeGreaterThan(middle[1]);
});
