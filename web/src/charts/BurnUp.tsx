import type { Figure, Indicator, Series, SeriesPoint } from '../api/figures';
import { usePage } from '../page';
import { exactly, quantityText, rangeText, roundsOf } from '../panels/figure';
import { Axes, Chart } from './Chart';
import { changes, scalesOf, stepBand, stepLine } from './steps';

interface Props {
  indicator: Indicator;
  figure: Figure;
  series: Series;
}

const height = 128;
const [left, top, bottom] = [34, 8, height - 20];

/** How a count grows toward its target, in the steps in which it was reported and in which it is known by entry. */
export function BurnUp({ indicator, figure, series }: Props) {
  const { words } = usePage();
  const { figures } = words;
  const { target } = figure;
  const { points, until } = series;
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;

  const quantity = (n: string) => quantityText(exactly(n), figure, words) ?? '';
  const reported = changes(points.map((p) => ({ day: p.day, value: p.reported })));
  const official = reported.at(-1);
  const itemised = rangeText(last) ?? '–';
  const rounds = roundsOf(points);
  const note = rounds < 3 ? figures.noForecast(words.number(rounds)) : undefined;
  const goal = target && quantity(target.at_least);
  const pace = target?.required_per_month && quantityText(target.required_per_month, figure, words);
  const start = target?.basis === 'reported' ? figure.reported?.value : figure.value;
  const highest = (p: SeriesPoint) => Math.max(Number(p.high ?? 0), Number(p.reported ?? 0));
  const most = Math.max(...points.map(highest), Number(target?.at_least ?? 0)) * 1.04;
  const to = target && target.by > until ? target.by : until;
  const shownFirst = reported.find((s) => s.value !== null);
  const label = figures.burnUp(
    indicator.title,
    words.date(shownFirst?.day ?? first.day),
    quantity(shownFirst?.value ?? first.value ?? '0'),
    words.date(official?.day ?? last.day),
    quantity(official?.value ?? last.value ?? '0'),
    figures.quantity(itemised, figure.unit[words.lang]),
    goal ?? '–',
  );
  const table = {
    columns: [figures.chartDay, figures.reported, figures.itemised],
    rows: points.map((p): [string, string, string] => [
      p.day,
      p.reported === null ? '–' : quantity(p.reported),
      quantityText(p, figure, words) ?? '–',
    ]),
  };
  return (
    <Chart height={height} label={label} note={note} table={table}>
      {(width) => {
        const right = width - 8;
        const scales = scalesOf({ left, right, top, bottom, from: first.day, to, most });
        const { x, y } = scales;
        return (
          <>
            <Axes
              {...{ left, right, bottom, x, y }}
              days={scales.days(Math.floor(width / 70))}
              values={scales.values(3)}
            />
            {target && (
              <>
                <line className="goal" x1={left} x2={right} y1={y(target.at_least)} y2={y(target.at_least)} />
                <text className="goal-name" x={left + 6} y={y(target.at_least) + 14}>
                  {figures.goalLine(goal ?? '')}
                </text>
                {start != null && target.met === 'no' && (
                  <line
                    className="pace"
                    x1={x(until)}
                    y1={y(start)}
                    x2={x(target.by)}
                    y2={y(target.at_least)}
                  />
                )}
                {pace && (
                  <text
                    className="pace-name"
                    x={(x(until) + x(target.by)) / 2 - 10}
                    y={y(Number(target.at_least) / 2 + Number(start ?? 0) / 2) - 6}
                    textAnchor="end"
                  >
                    {figures.requiredPace(figures.monthly(pace))}
                  </text>
                )}
              </>
            )}
            <path
              className="band"
              d={stepBand(
                points.map((p) => ({ day: p.day, value: p })),
                until,
                scales,
              )}
            />
            <path className="known" d={stepLine(points, until, scales)} />
            <path className="official" d={stepLine(reported, until, scales)} />
            <line className="until" x1={x(until)} x2={x(until)} y1={y(highest(last))} y2={bottom} />
            {official?.value != null && (
              <>
                <circle cx={x(until)} cy={y(official.value)} r="4" />
                <text className="end" x={x(until) - 4} y={y(official.value) - 9} textAnchor="end">
                  {figures.reported} <tspan>{official.value}</tspan>
                </text>
              </>
            )}
            <text className="end" x={x(until) + 8} y={y(last.value ?? 0) + 5}>
              {figures.itemised} <tspan>{itemised}</tspan>
            </text>
          </>
        );
      }}
    </Chart>
  );
}
