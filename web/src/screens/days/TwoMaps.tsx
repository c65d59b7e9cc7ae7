import { type CSSProperties, useEffect, useState } from 'react';
import { MapPanel } from '../../map/MapPanel';
import type { MapControl } from '../../map/MapView';
import { usePage } from '../../page';
import { dayWords } from '../../text/days';
import type { Base } from '../../useData';
import { BothDays } from './BothDays';
import { type Overview, type Side, useDays } from './useDays';
import './days.css';

interface Props {
  base: Base;
  data: Overview;
  narrow: boolean;
}

/**
 * The maps of two days in one place and under one camera, with a line between them that is drawn aside; on a small
 * screen one of the two. Their table is one table.
 */
export default function TwoMaps({ base, data, narrow }: Props) {
  const { view } = usePage();
  const { from, to } = useDays(base, data);
  if (view.as === 'table') return <BothDays from={from} to={to} />;
  return narrow ? <InTurn from={from} to={to} /> : <Swipe from={from} to={to} />;
}

function Swipe({ from, to }: { from: Side; to: Side }) {
  const { lang, words } = usePage();
  const say = dayWords[lang];
  const [percent, setPercent] = useState(50);
  const [left, setLeft] = useState<MapControl>();
  const [right, setRight] = useState<MapControl>();
  useJoined(left, right);
  return (
    <div className="two-days" style={{ '--part': percent / 100 } as CSSProperties}>
      <DayMap side={from} narrow={false} onControl={setLeft} />
      <DayMap side={to} narrow={false} onControl={setRight} />
      <div className="divider" aria-hidden="true">
        <span>{words.date(from.day)}</span>
        <span>{words.date(to.day)}</span>
      </div>
      <input
        type="range"
        min={0}
        max={100}
        value={percent}
        aria-label={say.divider}
        aria-valuetext={say.divided(from.day, to.day, percent)}
        onChange={({ target }) => setPercent(target.valueAsNumber)}
      />
    </div>
  );
}

function InTurn({ from, to }: { from: Side; to: Side }) {
  const { lang } = usePage();
  const say = dayWords[lang];
  const [earlier, setEarlier] = useState(false);
  return (
    <div className="two-days">
      <DayMap side={earlier ? from : to} narrow />
      <fieldset className="segments which-day">
        <legend className="unseen">{say.which}</legend>
        {[from, to].map((side) => (
          <label key={side === from ? 'from' : 'to'}>
            <input
              type="radio"
              name="which-day"
              checked={earlier === (side === from)}
              onChange={() => setEarlier(side === from)}
            />
            <span>{side.day.replaceAll('-', '.')}</span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}

function DayMap(props: { side: Side; narrow: boolean; onControl?: (control: MapControl) => void }) {
  const { side, narrow, onControl } = props;
  const { base, data } = side;
  return (
    <div className="day-map">
      <MapPanel
        entries={base.entries}
        drawn={data.drawn}
        rows={data.rows}
        areas={base.areas}
        area={base.area}
        within={data.listing.within}
        listed={data.listed}
        figures={data.figures}
        classes={data.indicator?.classes}
        shaded={data.shaded}
        moment={base.moment}
        now={base.now}
        selected={data.selected}
        narrow={narrow}
        day={side.day}
        {...(onControl ? { onControl } : {})}
      />
    </div>
  );
}

// Whichever map is moved takes the other along.
function useJoined(one: MapControl | undefined, other: MapControl | undefined) {
  useEffect(() => {
    if (!one || !other) return;
    let following = false;
    const lead = (first: MapControl, second: MapControl) =>
      first.onMove((camera) => {
        if (following) return;
        following = true;
        second.moveTo(camera);
        following = false;
      });
    const ends = [lead(one, other), lead(other, one)];
    return () => {
      for (const end of ends) end();
    };
  }, [one, other]);
}
