import type { Figure, Forecast, Indicator, Value } from '../api/figures';
import { formatDecimal, isMoney } from '../text/format';
import type { Words } from '../text/ko';

/** A piece of a sentence; a number in it is one whose evidence can be seen. */
export type Part = string | { number: string };

/** The bounds of a value, or the value where they meet; undefined where there is none. */
export function rangeText({ value, low, high }: Value, write = formatDecimal): string | undefined {
  if (low !== null && high !== null && low !== high) return `${write(low)}–${write(high)}`;
  const one = value ?? low ?? high;
  return one === null ? undefined : write(one);
}

/** A value with its unit; undefined where there is none. */
export function quantityText(value: Value, figure: Pick<Figure, 'unit'>, words: Words): string | undefined {
  return inUnit(value, figure.unit[words.lang], words, words.figures.quantity);
}

/** A value in a unit, as titled in the language; money as people write it. */
export function inUnit(
  value: Value,
  unit: string,
  words: Words,
  say: (range: string, unit: string) => string,
): string | undefined {
  if (isMoney(unit)) return rangeText(value, words.wonNear);
  const range = rangeText(value);
  return range && say(range, unit);
}

/** One decimal as a value whose bounds meet. */
export function exactly(decimal: string): Value {
  return { value: decimal, low: decimal, high: decimal };
}

/** How far a figure is from its target, in words. */
export function gapText(figure: Figure, words: Words, say = words.figures.quantity): string | undefined {
  const { figures } = words;
  const gap = figure.target?.gap;
  const [low, high] = [gap?.low ?? gap?.value, gap?.high ?? gap?.value];
  if (low == null || high == null) return undefined;
  const [above, missing] = [Number(low) < 0, Number(high) > 0];
  if (above && missing)
    return figures.aboveToMissing(
      distance(exactly(negated(low)), figure, words, say),
      distance(exactly(high), figure, words, say),
    );
  if (above) return figures.above(distance(between(negated(high), negated(low)), figure, words, say));
  if (missing) return figures.missing(distance(between(low, high), figure, words, say));
  return figures.even;
}

/** By how much a figure changed, with its sign: shares in points of a hundred, money as such, counts without their unit. */
export function changeText(by: string, figure: Pick<Figure, 'unit'>, words: Words): string {
  const sign = by.startsWith('-') ? words.figures.minus : Number(by) === 0 ? '' : '+';
  return sign + distance(exactly(by.replace('-', '')), figure, words, (range) => range);
}

/** Whether a target is met on the day of its figure; one whose own day is still to come is under way, not missed. */
export function metOn(day: string, { met, by }: Pick<NonNullable<Figure['target']>, 'met' | 'by'>) {
  return met === 'no' && by !== undefined && by >= day ? 'ahead' : met;
}

/** What the page answers for an indicator, as a sentence for people. */
export function answerOf(indicator: Indicator, figure: Figure, words: Words): Part[] {
  const { figures } = words;
  const said = (value: Value) => sayingText(value, figure, words);
  const range = said(figure);
  const { reported, target } = figure;
  if (figure.not_computable || range === undefined)
    return [figures.notComputable(indicator.title, figure.not_computable?.[words.lang] ?? '')];
  const official = reported && { number: said(exactly(reported.value)) ?? '' };
  const byReport = target?.basis === 'reported' && official;
  const value = byReport
    ? figures.officially(byReport)
    : figure.low === figure.high
      ? figures.exactly({ number: range })
      : figures.between({ number: range });
  const reached = target ? reachedOf(figure, target, words) : [];
  return figures.answer(indicator.title, value, reached, official && !byReport ? [official] : undefined);
}

/** What may come of a figure and of its target, as a sentence; undefined where nothing is forecast. */
export function aheadText(forecast: Forecast, words: Words): string | undefined {
  const { figures } = words;
  const last = forecast.months.at(-1);
  if (!last) return undefined;
  const said = (value: Value) => inUnit(value, forecast.unit[words.lang], words, figures.quantity) ?? '–';
  const span = (low: string | null, high: string | null) =>
    low !== null && high === null ? figures.goal(said(exactly(low)), undefined) : said(between(low, high));
  const { chance } = forecast.outcome ?? {};
  return figures.forecast(
    words.date(last.day),
    last.median === null ? '–' : said(exactly(last.median)),
    span(last.low_80, last.high_80),
    span(last.low_95, last.high_95),
    chance && rangeText(chance),
  );
}

/** What the bounds of a figure are and at which of them its target is met; undefined where they meet. */
export function boundsOf(figure: Figure, words: Words): Part[] | undefined {
  const { value, low, high, target } = figure;
  const { figures } = words;
  if (low === null || high === null || low === high) return undefined;
  const number = (end: string) => ({ number: quantityText(exactly(end), figure, words) ?? '' });
  const open = target && target.gap.low !== target.gap.high;
  const known = value !== null && value !== low && value !== high ? number(value) : undefined;
  return figures.bounds(number(low), number(high), known, open ? figures.atEnds[target.met] : undefined);
}

function sayingText(value: Value, figure: Figure, words: Words): string | undefined {
  return inUnit(value, figure.unit[words.lang], words, words.figures.saying);
}

function reachedOf(figure: Figure, target: NonNullable<Figure['target']>, words: Words): Part[] {
  const { figures } = words;
  const goal = sayingText(exactly(target.at_least), figure, words) ?? '';
  if (target.met === 'yes') return figures.reached(goal);
  if (target.met === 'no') {
    const { low, high, value } = target.gap;
    const gap = between(low ?? value ?? '', high ?? value ?? '');
    return figures.short(goal, { number: distance(gap, figure, words, figures.saying) });
  }
  const open = figure.rows.unknown + figure.rows.uncertain;
  return figures.open(goal, { number: figures.entries(words.number(open)) });
}

// The distance between two shares is in points of a hundred, which is not a share.
function distance(
  gap: Value,
  figure: Pick<Figure, 'unit'>,
  words: Words,
  say = words.figures.quantity,
): string {
  const points = (range: string, unit: string) =>
    unit === '%' ? words.figures.points(range) : say(range, unit);
  return inUnit(gap, figure.unit[words.lang], words, points) ?? '';
}

function between(low: string | null, high: string | null): Value {
  return { value: null, low, high };
}

function negated(decimal: string): string {
  return decimal.startsWith('-') ? decimal.slice(1) : `-${decimal}`;
}
