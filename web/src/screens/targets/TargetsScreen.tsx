import { useMemo } from 'react';
import type { Properties } from '../../api/definition';
import { useGivenUp } from '../../api/failures';
import { useEachFigure } from '../../api/figures';
import { type Target, useTargets } from '../../api/targets';
import { type Choice, filterFor, hasValues, sorted, withValue } from '../../filter';
import { Icon } from '../../Icon';
import { leading } from '../../indicators';
import { usePage } from '../../page';
import { FigureButton } from '../../panels/FigureButton';
import { exactly, gapText, quantityText } from '../../panels/figure';
import { Targets } from '../../panels/Targets';
import { targetWords } from '../../text/targets';
import { type Base, useOne } from '../../useData';
import type { Lang } from '../../view';
import { Detail } from '../Detail';
import { Filters } from '../Filters';
import { Head } from '../Head';
import { Waiting } from '../Missing';
import { SortHead } from '../SortHead';
import { History } from './History';
import { daysBetween, nextDue } from './history';
import { Matrix } from './Matrix';
import { isMatrix } from './matrix';
import { quantity } from './quantity';
import '../screens.css';
import './targets.css';
import { Skeleton } from '../../panels/Skeleton';

/** A target with the columns that it is chosen and sorted by. */
interface Line {
  target: Target;
  properties: Properties;
}

const none: Target[] = [];

/** Everything announced that is to be reached: against figures where there are any, as announced where not. */
export default function TargetsScreen({ base }: { base: Base }) {
  const { view, lang, words } = usePage();
  const say = targetWords[lang];
  const { moment } = base;
  const answer = useTargets(moment, lang);
  const targets = answer.data?.targets ?? none;
  const leaders = useMemo(() => leading(base.indicators), [base.indicators]);
  // What stands below the indicators waits for them, or they would push it down.
  const gone = useGivenUp();
  const early = base.indicators.length === 0 && !base.ready && !gone;
  const selected = targets.find((t) => t.layer === view.select?.layer && t.feature === view.select.id);
  return (
    <>
      <Head
        base={base}
        title={
          answer.data
            ? say.title(targets.length, targets.filter((t) => t.figure).length)
            : words.nav.screens.targets
        }
        about={say.about}
        absent={answer.data !== undefined && view.select !== undefined && !selected}
      />
      <section aria-labelledby="measured" className="measured-targets">
        <h2 id="measured">{say.measured}</h2>
        <Targets indicators={leaders} all={base.indicators} area={base.area} moment={moment} />
      </section>
      {early && <Waiting />}
      {base.indicators.filter(isMatrix).map((indicator) => (
        <Matrix key={indicator.id} indicator={indicator} base={base} />
      ))}
      {!early && !answer.data && <Waiting />}
      <div className={selected ? 'with-page' : undefined}>
        {!early && answer.data && <Announced base={base} targets={targets} rule={answer.data.rule} />}
        {selected && <PageOf target={selected} base={base} />}
      </div>
    </>
  );
}

// All that is known of a target, as the feature that records it.
function PageOf({ target, base }: { target: Target; base: Base }) {
  const { row, definition } = useOne({ layer: target.layer, id: target.feature }, base);
  return row && definition ? (
    <Detail base={base} definition={definition} row={row} title={target.title}>
      <History target={target} base={base} />
    </Detail>
  ) : null;
}

function Announced(props: { base: Base; targets: Target[]; rule: string }) {
  const { base, targets, rule } = props;
  const { view, lang, words } = usePage();
  const say = targetWords[lang];
  const lines = useMemo(() => targets.map(lineOf), [targets]);
  const choices = choicesAmong(targets, base, say, words.lists.region, lang);
  const filter = filterFor(choices, view.filter);
  const chosen = lines.filter((line) => hasValues(line.properties, filter));
  const shown = view.sort ? sorted(chosen, view.sort) : chosen;
  const next = base.moment && nextDue(targets, base.moment.at);
  const asked = new URLSearchParams({ lang });
  if (base.moment) {
    asked.set('at', base.moment.at);
    asked.set('edition', String(base.moment.edition));
  }
  for (const column of ['status', 'theme', 'region']) {
    if (filter[column]) asked.set(column, filter[column]);
  }
  return (
    <section className="card list" aria-labelledby="announced">
      <header>
        <h2 id="announced">
          {say.all} <small>{words.lists.shown(shown.length, lines.length)}</small>
        </h2>
      </header>
      {next && base.moment && (
        <p className="next-due">
          {say.nextDue(
            next,
            daysBetween(base.moment.at, next),
            targets.filter((t) => t.due === next && t.status !== 'met').length,
          )}
        </p>
      )}
      <Years lines={lines} filter={filter} />
      <Filters choices={choices.filter((c) => c.column !== 'year')} filter={filter} rows={lines} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="scroll" aria-label={say.table} tabIndex={0}>
        <table className="stacks">
          <thead>
            <tr>
              <SortHead column="title" title={say.columns.title} sort={view.sort} />
              <th scope="col">{say.columns.value}</th>
              <SortHead column="due" title={say.columns.due} sort={view.sort} />
              <th scope="col">{say.columns.status}</th>
              <th scope="col">{say.columns.figure}</th>
              <SortHead column="announced" title={say.columns.announced} sort={view.sort} />
            </tr>
          </thead>
          <tbody>
            {shown.map(({ target }) => (
              <TargetRow key={`${target.layer}/${target.feature}`} target={target} base={base} next={next} />
            ))}
          </tbody>
        </table>
      </section>
      {shown.length === 0 && <p className="empty">{words.lists.noneLeft}</p>}
      <details className="hint">
        <summary>{say.rule}</summary>
        {rule}
      </details>
      <p className="more">
        <a href={`/api/targets?${asked}`}>
          {say.api}
          <Icon name="arrow" />
        </a>
      </p>
    </section>
  );
}

function lineOf(target: Target): Line {
  const { title, kind, theme, status, due, announced, regions } = target;
  return {
    target,
    properties: {
      title,
      status,
      announced,
      due,
      kind: kind.id,
      theme: theme.id,
      year: due?.slice(0, 4) ?? null,
      region: regions.length === 1 ? (regions[0] ?? null) : null,
    },
  };
}

function choicesAmong(
  targets: Target[],
  base: Base,
  say: (typeof targetWords)['ko'],
  region: string,
  lang: Lang,
): Choice[] {
  const titles = (of: 'kind' | 'theme') => new Map(targets.map((t) => [t[of].id, t[of].title]));
  const [kinds, themes] = [titles('kind'), titles('theme')];
  const area = (code: string) => base.areas.find((a) => a.code === code);
  return [
    {
      column: 'status',
      title: say.columns.status,
      nameOf: (id) => say.status[id as Target['status']] ?? id,
    },
    { column: 'theme', title: say.columns.theme, nameOf: (id) => themes.get(id) ?? id },
    { column: 'kind', title: say.columns.kind, nameOf: (id) => kinds.get(id) ?? id },
    { column: 'region', title: region, nameOf: (code) => area(code)?.name[lang] ?? code },
    { column: 'year', title: say.dueYear, nameOf: say.year },
  ];
}

// The years in which something is due, each with how much: a chart that is also the choice of a year.
function Years({ lines, filter }: { lines: Line[]; filter: Record<string, string> }) {
  const { go, lang, words } = usePage();
  const say = targetWords[lang];
  const counts = new Map<string, number>();
  for (const { properties } of lines) {
    if (typeof properties.year === 'string')
      counts.set(properties.year, (counts.get(properties.year) ?? 0) + 1);
  }
  const most = Math.max(1, ...counts.values());
  const undated = lines.filter((line) => line.properties.year === null).length;
  return (
    <fieldset className="due-years">
      <legend>{say.dueYear}</legend>
      {[...counts]
        .sort(([a], [b]) => Number(a) - Number(b))
        .map(([year, count]) => {
          const on = filter.year === year;
          return (
            <button
              key={year}
              type="button"
              aria-pressed={on}
              onClick={() => go({ filter: withValue(filter, 'year', on ? undefined : year) }, 'replace')}
            >
              <span>{year}</span> <i style={{ height: `${(2.5 * count) / most}rem` }} />
              <b>{words.number(count)}</b>
            </button>
          );
        })}
      {undated > 0 && (
        <p>
          <span>{say.noYear}</span> <b>{words.number(undated)}</b>
        </p>
      )}
    </fieldset>
  );
}

const signs = { met: '●', due: '▲', overdue: '▼', 'no-data': '–' } as const;
const tones = { met: 'yes', due: 'open', overdue: 'no', 'no-data': 'none' } as const;

function TargetRow(props: { target: Target; base: Base; next: string | undefined }) {
  const { target, base, next } = props;
  const { view, lang, words, choose } = usePage();
  const say = targetWords[lang];
  const { layer, feature, qualifier, status } = target;
  const on = view.select?.layer === layer && view.select.id === feature;
  const known = qualifier && (lang === 'en' ? qualifier : say.qualifiers[qualifier]);
  const leads = qualifier && say.leading.includes(qualifier);
  const names = target.regions.map((code) => base.areas.find((a) => a.code === code)?.short[lang] ?? code);
  return (
    <tr className={on ? 'on' : undefined}>
      <th scope="row">
        <button
          type="button"
          data-opens={`${layer}/${feature}`}
          aria-pressed={on}
          onClick={() => choose({ layer, id: feature })}
        >
          {target.title}
        </button>
        <small>{[target.theme.title, target.kind.title, ...names].join(' · ')}</small>
      </th>
      <td>
        <b>
          {leads && `${known} `}
          {quantity(target, lang) ?? '–'}
        </b>
        {qualifier && !leads && <small lang={known ? undefined : 'en'}>{known ?? qualifier}</small>}
      </td>
      <td data-head={say.columns.due}>
        {target.due ? say.year(target.due.slice(0, 4)) : '–'}
        {target.due && target.due === next && status !== 'met' && <b className="next">{say.next}</b>}
      </td>
      <td>
        <span className={`met ${tones[status]}`}>
          <span aria-hidden="true">{signs[status]}</span> {say.status[status]}
        </span>
      </td>
      <td data-head={say.columns.figure}>
        {target.figure ? <Progress figure={target.figure} base={base} /> : '–'}
      </td>
      <td data-head={say.columns.announced}>{words.date(target.announced)}</td>
    </tr>
  );
}

// What measures a target: the figure with its evidence, and the rest of the way.
function Progress({ figure, base }: { figure: NonNullable<Target['figure']>; base: Base }) {
  const { words } = usePage();
  const indicator = base.indicators.find((i) => i.id === figure.indicator);
  const [full] = useEachFigure(
    [{ indicator: figure.indicator, cut: { variant: figure.variant } }],
    base.moment,
  ).figures;
  if (figure.not_computable) return <small>{figure.not_computable}</small>;
  if (!indicator || !full) return <Skeleton />;
  return (
    <>
      <FigureButton indicator={indicator} figure={full}>
        {quantityText(
          full.target?.basis === 'reported' && full.reported ? exactly(full.reported.value) : full,
          full,
          words,
        )}
      </FigureButton>
      <small>{gapText(full, words)}</small>
    </>
  );
}
