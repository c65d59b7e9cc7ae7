import { type Step, scalesOf, stepLine } from './steps';
import './charts.css';

interface Props {
  points: Step[];
  width: number;
  height: number;
  /** What it shows, as a sentence with its numbers. */
  label: string;
  /** The day it reaches to, YYYY-MM-DD; that of the last point when absent. */
  until?: string;
}

/** The course of a value in steps, as small as a word. */
export function Sparkline({ points, width, height, label, until }: Props) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const to = until && until > last.day ? until : last.day;
  const most = Math.max(...points.map((p) => Number(p.value ?? 0)), Number.MIN_VALUE);
  const scales = scalesOf({
    left: 1,
    right: width - 4,
    top: 4,
    bottom: height - 2,
    from: first.day,
    to,
    most,
  });
  return (
    <svg className="sparkline" width={width} height={height} role="img" aria-label={label}>
      <path d={stepLine(points, to, scales)} />
      {last.value !== null && <circle cx={scales.x(to)} cy={scales.y(last.value)} r="2.5" />}
    </svg>
  );
}
