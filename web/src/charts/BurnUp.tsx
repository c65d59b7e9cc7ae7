import type { SeriesPoint, Value } from '../api/figures';
import { usePage } from '../page';
import { exactly, quantityText, rangeText } from '../panels/figure';
import { formatDecimal, isMoney } from '../text/format';
import { Axes, Chart } from './Chart';
import type { CourseProps } from './Course';
import { Fan } from './Fan';
import { fanOf, topOf } from './fan';
import { changes, scalesOf, stepBand, stepLine } from './steps';
import { useAhead } from './useAhead';

const height = 100;
const [top, bottom] = [8, height - 20];
// What a label beside a line needs.
const room = 130;

/**
 * How a count grows toward its target: the steps in which it was reported and in which it is known by entry, where these
 * may lead, and the paces that are needed and kept.
 */
export function BurnUp({ indicator, figure, series, first, last, forecast }: CourseProps) {
  const { words } = usePage();
  const { figures } = words;
  const { target } = figure;
  const { points, until } = series;

  const quantity = (n: string) => quantityText(exactly(n), figure, words) ?? '';
  const reported = changes(points.map((p) => ({ day: p.day, value: p.reported })));
  const official = reported.at(-1);
  const itemised = quantityText(last, figure, words) ?? '–';
  const short = (v: Value) => rangeText(v, isMoney(figure.unit.en) ? words.wonNear : formatDecimal);
  const goal = target && quantity(target.at_least);
  const pace = target?.required_per_month && quantityText(target.required_per_month, figure, words);
  const start = target?.basis === 'reported' ? figure.reported?.value : figure.value;
  const highest = (p: SeriesPoint) => Math.max(Number(p.high ?? 0), Number(p.reported ?? 0));
  const to =
    [target?.by, until, forecast?.months.at(-1)?.day]
      .flatMap((d) => d ?? [])
      .sort()
      .at(-1) ?? until;
  const fan = forecast ? fanOf(forecast, last, to) : [];
  const most = topOf(Math.max(...points.map(highest), Number(target?.at_least ?? 0)) * 1.04, fan);
  const reachedOn = target?.met === 'no' ? target.pace?.reached : undefined;
  const shownFirst = reported.find((s) => s.value !== null);
  const label = figures.burnUp(
    indicator.title,
    words.date(shownFirst?.day ?? first.day),
    quantity(shownFirst?.value ?? first.value ?? '0'),
    words.date(official?.day ?? last.day),
    quantity(official?.value ?? last.value ?? '0'),
    itemised,
    goal ?? '–',
  );
  const { note, ahead } = useAhead({ figure, forecast });
  const table = {
    columns: [figures.chartDay, figures.reported, figures.itemised],
    rows: points.map((p): [string, string, string] => [
      p.day,
      p.reported === null ? '–' : quantity(p.reported),
      quantityText(p, figure, words) ?? '–',
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
        const left = isMoney(figure.unit.en) ? 64 : 34;
        const right = width - 8;
        const scales = scalesOf({ left, right, top, bottom, from: first.day, to, most });
        const { x, y } = scales;
        const below = y(last.value ?? 0) + 15;
        const before = x(until) - left;
        return (
          <>
            <Axes
              {...{ left, right, bottom, x, y }}
              days={scales.days(Math.floor(width / 70))}
              values={scales.values(3)}
              {...(isMoney(figure.unit.en) ? { name: words.wonNear } : {})}
            />
            <Fan {...{ fan, scales, frame: { most } }} />
            {target && (
              <>
                <line className="goal" x1={left} x2={right} y1={y(target.at_least)} y2={y(target.at_least)} />
                <text className="goal-name" x={left + 6} y={y(target.at_least) + 14}>
                  {figures.goalLine(goal ?? '')}
                </text>
                {start != null && target.by && target.met === 'no' && (
                  <line
                    className="pace"
                    x1={x(until)}
                    y1={y(start)}
                    x2={x(target.by)}
                    y2={y(target.at_least)}
                  />
                )}
                {start != null && reachedOn && (
                  <Kept from={[x(until), y(start)]} to={[x(reachedOn), y(target.at_least)]} right={right}>
                    {figures.reachedOn(words.date(reachedOn))}
                  </Kept>
                )}
                {pace && target.by && x(target.by) - x(until) > 2 * room && (
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
                <EndLabel
                  x={x(until)}
                  y={y(official.value) - 9}
                  leftward={before > 40}
                  // Where there is room for the number only, the large one above it tells which it is.
                  title={before > 40 && before < 84 ? '' : figures.reported}
                >
                  {short(exactly(official.value))}
                </EndLabel>
              </>
            )}
            {(official?.value == null || below < bottom) && (
              <EndLabel
                x={x(until)}
                y={Math.min(below, bottom - 4)}
                leftward={right - x(until) < room}
                title={figures.itemised}
              >
                {short(last)}
              </EndLabel>
            )}
          </>
        );
      }}
    </Chart>
  );
}

interface EndLabelProps {
  x: number;
  y: number;
  /** Whether it stands before the end of its line, not after. */
  leftward: boolean;
  title: string;
  children: string | undefined;
}

// Which line ends here, and at what value.
function EndLabel({ x, y, leftward, title, children }: EndLabelProps) {
  return (
    <text className="end" x={leftward ? x - 6 : x + 8} y={y} textAnchor={leftward ? 'end' : 'start'}>
      {title} <tspan>{children}</tspan>
    </text>
  );
}

interface KeptProps {
  from: [number, number];
  to: [number, number];
  right: number;
  /** When the line ends at the target. */
  children: string;
}

// The way at the pace that was kept of late, with a mark where it meets the target, if that is in sight.
function Kept({ from: [x0, y0], to: [x1, y1], right, children }: KeptProps) {
  const part = Math.min(1, (right - x0) / Math.max(1, x1 - x0));
  const seen = part === 1;
  return (
    <>
      <line className="kept" x1={x0} y1={y0} x2={x0 + part * (x1 - x0)} y2={y0 + part * (y1 - y0)} />
      {seen && <path className="reached" d={`M${x1},${y1 - 6}l6,6l-6,6l-6,-6Z`} />}
      {seen && (
        <text className="end" x={x1} y={y1 + 18} textAnchor={x1 > right - 60 ? 'end' : 'middle'}>
          {children}
        </text>
      )}
    </>
  );
}
