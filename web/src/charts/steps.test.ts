import { describe, expect, it } from 'vitest';
import { changes, scalesOf, stepBand, stepLine } from './steps';

const frame = {
  left: 0,
  right: 100,
  top: 0,
  bottom: 50,
  from: '2026-01-01',
  to: '2026-04-11',
  most: 100,
};
const scales = scalesOf(frame);

describe('a line of steps', () => {
  it('holds a value until the next, and the last until the end', () => {
    const steps = [
      { day: '2026-01-01', value: '20' },
      { day: '2026-01-11', value: '40' },
    ];
    // 100 days are 100 wide, 100 units 50 high: never a slope between two points.
    expect(stepLine(steps, '2026-04-11', scales)).toBe('M0,40L10,40L10,30L100,30L100,30');
  });

  it('is broken where nothing is known', () => {
    const steps = [
      { day: '2026-01-01', value: '20' },
      { day: '2026-01-11', value: null },
      { day: '2026-01-21', value: '60' },
    ];
    expect(stepLine(steps, '2026-01-31', scales)).toBe('M0,40ZM20,20L30,20L30,20');
  });
});

it('a band lies between the bounds', () => {
  const steps = [{ day: '2026-01-01', value: { low: '20', high: '40' } }];
  expect(stepBand(steps, '2026-01-11', scales)).toBe('M0,30L10,30L10,30L10,40L10,40L0,40Z');
});

it('a value that stays is one step', () => {
  const steps = [
    { day: '2026-05-28', value: '41.0' },
    { day: '2026-06-25', value: '41.0' },
    { day: '2026-07-30', value: '42.4' },
  ];
  expect(changes(steps).map((s) => s.day)).toEqual(['2026-05-28', '2026-07-30']);
});
