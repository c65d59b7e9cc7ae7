import type { Definition } from '../../api/definition';
import type { FigurePart } from '../../api/figures';
import type { Row } from '../../api/queries';
import { dayOf } from '../stages';

/** A step of a layer's stages: which features have reached it by a date that is known, and which stand there now. */
export interface Step {
  id: string;
  reached: Row[];
  current: number;
}

/** The steps of the stages of a layer, in their order. */
export function stepsOf({ stages = [] }: Definition, rows: Row[]): Step[] {
  return stages.map(({ id }, i) => ({
    id,
    reached: rows.filter(
      ({ properties: p }) => dayOf(p, id) && stages.findIndex((s) => s.id === p.stage) >= i,
    ),
    current: rows.filter((row) => row.properties.stage === id).length,
  }));
}

/** How long features took from one stage to the next that is dated, in days. */
export interface Lag {
  from: string;
  to: string;
  count: number;
  median: number;
  least: number;
  most: number;
}

/** The lags between stages whose days are both known exactly. */
export function lagsOf({ stages = [] }: Definition, rows: Row[]): Lag[] {
  const days = new Map<string, number[]>();
  for (const { properties: p } of rows) {
    const current = stages.findIndex((s) => s.id === p.stage);
    const dated = stages.filter(({ id }, i) => i <= current && isExact(dayOf(p, id)));
    for (const [i, to] of dated.entries()) {
      const from = dated[i - 1];
      if (!from) continue;
      const key = `${from.id} ${to.id}`;
      const taken = (Date.parse(dayOf(p, to.id) ?? '') - Date.parse(dayOf(p, from.id) ?? '')) / 86_400_000;
      days.set(key, [...(days.get(key) ?? []), taken]);
    }
  }
  return [...days].map(([key, list]) => {
    const [from = '', to = ''] = key.split(' ');
    const sorted = list.toSorted((a, b) => a - b);
    return {
      from,
      to,
      count: list.length,
      median: medianOf(sorted),
      least: sorted[0] ?? 0,
      most: sorted.at(-1) ?? 0,
    };
  });
}

/** What is added at least, and at most where it is bounded. */
export interface Sum {
  low: bigint;
  high: bigint | null;
}

/** What features add to a figure; undefined when none of them adds. */
export function sumOf(rows: Row[], counted: FigurePart[]): Sum | undefined {
  const ids = new Set(rows.map((row) => row.id));
  const inside = counted.filter((part) => ids.has(part.id));
  if (inside.length === 0) return undefined;
  return {
    low: inside.reduce((sum, { low }) => sum + BigInt(low ?? 0), 0n),
    high: inside.reduce<bigint | null>(
      (sum, { high }) => (sum === null || high === null ? null : sum + BigInt(high)),
      0n,
    ),
  };
}

/** The features that name this one in a column, and those that it names: what it is a part of, or has as parts. */
export function relatedTo(row: Row, rows: Row[]): Row[] {
  const names = (a: Row, b: Row) => Object.values(a.properties).includes(b.id);
  return rows.filter((other) => other.id !== row.id && (names(row, other) || names(other, row)));
}

function isExact(day: string | undefined): boolean {
  return day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day);
}

function medianOf(sorted: number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
