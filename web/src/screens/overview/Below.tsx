import { Fragment } from 'react';
import { useEachSeries } from '../../api/figures';
import { marking } from '../../map/legend';
import { usePage } from '../../page';
import { languageOf } from '../../panels/facts';
import { exactly, quantityText } from '../../panels/figure';
import { publishersOf } from '../../share/text';
import { overviewWords } from '../../text/overview';
import type { Base, useOverview } from '../../useData';
import { formatView } from '../../view';
import { Courses } from '../compare/Courses';
import './below.css';

interface Props {
  base: Base;
  data: ReturnType<typeof useOverview>;
}

/** What stands under the map: how each region moved, and what all of it rests on. */
export default function Below({ base, data }: Props) {
  return (
    <>
      <Moves base={base} data={data} />
      <Grounds base={base} data={data} />
    </>
  );
}

// The courses of the listed areas on one scale; of si/gun/gu there are too many to draw.
function Moves({ base, data }: Props) {
  const { lang, words } = usePage();
  const { indicator, variant, listing, listed, figures, whole } = data;
  const few =
    indicator && listing.by !== 'sigungu'
      ? listed.filter(({ code }) => figures?.some((f) => f.region === code))
      : [];
  const series = useEachSeries(
    few.map(({ code }) => ({ indicator: indicator?.id ?? '', cut: { variant, region: code } })),
    base.moment,
  );
  const known = series.flatMap((s) => s ?? []);
  if (!indicator || !figures || few.length < 2 || known.length < few.length) return null;
  const unit = whole?.unit ?? { ko: indicator.unit, en: indicator.unit };
  return (
    <section className="card moves" aria-label={overviewWords[lang].moves(indicator.title)}>
      <h2>{overviewWords[lang].moves(indicator.title)}</h2>
      <Courses
        indicator={indicator}
        whole={whole}
        figures={few.flatMap(({ code }) => figures.find((f) => f.region === code) ?? [])}
        areas={few}
        series={known}
        title={overviewWords[lang].moves(indicator.title)}
        value={(v) => quantityText(exactly(v), { unit }, words) ?? v}
      />
    </section>
  );
}

// How much of each layer stands on the map, whose documents it rests on, and the address under which it stays so.
function Grounds({ base, data }: Props) {
  const { view, lang, words } = usePage();
  const say = overviewWords[lang];
  const { moment, definitions } = base;
  const layers = definitions.flatMap((layer) => {
    const rows = data.layerRows.get(layer.id);
    return rows && layer.style?.on ? [{ layer, rows }] : [];
  });
  const citations = layers.flatMap(({ rows }) => rows.flatMap((row) => row.citations));
  const publishers = publishersOf(citations);
  const documents = new Set(citations.map((c) => c.source)).size;
  if (!moment || layers.length === 0) return null;
  const named = publishers.slice(0, 14);
  return (
    <section className="card grounds" aria-labelledby="grounds">
      <h2 id="grounds">{say.grounds}</h2>
      <ul>
        {layers.map(({ layer, rows }) => {
          const placed = rows.filter((row) => marking(row) !== 'none').length;
          return (
            <li key={layer.id}>
              {layer.title[lang]} <b>{words.drawnOf(placed, rows.length)}</b>
              <span className="bar" aria-hidden="true">
                <i style={{ width: `${(100 * placed) / Math.max(1, rows.length)}%` }} />
              </span>
            </li>
          );
        })}
      </ul>
      <p>
        {say.documents(documents)}:{' '}
        {named.map((name, i) => (
          <Fragment key={name}>
            {i > 0 && ', '}
            <span {...languageOf(name, lang)}>{name}</span>
          </Fragment>
        ))}
        {publishers.length > named.length && say.more(publishers.length - named.length)}.{' '}
        <a href={`/${formatView({ screen: 'data', layer: 'sources', lang })}`}>{say.allDocuments}</a>
      </p>
      <p>
        {say.state(moment.at, moment.edition)}{' '}
        <a href={`/${formatView({ ...view, ...moment, lang })}`}>{say.permalink}</a>
      </p>
    </section>
  );
}
