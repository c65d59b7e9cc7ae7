import { scaleLinear, scaleUtc } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';

/** A value from a day on; null where there is none. */
export interface Step<V = string | null> {
  /** YYYY-MM-DD */
  day: string;
  value: V;
}

/** The rectangle that a chart draws in, and the days and values at its edges. */
export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
  from: string;
  to: string;
  /** The value at the top edge; 0 is at the bottom. */
  most: number;
}

/** Where a day and a value stand in a frame. */
export function scalesOf({ left, right, top, bottom, from, to, most }: Frame) {
  const days = scaleUtc([new Date(from), new Date(to)], [left, right]);
  const values = scaleLinear([0, most], [bottom, top]);
  return {
    x: (day: string) => days(new Date(day)),
    y: (value: number | string) => values(Number(value)),
    /** The first days of years or months, about as many as asked for. */
    days: (count: number) => days.ticks(count).filter((d) => d.getUTCDate() === 1),
    values: (count: number) => values.ticks(count),
  };
}

type Scales = ReturnType<typeof scalesOf>;

/** A line that holds each value until the day of the next, the last until a day. */
export function stepLine(steps: Step[], until: string, { x, y }: Pick<Scales, 'x' | 'y'>): string {
  return (
    line<Step>(
      (s) => x(s.day),
      (s) => y(s.value ?? 0),
    )
      .defined((s) => s.value !== null)
      .curve(curveStepAfter)(held(steps, until)) ?? ''
  );
}

/** The surface between two such lines. */
export function stepBand(
  steps: Step<{ low: string | null; high: string | null }>[],
  until: string,
  { x, y }: Pick<Scales, 'x' | 'y'>,
): string {
  return (
    area<Step<{ low: string | null; high: string | null }>>()
      .x((s) => x(s.day))
      .y0((s) => y(s.value.low ?? 0))
      .y1((s) => y(s.value.high ?? 0))
      .defined((s) => s.value.low !== null && s.value.high !== null)
      .curve(curveStepAfter)(held(steps, until)) ?? ''
  );
}

/** The steps on which a value is not that of the step before. */
export function changes<V>(steps: Step<V>[]): Step<V>[] {
  return steps.filter((s, i) => s.value !== steps[i - 1]?.value);
}

function held<V>(steps: Step<V>[], until: string): Step<V>[] {
  const last = steps.at(-1);
  return last && last.day < until ? [...steps, { ...last, day: until }] : steps;
}
