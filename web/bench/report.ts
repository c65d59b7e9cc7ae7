import { loadavg } from 'node:os';

/** Prints a measurement with the load of the machine at that moment, without which it says little. */
export function report(text: string): void {
  console.log(`${text} (load ${loadavg()[0]?.toFixed(1)})`);
}

/** The middle of the values, in any order. */
export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
