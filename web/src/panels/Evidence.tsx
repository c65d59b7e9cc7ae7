import { useLayoutEffect, useRef, useState } from 'react';
import {
  type Figure,
  type FigureRow,
  type Indicator,
  useFigureRows,
  useSeries,
  type Value,
} from '../api/figures';
import { useFeature } from '../api/queries';
import { BurnUp } from '../charts/BurnUp';
import { Share } from '../charts/Share';
import { Icon } from '../Icon';
import { usePage } from '../page';
import { useNarrow } from '../useNarrow';
import { Citations } from './Citations';
import { exactly, quantityText, rangeText } from './figure';
import './figures.css';

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
  const narrow = useNarrow();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Before the element is gone, so that the focus goes back to the number.
    return () => element?.close();
  }, []);
  const cut = { variant: figure.variant, region: figure.region };
  const moment = { edition: figure.edition, at: figure.day };
  const rows = useFigureRows(indicator.id, cut, moment, lang);
  const series = useSeries(narrow ? indicator.id : undefined, cut, moment).data;
  const variant = indicator.variants.find((v) => v.id === figure.variant);
  const linkTo = (rel: string) => figure.links.find((l) => l.rel === rel)?.href;
  const Steps = indicator.kind === 'count' ? BurnUp : Share;
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
      <p>{indicator.description}</p>
      <Facts indicator={indicator} figure={figure} variant={variant} />
      {series && !figure.not_computable && <Steps indicator={indicator} figure={figure} series={series} />}
      <Official figure={figure} />
      {rows.error && <p className="problem">{`${figures.rowsFailed} ${rows.error.message}`}</p>}
      {rows.isPending && <span className="skeleton" />}
      {rows.data && <EvidenceRows rows={rows.data} indicator={indicator} onClose={onClose} />}
      <p className="more">
        <a href={linkTo('self')}>
          {figures.figureInApi}
          <Icon name="arrow" />
        </a>
        <a href={linkTo('evidence')}>
          {figures.rowsInApi}
          <Icon name="arrow" />
        </a>
      </p>
    </dialog>
  );
}

function Facts(props: {
  indicator: Indicator;
  figure: Figure;
  variant: Indicator['variants'][number] | undefined;
}) {
  const { indicator, figure, variant } = props;
  const { lang, words } = usePage();
  const { figures } = words;
  const { reported, numerator, denominator } = figure;
  const facts: [string, string | undefined][] = [
    [figures.value, quantityText(figure, figure, words) ?? figure.not_computable?.[lang]],
    [figures.variant, variant && `${variant.title}. ${variant.description}`],
    [figures.numerator, numerator && amount(numerator, indicator, words)],
    [figures.denominator, denominator && amount(denominator, indicator, words)],
    [figures.reported, reported && quantityText(exactly(reported.value), figure, words)],
    [
      figures.overTotal(reported?.total ? words.won(reported.total) : ''),
      reported?.over_total && quantityText(reported.over_total, figure, words),
    ],
    ...figure.coverage.map((c): [string, string] => [c.title[lang], figures.ofAll(c.value, c.of)]),
    [figures.day, words.date(figure.day)],
    [figures.edition, figures.editionNumber(figure.edition)],
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

function CitationId({ id }: { id: string }) {
  const { figures } = usePage().words;
  const [said, setSaid] = useState('');
  const copy = () =>
    navigator.clipboard.writeText(id).then(
      () => setSaid(figures.copied),
      () => setSaid(figures.copyFailed),
    );
  return (
    <>
      <code>{id}</code>{' '}
      <button type="button" className="text-button" onClick={copy}>
        {figures.copyCitation}
      </button>{' '}
      <span role="status">{said}</span>
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

function EvidenceRows(props: { rows: FigureRow[]; indicator: Indicator; onClose: () => void }) {
  const { rows, indicator, onClose } = props;
  const { words, choose } = usePage();
  const { figures } = words;
  if (rows.length === 0) return <p className="empty">{figures.noRows}</p>;
  return (
    <table className="citations">
      <caption>{figures.rows(words.number(rows.length))}</caption>
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
            <td>{amount({ value: null, low: row.low, high: row.high }, indicator, words)}</td>
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

// What is added up: entries for a count, won for a share.
function amount(value: Value, indicator: Indicator, words: ReturnType<typeof usePage>['words']): string {
  if (indicator.kind === 'count') return rangeText(value) ?? '–';
  const ends = [...new Set([value.low ?? value.value, value.high ?? value.value])];
  return ends.map((end) => (end === null ? '' : words.won(end))).join(' – ');
}
