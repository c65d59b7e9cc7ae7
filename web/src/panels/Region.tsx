import { useEffect, useRef } from 'react';
import { isPlaced } from '../api/definition';
import type { Moment } from '../api/queries';
import type { Area } from '../areas';
import { Icon } from '../Icon';
import type { DrawnRow } from '../map/legend';
import { usePage } from '../page';

interface Props {
  region: Area;
  areas: Area[];
  rows: DrawnRow[];
  moment: Moment;
  focus: boolean;
}

/** The card of the region looked into: its si/do and how much of each drawn layer lies in it. */
export function RegionCard({ region, areas, rows, moment, focus }: Props) {
  const { go, lang, words, enter } = usePage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus && region.code) heading.current?.focus();
  }, [focus, region.code]);
  const members = areas
    .filter((a) => a.level === 'sido' && a.region === region.code)
    .map((a) => a.short[lang]);
  const inside = rows.filter(({ row }) => row.properties.region === region.code);
  const layers = [...new Set(rows.map(({ entry }) => entry.layer))].filter(isPlaced);
  const api = `/api/collections/${region.layer}/items/${region.id}?edition=${moment.edition}&at=${moment.at}`;
  return (
    <article className="region-card" aria-labelledby="region-title">
      <header>
        <div>
          <h2 id="region-title" ref={heading} tabIndex={-1}>
            {region.name[lang]}
          </h2>
          <p>{members.join(' · ')}</p>
        </div>
        <button
          type="button"
          className="icon-button"
          aria-label={words.close}
          onClick={() => enter(undefined)}
        >
          <Icon name="close" />
        </button>
      </header>
      <dl>
        {layers.map((layer) => (
          <div key={layer.id}>
            <dt>{layer.title[lang]}</dt>
            <dd>
              <b>{words.number(inside.filter(({ entry }) => entry.layer === layer).length)}</b>
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
