import { type CSSProperties, useEffect, useState } from 'react';
import { type Indicator, useEachSeries } from '../api/figures';
import type { Moment } from '../api/queries';
import { Icon } from '../Icon';
import { variantOf } from '../indicators';
import { usePage } from '../page';
import { changeDays, valueOn, yearsNamed } from './days';
import './timeline.css';

interface Props {
  indicators: Indicator[];
  /** The indicator whose values stand above the days; the first when none is shown. */
  shown: Indicator | undefined;
  /** The newest state of the edition: its steps are all there are. */
  now: Moment;
}

const pace = 1100;

/** The days on which an indicator changed, and today, to go through one by one. */
export default function Timeline({ indicators, shown, now }: Props) {
  const { view, go, lang, words } = usePage();
  const [playing, setPlaying] = useState(false);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const series = useEachSeries(
    indicators.map((indicator) => ({
      indicator: indicator.id,
      cut: { variant: variantOf(indicator, view) },
    })),
    now,
  );
  const at = view.at ?? now.at;
  const days = changeDays([...series.flatMap((s) => s?.points.map((p) => p.day) ?? []), at, now.at]);
  const years = days.map((day) => day.slice(0, 4));
  const named = yearsNamed(days);
  const here = days.indexOf(at);
  const index = Math.max(0, shown ? indicators.indexOf(shown) : 0);
  const points = series[index]?.points ?? [];
  const most = Math.max(Number.MIN_VALUE, ...points.map((p) => Number(p.value ?? 0)));
  const told = (day: string) => {
    const point = valueOn(points, day);
    const unit = series[index]?.unit;
    return point && unit ? words.explore.figure({ ...point, unit }) : undefined;
  };
  const set = (i: number) => {
    const day = days[i];
    if (day) go({ at: day === now.at ? undefined : day }, 'replace');
  };

  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => {
      if (here + 1 < days.length) set(here + 1);
      else setPlaying(false);
    }, pace);
    return () => clearTimeout(timer);
  });
  // Whoever moves on to something else wants to see it stand still.
  useEffect(() => {
    if (!playing) return;
    const stop = () => setPlaying(false);
    addEventListener('focusin', stop);
    return () => removeEventListener('focusin', stop);
  }, [playing]);

  return (
    <section className="time" aria-label={words.explore.days}>
      {!still && (
        <button
          type="button"
          className="play"
          aria-label={playing ? words.explore.pause : words.explore.play}
          onClick={() => {
            if (!playing && here === days.length - 1) set(0);
            setPlaying(!playing);
          }}
        >
          <Icon name={playing ? 'pause' : 'play'} />
        </button>
      )}
      <div className="days" style={{ '--days': days.length } as CSSProperties}>
        <p aria-hidden="true">{indicators[index] && words.explore.daysHint(indicators[index].title)}</p>
        <div className="bars" aria-hidden="true">
          {days.map((day, i) => {
            const point = valueOn(points, day);
            const height = Number(point?.value ?? 0) / most;
            return (
              <i key={day} className={i === here ? 'on' : undefined} style={{ height: `${100 * height}%` }} />
            );
          })}
        </div>
        <input
          type="range"
          min={0}
          max={days.length - 1}
          step={1}
          value={here}
          aria-label={words.explore.days}
          aria-valuetext={words.explore.day(at, told(at))}
          onChange={(event) => set(Number(event.target.value))}
        />
        <div className="years" aria-hidden="true">
          {years.map((year, i) => (
            <span key={days[i]} className={year === years[i + 1] ? undefined : 'lone'}>
              {named.has(i) && year}
            </span>
          ))}
        </div>
      </div>
      <output lang={lang}>{at.replaceAll('-', '.')}</output>
    </section>
  );
}
