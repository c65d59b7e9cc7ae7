import type { Figure, Indicator, Value } from '../api/figures';
import { formatDecimal } from '../text/format';
import type { Words } from '../text/ko';

/** A piece of a sentence; a number in it is one whose evidence can be seen. */
export type Part = string | { number: string };

/** The bounds of a value, or the value where they meet; undefined where there is none. */
export function rangeText({ value, low, high }: Value): string | undefined {
  if (low !== null && high !== null && low !== high) return `${formatDecimal(low)}–${formatDecimal(high)}`;
  const one = value ?? low ?? high;
  return one === null ? undefined : formatDecimal(one);
}

/** A value with its unit; undefined where there is none. */
export function quantityText(value: Value, figure: Pick<Figure, 'unit'>, words: Words): string | undefined {
  const range = rangeText(value);
  return range && words.figures.quantity(range, figure.unit[words.lang]);
}

/** One decimal as a value whose bounds meet. */
export function exactly(decimal: string): Value {
  return { value: decimal, low: decimal, high: decimal };
}

/** How far a figure is from its target, in words. */
export function gapText(figure: Figure, words: Words): string | undefined {
  const { figures } = words;
  const gap = figure.target?.gap;
  const [low, high] = [gap?.low ?? gap?.value, gap?.high ?? gap?.value];
  if (low == null || high == null) return undefined;
  const [above, missing] = [Number(low) < 0, Number(high) > 0];
  if (above && missing)
    return figures.aboveToMissing(distance(negated(low), figure, words), distance(high, figure, words));
  if (above) return figures.above(distance(between(negated(high), negated(low)), figure, words));
  if (missing) return figures.missing(distance(between(low, high), figure, words));
  return figures.even;
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

/** How many official values there are in a series, each counted once. */
export function roundsOf(points: { reported: string | null }[]): number {
  return points.filter((p, i) => p.reported !== null && p.reported !== points[i - 1]?.reported).length;
}

function sayingText(value: Value, figure: Figure, words: Words): string | undefined {
  const range = rangeText(value);
  return range && words.figures.saying(range, figure.unit[words.lang]);
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
function distance(range: string, figure: Figure, words: Words, quantity = words.figures.quantity): string {
  const unit = figure.unit[words.lang];
  const text = range.split('–').map(formatDecimal).join('–');
  return unit === '%' ? words.figures.points(text) : quantity(text, unit);
}

function between(low: string, high: string): string {
  return low === high ? low : `${low}–${high}`;
}

function negated(decimal: string): string {
  return decimal.startsWith('-') ? decimal.slice(1) : `-${decimal}`;
}
