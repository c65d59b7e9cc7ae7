import type { Figure } from '../../api/figures';
import type { Row } from '../../api/queries';
import type { DrawnRow } from '../../map/legend';

/** Two decimals as the service writes them, the second minus the first, exactly. */
export function minus(from: string, to: string): string {
  const places = Math.max(placesOf(from), placesOf(to));
  const difference = scaled(to, places) - scaled(from, places);
  const digits = String(difference < 0n ? -difference : difference).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const text = places > 0 ? `${whole}.${digits.slice(-places)}` : whole;
  return difference < 0n ? `-${text}` : text;
}

/** One side of a figure on two days: what was counted, or what was officially reported. */
export interface FigureChange {
  side: 'itemised' | 'reported';
  from: Figure;
  to: Figure;
  /** The second value minus the first; undefined where one of them is not known. */
  by: string | undefined;
}

/** What changed in a figure between two days: first what is officially reported, then what is known by entry. */
export function figureChanges(from: Figure, to: Figure): FigureChange[] {
  const changes: FigureChange[] = [];
  const [before, after] = [from.reported?.value, to.reported?.value];
  if (before !== after) {
    changes.push({ side: 'reported', from, to, by: before && after ? minus(before, after) : undefined });
  }
  if (from.value !== to.value || from.low !== to.low || from.high !== to.high) {
    const by = from.value === null || to.value === null ? undefined : minus(from.value, to.value);
    changes.push({ side: 'itemised', from, to, by });
  }
  return changes;
}

/** The figures of areas that changed, the greatest difference first. */
export function areaChanges(from: Figure[], to: Figure[]): FigureChange[] {
  return to
    .flatMap((figure) => {
      const before = from.find((f) => f.region === figure.region);
      return before ? figureChanges(before, figure).filter((c) => c.side === 'itemised') : [];
    })
    .sort((a, b) => size(b) - size(a));
}

/** A feature on two days: absent on one of them, or at another stage. */
export interface FeatureChange {
  row: Row;
  how: 'came' | 'moved' | 'went';
  /** The stage at which it stood on each day. */
  from: string | undefined;
  to: string | undefined;
}

/** The features of a layer that came, went or reached another stage between two days. */
export function featureChanges(before: Row[], after: Row[]): FeatureChange[] {
  const then = new Map(before.map((row) => [row.id, row]));
  const still = new Set(after.map((row) => row.id));
  const changed = after.flatMap((row): FeatureChange[] => {
    const old = then.get(row.id);
    const [from, to] = [old && stageOf(old), stageOf(row)];
    if (old && from === to) return [];
    return [{ row, how: old ? 'moved' : 'came', from, to }];
  });
  const gone = before
    .filter((row) => !still.has(row.id))
    .map((row): FeatureChange => ({ row, how: 'went', from: stageOf(row), to: undefined }));
  return [...changed, ...gone];
}

/** What is drawn on either of two days, each feature once, as it was on each of them. */
export function united(before: DrawnRow[], after: DrawnRow[]): { on: DrawnRow; from?: Row; to?: Row }[] {
  const key = ({ row, entry }: DrawnRow) => `${entry.layer.id}/${row.id}`;
  const then = new Map(before.map((drawn) => [key(drawn), drawn.row]));
  const now = new Set(after.map(key));
  return [
    ...after.map((drawn) => {
      const from = then.get(key(drawn));
      return { on: drawn, to: drawn.row, ...(from ? { from } : {}) };
    }),
    ...before.filter((drawn) => !now.has(key(drawn))).map((drawn) => ({ on: drawn, from: drawn.row })),
  ];
}

function stageOf({ properties }: Row): string | undefined {
  return typeof properties.stage === 'string' ? properties.stage : undefined;
}

function size({ by }: FigureChange): number {
  return Math.abs(Number(by ?? 0));
}

function placesOf(decimal: string): number {
  return decimal.split('.')[1]?.length ?? 0;
}

function scaled(decimal: string, places: number): bigint {
  return BigInt(decimal.replace('.', '') + '0'.repeat(places - placesOf(decimal)));
}
