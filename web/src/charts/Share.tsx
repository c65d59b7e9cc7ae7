import type { Figure, Indicator, Series } from '../api/figures';
import { usePage } from '../page';
import { exactly, quantityText, rangeText } from '../panels/figure';
import { Axes, Chart } from './Chart';
import { changes, scalesOf, stepBand, stepLine } from './steps';

interface Props {
  indicator: Indicator;
  figure: Figure;
  series: Series;
}

const height = 104;
const [left, top, bottom] = [28, 8, height - 20];

/** How a share moved against its target: its steps, what the unknown could make of it, and what was reported. */
export function Share({ indicator, figure, series }: Props) {
  const { words } = usePage();
  const { figures } = words;
  const { points, until } = series;
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;

  const goal = indicator.target && quantityText(exactly(indicator.target.at_least), figure, words);
  const reported = changes(points.map((p) => ({ day: p.day, value: p.reported }))).filter(
    (s) => s.value !== null,
  );
  const most = Math.max(
    ...points.map((p) => Number(p.high ?? p.value ?? 0)),
    Number(indicator.target?.at_least ?? 0),
  );
  const label = figures.share(
    indicator.title,
    words.date(first.day),
    quantityText(first, figure, words) ?? '–',
    words.date(last.day),
    quantityText(last, figure, words) ?? '–',
    goal ?? '–',
  );
  const table = {
    columns: [figures.chartDay, figures.known, figures.itemised, figures.reported],
    rows: points.map((p): [string, ...string[]] => [
      p.day,
      p.value === null ? '–' : (quantityText(exactly(p.value), figure, words) ?? '–'),
      quantityText(p, figure, words) ?? '–',
      p.reported === null ? '–' : (quantityText(exactly(p.reported), figure, words) ?? '–'),
    ]),
  };
  return (
    <Chart height={height} label={label} table={table}>
      {(width) => {
        const right = width - 44;
        const scales = scalesOf({ left, right, top, bottom, from: first.day, to: until, most });
        const { x, y } = scales;
        return (
          <>
            <Axes
              {...{ left, right, bottom, x, y }}
              days={scales.days(Math.floor(width / 70))}
              values={scales.values(2)}
            />
            <path
              className="band"
              d={stepBand(
                points.map((p) => ({ day: p.day, value: p })),
                until,
                scales,
              )}
            />
            <path className="official" d={stepLine(points, until, scales)} />
            {indicator.target && (
              <>
                <line
                  className="goal"
                  x1={left}
                  x2={right}
                  y1={y(indicator.target.at_least)}
                  y2={y(indicator.target.at_least)}
                />
                <text className="goal-name" x={right} y={y(indicator.target.at_least) - 18} textAnchor="end">
                  {figures.goalLine(goal ?? '')}
                </text>
              </>
            )}
            {reported.map((s) => (
              <circle key={s.day} className="said-point" cx={x(s.day)} cy={y(s.value ?? 0)} r="3.5" />
            ))}
            <text className="end" x={right + 4} y={y(last.value ?? last.low ?? 0) + 4}>
              <tspan>{rangeText(last.value === null ? last : exactly(last.value))}</tspan>
            </text>
          </>
        );
      }}
    </Chart>
  );
}
