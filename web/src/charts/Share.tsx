import { usePage } from '../page';
import { exactly, quantityText, rangeText } from '../panels/figure';
import { Axes, Chart } from './Chart';
import type { CourseProps } from './Course';
import { Fan } from './Fan';
import { fanOf, monthsAfter, topOf } from './fan';
import { changes, scalesOf, stepBand, stepLine } from './steps';
import { useAhead } from './useAhead';

const height = 96;
// In less width than this, what is ahead is drawn for a year.
const roomy = 640;
const [left, top, bottom] = [28, 8, height - 20];

/**
 * How a share moved against its target: its steps, what the unknown could make of it, what was reported, and where it
 * may go.
 */
export function Share({ indicator, figure, series, first, last, forecast }: CourseProps) {
  const { words } = usePage();
  const { figures } = words;
  const { points, until } = series;

  const { target } = figure;
  const goal = target && quantityText(exactly(target.at_least), figure, words);
  const reported = changes(points.map((p) => ({ day: p.day, value: p.reported }))).filter(
    (s) => s.value !== null,
  );
  const known = Math.max(...points.map((p) => Number(p.high ?? p.value ?? 0)), Number(target?.at_least ?? 0));
  const { note, ahead } = useAhead({ figure, forecast });
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
    <Chart
      height={height}
      indicator={indicator}
      figure={figure}
      label={label}
      note={note}
      table={table}
      ahead={ahead}
    >
      {(width) => {
        const end = forecast?.months.at(-1)?.day ?? until;
        const to = width < roomy ? [end, monthsAfter(until, 12)].sort()[0] : end;
        const fan = forecast && to ? fanOf(forecast, last, to) : [];
        const most = Math.min(100, topOf(known, fan));
        const right = width - (fan.length > 0 ? 10 : 44);
        const scales = scalesOf({
          left,
          right,
          top,
          bottom,
          from: first.day,
          to: fan.at(-1)?.day ?? until,
          most,
        });
        const { x, y } = scales;
        const ending = y(last.value ?? last.low ?? 0);
        return (
          <>
            <Axes
              {...{ left, right, bottom, x, y }}
              days={scales.days(Math.floor(width / 70))}
              values={scales.values(2)}
            />
            <Fan {...{ fan, scales, frame: { most } }} />
            <path
              className="band"
              d={stepBand(
                points.map((p) => ({ day: p.day, value: p })),
                until,
                scales,
              )}
            />
            <path className="official" d={stepLine(points, until, scales)} />
            {target && (
              <>
                <line className="goal" x1={left} x2={right} y1={y(target.at_least)} y2={y(target.at_least)} />
                <text className="goal-name" x={right} y={y(target.at_least) - 5} textAnchor="end">
                  {figures.goalLine(goal ?? '')}
                </text>
              </>
            )}
            {reported.map((s) => (
              <circle key={s.day} className="said-point" cx={x(s.day)} cy={y(s.value ?? 0)} r="3.5" />
            ))}
            {fan.length > 0 && <line className="until" x1={x(until)} x2={x(until)} y1={top} y2={bottom} />}
            <text
              className="end"
              x={x(until) + (fan.length > 0 ? -5 : 4)}
              y={ending + (fan.length === 0 ? 4 : ending + 18 < bottom ? 16 : -7)}
              textAnchor={fan.length > 0 ? 'end' : 'start'}
            >
              <tspan>{rangeText(last.value === null ? last : exactly(last.value))}</tspan>
            </text>
          </>
        );
      }}
    </Chart>
  );
}
