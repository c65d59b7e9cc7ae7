import type { Figure, Indicator, Series } from '../../api/figures';
import type { Area } from '../../areas';
import { Axes } from '../../charts/Chart';
import { scalesOf, stepBand, stepLine } from '../../charts/steps';
import { useWidth } from '../../charts/useWidth';
import '../../charts/charts.css';
import { usePage } from '../../page';
import { chartPicture, courseOf } from '../../share/chartPicture';
import { SaveButton } from '../../share/SaveButton';
import { compareWords } from '../../text/compare';
import { daysOf } from './compare';
import './courses.css';

interface Props {
  indicator: Indicator;
  /** The figure of the nation, and that of each area in their order. */
  whole: Figure | undefined;
  figures: Figure[];
  areas: Area[];
  /** The course of each area, in their order. */
  series: Series[];
  /** What the table of all courses is called. */
  title: string;
  /** A value with its unit. */
  value: (decimal: string) => string;
}

const height = 96;
const [top, bottom] = [8, height - 20];

/** The courses of several areas as small charts on one scale, and all of them as one table. */
export function Courses({ indicator, whole, figures, areas, series, title, value }: Props) {
  const { lang, words } = usePage();
  const say = compareWords[lang];
  const days = daysOf(series);
  const points = series.flatMap((s) => s.points);
  const from = days[0]?.day;
  const until = series[0]?.until;
  const most = Math.max(Number.MIN_VALUE, ...points.map((p) => Number(p.high ?? p.value ?? 0)));
  if (!from || !until) return null;
  return (
    <div className="courses">
      <h3>
        {say.courses} <small>{say.coursesHint}</small>
        {whole && (
          <SaveButton
            title={title}
            take={(button) =>
              chartPicture(
                button,
                indicator,
                whole,
                figures.map((figure, i) => courseOf(indicator, figure, areas[i]?.name[lang] ?? '')),
              )
            }
          />
        )}
      </h3>
      <ul>
        {areas.map((area, i) => {
          const course = series[i];
          return (
            course && (
              <li key={area.code}>
                <Course name={area.name[lang]} course={course} {...{ from, until, most }} />
              </li>
            )
          );
        })}
      </ul>
      <details className="twin">
        <summary>{words.figures.asTable}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="scroll" aria-label={title} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{say.day}</th>
                {areas.map((area) => (
                  <th key={area.code} scope="col" className="count">
                    {area.short[lang]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {days.map(({ day, values }) => (
                <tr key={day}>
                  <th scope="row">{words.date(day)}</th>
                  {values.map((v, i) => (
                    <td key={areas[i]?.code} className="count light">
                      {v === null ? '–' : value(v)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </div>
  );
}

function Course(props: { name: string; course: Series; from: string; until: string; most: number }) {
  const { name, course, from, until, most } = props;
  const { words } = usePage();
  const [width, attach] = useWidth();
  const left = 26;
  const right = width - 8;
  const scales = scalesOf({ left, right, top, bottom, from, to: until, most });
  const last = course.points.at(-1);
  return (
    <figure className="chart" ref={attach}>
      <figcaption>
        {name} <b>{last && words.explore.figure({ ...last, unit: course.unit })}</b>
      </figcaption>
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={words.explore.stepsOf(name, course.points)}
      >
        {width > 0 && (
          <>
            <Axes
              {...{ left, right, bottom, x: scales.x, y: scales.y }}
              days={scales.days(Math.floor(width / 70))}
              values={scales.values(2)}
            />
            <path
              className="band"
              d={stepBand(
                course.points.map((p) => ({ day: p.day, value: p })),
                until,
                scales,
              )}
            />
            <path className="official" d={stepLine(course.points, until, scales)} />
          </>
        )}
      </svg>
    </figure>
  );
}
