import { useEffect, useRef } from 'react';
import { type Definition, nameOf } from '../api/definition';
import type { Moment, Row } from '../api/queries';
import type { Area } from '../areas';
import { Icon } from '../Icon';
import { type DrawnRow, marking } from '../map/legend';
import { usePage } from '../page';
import { Citations } from './Citations';
import { doubtsOf, type Fact, factsOf, stagesOf } from './facts';

interface Props {
  row: Row;
  definition: Definition;
  /** What it is called, when its own name does not say. */
  title?: string | undefined;
  areas: Area[];
  moment: Moment;
  /** Other features at the same point. */
  neighbours: DrawnRow[];
  focus: boolean;
  onClose: () => void;
}

/** The card of the selected feature: what is known, how well, and from which documents. */
export function FeatureCard({ row, definition, title, areas, moment, neighbours, focus, onClose }: Props) {
  const { lang, words, choose } = usePage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus && row.id) heading.current?.focus();
  }, [focus, row.id]);
  const { properties: p } = row;
  const facts = factsOf(definition, p, words);
  const lead = facts.find((f) => f.id === 'description');
  const long = facts.filter((f) => f !== lead && f.text.length > 90);
  const short = facts.filter((f) => f !== lead && !long.includes(f));
  const api = `/api/collections/${definition.id}/items/${encodeURIComponent(row.id)}?edition=${moment.edition}&at=${moment.at}`;
  return (
    <article className="feature" aria-labelledby="feature-title">
      <header>
        <div>
          <p className="kind">{definition.title[lang]}</p>
          <h2 id="feature-title" ref={heading} tabIndex={-1}>
            {title ?? nameOf(row, lang)}
          </h2>
        </div>
        <button type="button" className="icon-button" aria-label={words.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {lead && <p className="lead-text">{lead.text}</p>}
      <Stages row={row} definition={definition} />
      <PlaceFacts row={row} areas={areas} />
      <FactList facts={short} />
      {long.length > 0 && (
        <details>
          <summary>{words.facts}</summary>
          <FactList facts={long} />
        </details>
      )}
      <section className="citations">
        <h3>{words.sources}</h3>
        <Citations citations={row.citations} />
      </section>
      {neighbours.length > 0 && (
        <section>
          <h3>{words.samePlace(neighbours.length)}</h3>
          <ul className="names">
            {neighbours.map(({ row: other, entry }) => (
              <li key={other.id}>
                <button type="button" onClick={() => choose({ layer: entry.layer.id, id: other.id })}>
                  {nameOf(other, lang)}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="more">
        <a href={api}>
          {words.api}
          <Icon name="arrow" />
        </a>
      </p>
    </article>
  );
}

function Stages({ row, definition }: { row: Row; definition: Definition }) {
  const { words } = usePage();
  const stages = stagesOf(definition, row.properties, words);
  if (stages.length === 0) return null;
  return (
    <ol className="stages" aria-label={words.stage}>
      {stages.map((stage) => (
        <li
          key={stage.id}
          className={stage.reached ? 'reached' : undefined}
          aria-current={stage.current ? 'step' : undefined}
        >
          <b>{stage.title}</b>
          <span>{stage.day ?? '–'}</span>
        </li>
      ))}
    </ol>
  );
}

function PlaceFacts({ row, areas }: { row: Row; areas: Area[] }) {
  const { words, lang } = usePage();
  const { properties: p } = row;
  if (!('precision' in p)) return null;
  const nameOfArea = (code: unknown) => areas.find((a) => a.code === code)?.name[lang] ?? String(code);
  const among = Array.isArray(p.among) ? p.among.map(nameOfArea).join(' · ') : undefined;
  const path = [p.region, p.sido, p.sigungu].filter(Boolean).map(nameOfArea);
  const place = [...path, ...(among ? [among] : [])].join(' › ');
  const doubts = doubtsOf(p, row.citations);
  const precision = String(p.precision ?? 'none');
  return (
    <>
      <dl className="facts">
        <div>
          <dt>{words.place}</dt>
          <dd>
            {place || words.placeUnknown}
            {typeof p.stated_detail === 'string' && (
              <small lang={lang === 'en' ? 'ko' : undefined}>{p.stated_detail}</small>
            )}
          </dd>
        </div>
        <div>
          <dt>{words.precisionTitle}</dt>
          <dd>
            {words.precision[precision] ?? precision}
            <small>{words.marking[marking(row)]}</small>
          </dd>
        </div>
      </dl>
      <ul className="doubts">
        {doubts.inferred && (
          <li>
            <b>{words.inferred}</b> {words.inferredWhy} <small lang="en">({doubts.inferred})</small>
          </li>
        )}
        {doubts.disagrees && (
          <li>
            <b>{words.disagrees}</b> {words.disagreesWhy(nameOfArea(doubts.disagrees))}
          </li>
        )}
        {doubts.indirect && (
          <li>
            <b>{words.indirect}</b> {words.indirectWhy}
          </li>
        )}
      </ul>
    </>
  );
}

function FactList({ facts }: { facts: Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ id, title, text, lang }) => (
        <div key={id}>
          <dt>{title}</dt>
          <dd lang={lang}>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
