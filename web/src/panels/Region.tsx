import { useEffect, useRef } from 'react';
import { isPlaced } from '../api/definition';
import type { Figure, Indicator } from '../api/figures';
import type { Moment } from '../api/queries';
import { type Area, areasListed, liesIn, listingOf, pathTo } from '../areas';
import { Icon } from '../Icon';
import type { DrawnRow } from '../map/legend';
import { usePage } from '../page';
import { FigureButton } from './FigureButton';

interface Props {
  area: Area;
  areas: Area[];
  rows: DrawnRow[];
  /** The indicator that is shown, and its figure here. */
  indicator: Indicator | undefined;
  figure: Figure | undefined;
  moment: Moment;
  focus: boolean;
}

/** The card of the area looked into: its parts, its figure and how much of each drawn layer lies in it. */
export function RegionCard({ area, areas, rows, indicator, figure, moment, focus }: Props) {
  const { go, lang, words, enter } = usePage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus && area.code) heading.current?.focus();
  }, [focus, area.code]);
  const path = pathTo(area, areas);
  const parts = area.level === 'region' ? areasListed(listingOf(area, areas), areas) : [];
  const about =
    parts.length > 0 && parts.length < 6
      ? parts.map((a) => a.short[lang])
      : path.slice(0, -1).map((a) => a.short[lang]);
  const inside = rows.filter(({ row }) => liesIn(row, area, areas));
  // Entry by entry: a layer may hold what its indicator does not count.
  const entries = [...new Set(rows.map(({ entry }) => entry))].filter(
    ({ layer }) => isPlaced(layer) && !(figure && layer.id === indicator?.layer),
  );
  const api = `/api/collections/${area.layer}/items/${area.id}?edition=${moment.edition}`;
  return (
    <article className="region-card" aria-labelledby="region-title">
      <header>
        <div>
          <h2 id="region-title" ref={heading} tabIndex={-1}>
            {area.name[lang]}
          </h2>
          <p>{about.join(' · ')}</p>
        </div>
        <button
          type="button"
          className="icon-button"
          aria-label={words.close}
          onClick={() => enter(path.at(-2)?.code)}
        >
          <Icon name="close" />
        </button>
      </header>
      <dl>
        {figure && indicator && (
          <div className="measured">
            <dt>{words.explore.measured(indicator)}</dt>
            <dd>
              <b>
                <FigureButton indicator={indicator} figure={figure} where={area.name[lang]}>
                  {words.explore.figure(figure)}
                </FigureButton>
              </b>{' '}
              <small>{words.explore.bounds(figure.low, figure.high, indicator.unit)}</small>
            </dd>
          </div>
        )}
        {entries.map((entry) => (
          <div key={entry.key}>
            <dt>{entry.rule.title[lang]}</dt>
            <dd>
              <b>{words.number(inside.filter((one) => one.entry === entry).length)}</b>
              {words.countUnit}
            </dd>
          </div>
        ))}
      </dl>
      <p className="more">
        <button type="button" onClick={() => go({ as: 'table' })}>
          {words.asTable}
          <Icon name="arrow" />
        </button>
      </p>
      <p className="more">
        <a href={api}>
          {words.regionApi}
          <Icon name="arrow" />
        </a>
      </p>
    </article>
  );
}
