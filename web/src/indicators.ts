import type { Figure, Indicator, Value } from './api/figures';
import { readVariant } from './variant';
import type { View } from './view';

/** The indicator that map and table show: the chosen one, the first with classes when none is chosen. */
export function indicatorShown(indicators: Indicator[], view: View): Indicator | undefined {
  if (view.indicator === '') return undefined;
  return indicators.find((i) => i.id === view.indicator) ?? indicators.find((i) => i.classes);
}

/** The id of the variant an indicator is read in: the first chosen one that the indicator has, else its first. */
export function variantOf(indicator: Indicator, view: Pick<View, 'variant'>): string | undefined {
  return view.variant?.split(',').find((id) => readVariant(indicator, id)) ?? indicator.variants[0]?.id;
}

/** The indicators that lead, in the order that their definitions give them. All others are looked up. */
export function leading(indicators: Indicator[]): Indicator[] {
  return indicators.filter((i) => i.lead).sort((a, b) => (a.lead ?? 0) - (b.lead ?? 0));
}

/** The class of a value among breaks in rising order, 0 for what lies below the first; undefined for no value. */
export function classOf(value: string | null, breaks: string[]): number | undefined {
  return value === null ? undefined : breaks.filter((b) => Number(b) <= Number(value)).length;
}

/** The five colours of a map of classes, from the lowest: the same on every day and for every indicator. */
export const classColors = {
  light: ['#dcece4', '#aed5cf', '#76b8c0', '#4690b0', '#123f6e'],
  dark: ['#1b3b4c', '#22566a', '#2f7a8e', '#5aa6b2', '#b2e0d6'],
};

/** A whole number as exactly known as its bounds say. */
export interface Range {
  low: bigint;
  high: bigint;
}

/**
 * How the figures of all areas of a level add up with the whole they lie in: what is in none of them for certain is
 * left, so that nothing is lost. Counts and sums as they are; for a share the amounts, of all regions when the whole is
 * the nation. Undefined when a figure has no value.
 */
export function reconcile(
  figures: Figure[],
  whole: Figure,
  kind: Indicator['kind'],
): { left: Range; total: Range } | undefined {
  const part = (f: Figure): Value | undefined => (kind === 'share' ? f.numerator : f);
  const total =
    kind === 'share' && whole.region === undefined ? bounded(whole.denominator) : exact(part(whole));
  const values = figures.map((f) => exact(part(f)));
  if (!total || values.some((v) => !v)) return undefined;
  const sum = values.reduce((all, v) => all + (v as Range).low, 0n);
  return { total, left: { low: total.low - sum, high: total.high - sum } };
}

function exact(of: Value | undefined): Range | undefined {
  if (of?.value == null) return undefined;
  return { low: BigInt(of.value), high: BigInt(of.value) };
}

function bounded(of: Value | undefined): Range | undefined {
  return of?.low == null || of.high == null ? undefined : { low: BigInt(of.low), high: BigInt(of.high) };
}
