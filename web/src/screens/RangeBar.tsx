import type { Value } from '../api/figures';

interface Props {
  value: Value;
  /** What the whole width stands for. */
  most: number;
  /** Where a mark stands across the bar. */
  goal?: string | undefined;
}

/** A value as a bar, with the span between its bounds over it; the number stands beside it. */
export function RangeBar({ value: { value, low, high }, most, goal }: Props) {
  const percent = (n: string | null | undefined) => Math.min(100, (100 * Number(n ?? 0)) / most);
  const open = low !== null && high !== null && low !== high;
  return (
    <span className="range-bar" aria-hidden="true">
      {value !== null && <i style={{ width: `${percent(value)}%` }} />}
      {open && <b style={{ left: `${percent(low)}%`, width: `${percent(high) - percent(low)}%` }} />}
      {goal !== undefined && <u style={{ left: `${percent(goal)}%` }} />}
    </span>
  );
}
