import { useLayoutEffect, useRef, useState } from 'react';
import {
  cutOf,
  type Figure,
  type FigureRow,
  type Indicator,
  useCitation,
  useFigureRows,
  useForecast,
  useSeries,
  type Value,
} from '../api/figures';
import { useFeature } from '../api/queries';
import { Course } from '../charts/Course';
import { Icon } from '../Icon';
import { usePage } from '../page';
import { formatDecimal, isMoney } from '../text/format';
import { type Composed, readVariant } from '../variant';
import { Citations } from './Citations';
import { Method } from './ForecastMethod';
import { exactly, quantityText, rangeText } from './figure';
import { Problem } from './Problem';
import './figures.css';
import { Skeleton } from './Skeleton';

interface Props {
  indicator: Indicator;
  figure: Figure;
  /** Name of the area the figure is of, when it is not of the nation. */
  where?: string | undefined;
  onClose: () => void;
}

/** Where a figure comes from: its definition, the entries behind it, their documents, and how to cite it. */
export function Evidence({ indicator, figure, where, onClose }: Props) {
  const { lang, words } = usePage();
  const { figures } = words;
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Before the element is gone, so that the focus goes back to the number.
    return () => element?.close();
  }, []);
  const cut = cutOf(figure);
  const moment = { edition: figure.edition, at: figure.day };
  const rows = useFigureRows(indicator.id, cut, moment, lang);
  const computed = !figure.not_computable;
  const series = useSeries(computed ? indicator.id : undefined, cut, moment).data;
  const national = !figure.region && !figure.group && indicator.target !== undefined;
  const forecast = useForecast(indicator.id, figure.variant, moment, computed && national).data;
  const linkTo = (rel: string) => figure.links.find((l) => l.rel === rel)?.href;
  const links = [
    [figures.figureInApi, linkTo('self')],
    [figures.rowsInApi, linkTo('evidence')],
    [figures.definition, linkTo('definition')],
  ] as const;
  return (
    <dialog
      ref={dialog}
      className="evidence modal"
      aria-labelledby="evidence-title"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <div>
          <p className="kind">{figures.evidence}</p>
          <h2 id="evidence-title">
            {indicator.title}
            {where && ` · ${where}`}
          </h2>
        </div>
        <button type="button" className="icon-button" aria-label={words.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <Problem />
      <Correction figure={figure} />
      <p>{indicator.description}</p>
      <Facts indicator={indicator} figure={figure} />
      <Official figure={figure} />
      {series && <Course indicator={indicator} figure={figure} series={series} forecast={forecast} />}
      {forecast && <Method forecast={forecast} />}
      {!rows.data && <Skeleton />}
      {rows.data && <EvidenceRows rows={rows.data} indicator={indicator} figure={figure} onClose={onClose} />}
      <p className="more">
        {links.map(
          ([title, href]) =>
            href && (
              <a key={title} href={href}>
                {title}
                <Icon name="arrow" />
              </a>
            ),
        )}
      </p>
    </dialog>
  );
}

// What has become of a figure since: the numbers that a later edition has corrected.
function Correction({ figure }: { figure: Figure }) {
  const { lang, words } = usePage();
  const { figures } = words;
  const standing = useCitation(figure.id, lang).data?.standing;
  if (!standing || standing.status === 'current' || standing.status === 'stands') return null;
  const said = (n: string | null) => (n === null ? '–' : (quantityText(exactly(n), figure, words) ?? n));
  return (
    <div className="correction" role="note">
      <p>
        <b>{standing.text}</b>{' '}
        <a href={`/f/${figure.id}`}>
          {figures.citationPage}
          <Icon name="arrow" />
        </a>
      </p>
      <ul>
        {standing.differences
          .filter(({ member }) => figures.members[member])
          .map(({ member, old, new: now }) => (
            <li key={member}>
              {member === 'target.met'
                ? figures.differs(figures.members[member] ?? '', metWord(old), metWord(now))
                : figures.differs(figures.members[member] ?? '', said(old), said(now))}
            </li>
          ))}
      </ul>
      {standing.editions.map(({ id, author, reason }) => (
        <p key={id}>{figures.correctedBy(id, author, reason)}</p>
      ))}
    </div>
  );

  function metWord(met: string | null): string {
    return met === 'yes' || met === 'no' || met === 'open' ? figures.met[met] : '–';
  }
}

function Facts({ indicator, figure }: { indicator: Indicator; figure: Figure }) {
  const { lang, words } = usePage();
  const { figures } = words;
  const { reported, numerator, denominator, target, areas } = figure;
  const composed = readVariant(indicator, figure.variant);
  const official: [string, string | undefined] = [
    figures.reported,
    reported && quantityText(exactly(reported.value), figure, words),
  ];
  // What was pressed stands first: where the official value decides, that is the large one.
  const officialFirst = target?.basis === 'reported';
  const facts: [string, string | undefined][] = [
    ...(officialFirst ? [official] : []),
    [
      officialFirst ? figures.itemised : figures.value,
      quantityText(figure, figure, words) ?? figure.not_computable?.[lang],
    ],
    [figures.variant, composed && describe(indicator, composed)],
    [figures.numerator, numerator && amount(numerator, indicator, figure, words)],
    [figures.denominator, denominator && amount(denominator, indicator, figure, words)],
    ...(officialFirst ? [] : [official]),
    [
      figures.overTotal(reported?.total ? words.won(reported.total) : ''),
      reported?.over_total && quantityText(reported.over_total, figure, words),
    ],
    [figures.measuredBy, target && reported && figures.measuredByWhy[target.basis]],
    ...figure.coverage.map((c): [string, string] => [c.title[lang], figures.ofAll(c.value, c.of)]),
    [figures.restated, areas?.restated ? figures.restatedWhy : undefined],
    [figures.day, words.date(figure.day)],
    [figures.edition, `${figures.editionNumber(figure.edition)} · ${figures.digestOf(short(figure.state))}`],
    [figures.definition, figures.digestOf(short(figure.definition))],
  ];
  return (
    <dl className="facts">
      {facts.map(
        ([title, text]) =>
          text && (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{text}</dd>
            </div>
          ),
      )}
      <div>
        <dt>{figures.citation}</dt>
        <dd>
          <CitationId id={figure.id} />
        </dd>
      </div>
    </dl>
  );
}

// A variant in full: what it measures, and what each switch stands at.
function describe(indicator: Indicator, { base, options }: Composed): string {
  const parts = [base, ...options].map((v, i) => {
    const name = i === 0 ? v.title : `${indicator.switches?.[i - 1]?.title}: ${v.title}`;
    return v.description ? `${name}. ${v.description}` : `${name}.`;
  });
  return parts.join(' ');
}

// Enough of a digest to tell it from another; the citation page has all of it.
function short(digest: string): string {
  return digest.slice(0, 12);
}

function CitationId({ id }: { id: string }) {
  const { lang, words } = usePage();
  const { figures } = words;
  const [said, setSaid] = useState('');
  const address = `${location.origin}/f/${id}`;
  const cite = useCitation(id, lang).data?.cite[lang] ?? `${id} ${address}`;
  const copy = () =>
    navigator.clipboard.writeText(cite).then(
      () => setSaid(figures.copied),
      () => setSaid(figures.copyFailed),
    );
  return (
    <>
      <a className="address" href={`/f/${id}`}>
        <code>{id}</code>
      </a>{' '}
      <button type="button" className="text-button" onClick={copy}>
        {figures.copyCitation}
      </button>{' '}
      <span role="status">{said}</span>
      <span className="address">{address}</span>
    </>
  );
}

// The official value and the target are entries with documents of their own.
function Official({ figure }: { figure: Figure }) {
  const { words } = usePage();
  const { figures } = words;
  const { reported, target } = figure;
  const moment = { edition: figure.edition, at: figure.day };
  const sources = [
    useFeature(reported && { layer: reported.layer, id: reported.feature }, moment).data,
    useFeature(target && { layer: target.layer, id: target.feature }, moment).data,
  ];
  const values = [
    reported && `${figures.reported} ${quantityText(exactly(reported.value), figure, words)}`,
    target && `${figures.target} ${quantityText(exactly(target.at_least), figure, words)}`,
  ];
  if (!reported && !target) return null;
  return (
    <section className="citations">
      <h3>{figures.officialDocuments}</h3>
      {sources.map(
        (source, i) =>
          source && (
            <div key={source.id}>
              <b>{values[i]}</b>
              <Citations citations={source.citations} />
            </div>
          ),
      )}
    </section>
  );
}

function EvidenceRows(props: {
  rows: FigureRow[];
  indicator: Indicator;
  figure: Figure;
  onClose: () => void;
}) {
  const { rows, indicator, figure, onClose } = props;
  const { words, choose } = usePage();
  const { figures } = words;
  if (rows.length === 0) return <p className="empty">{figures.noRows}</p>;
  const all = Object.values(figure.rows).reduce((sum, n) => sum + n, 0);
  return (
    <table className="citations">
      <caption>
        {figures.rows(words.number(all))}
        {rows.length < all && ` ${figures.firstRows(words.number(rows.length))}`}
      </caption>
      <thead>
        <tr>
          <th scope="col">{figures.entry}</th>
          <th scope="col">{figures.role}</th>
          <th scope="col">{figures.amount}</th>
          <th scope="col">{figures.stage}</th>
          <th scope="col">{figures.documents}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <button
                type="button"
                onClick={() => {
                  onClose();
                  choose({ layer: indicator.layer, id: row.id });
                }}
              >
                {row.title}
              </button>
            </th>
            <td>{figures.roles[row.role]}</td>
            <td>{amount({ value: null, low: row.low, high: row.high }, indicator, figure, words)}</td>
            <td>{words.date(row.stage)}</td>
            <td>
              <Citations citations={row.citations} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

// What is added up: entries for a count, and for any other won or cases.
function amount(
  value: Value,
  indicator: Indicator,
  { unit, parts_unit = unit }: Figure,
  words: ReturnType<typeof usePage>['words'],
): string {
  if (indicator.kind === 'count' || indicator.kind === 'distinct') return rangeText(value) ?? '–';
  const ends = [...new Set([value.low ?? value.value, value.high ?? value.value])];
  const said = (n: string) =>
    isMoney(parts_unit[words.lang]) ? words.won(n) : words.figures.cases(formatDecimal(n));
  return ends.map((end) => (end === null ? '' : said(end))).join(' – ');
}
