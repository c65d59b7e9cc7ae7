import { useId } from 'react';
import { useGivenUp } from '../api/failures';
import {
  type Figure,
  type Indicator,
  type Series,
  useEachFigure,
  useEachSeries,
  useForecast,
  type Value,
} from '../api/figures';
import type { Moment } from '../api/queries';
import type { Area } from '../areas';
import { Course } from '../charts/Course';
import { Icon } from '../Icon';
import { variantOf } from '../indicators';
import { usePage } from '../page';
import { isMoney } from '../text/format';
import { useNarrow } from '../useNarrow';
import { FigureButton } from './FigureButton';
import { boundsOf, exactly, gapText, inUnit, quantityText, rangeText } from './figure';
import { Parts } from './Parts';
import { ScenarioButton } from './ScenarioButton';
import { Standing } from './Standing';
import { Variants } from './Variants';
import './figures.css';
import { Skeleton } from './Skeleton';

interface Props {
  /** The indicators that have a card as long as the reader has not chosen others. */
  indicators: Indicator[];
  /** All that a card can be of. */
  all: Indicator[];
  /** The area looked into, whose part the cards give beside the figure of the nation. */
  area: Area | undefined;
  moment: Moment | undefined;
}

/** Indicators, each with its figure, how far and how fast it is on the way to its target and how it came there. */
export function Targets({ indicators, all, area, moment }: Props) {
  const { view, words } = usePage();
  const shown = indicators.map((usual, i) => all.find(({ id }) => id === view.cards?.[i]) ?? usual);
  const asked = (region?: string) =>
    shown.map((i) => ({ indicator: i.id, cut: { variant: variantOf(i, view), region } }));
  const nation = useEachFigure(asked(), moment).figures;
  const parts = useEachFigure(area ? asked(area.code) : [], moment).figures;
  const series = useEachSeries(asked(), moment);
  return (
    <section className="targets" aria-label={words.figures.title}>
      {shown.map((indicator, i) => (
        <Target
          // A card stays where it is, whatever it is of.
          key={i}
          indicator={indicator}
          chooser={<Chooser shown={shown} at={i} usual={indicators} all={all} />}
          figure={nation[i]}
          series={series[i]}
          part={parts[i]}
          area={area}
          moment={moment}
        />
      ))}
    </section>
  );
}

interface ChooserProps {
  shown: Indicator[];
  at: number;
  usual: Indicator[];
  all: Indicator[];
}

// Which indicator a card is of.
function Chooser({ shown, at, usual, all }: ChooserProps) {
  const { go, words } = usePage();
  if (all.length < 2) return null;
  const choose = (id: string) => {
    const cards = shown.map((indicator, i) => (i === at ? id : indicator.id));
    const same = cards.every((card, i) => card === usual[i]?.id);
    go({ cards: same ? undefined : cards }, 'replace');
  };
  return (
    <label className="card-chooser">
      <span className="unseen">{words.figures.card}</span>
      <Icon name="down" />
      <select value={shown[at]?.id} onChange={({ target: { value } }) => choose(value)}>
        {all.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

interface TargetProps {
  indicator: Indicator;
  chooser: React.ReactNode;
  figure: Figure | undefined;
  series: Series | undefined;
  part: Figure | undefined;
  area: Area | undefined;
  moment: Moment | undefined;
}

function Target({ indicator, chooser, figure, series, part, area, moment }: TargetProps) {
  const { view, lang, words } = usePage();
  const { figures } = words;
  const id = useId();
  const narrow = useNarrow();
  // What has one choice at most needs no line of its own for it.
  const plain = !narrow && !indicator.switches?.length;
  const known = figure !== undefined && !figure.not_computable;
  const drawn = !narrow && known && series !== undefined;
  const coming = !useGivenUp() && !(narrow ? known : drawn) && !figure?.not_computable;
  const forecast = useForecast(indicator.id, variantOf(indicator, view), moment, drawn).data;
  const target = figure ? figure.target : indicator.target;
  const goal = target && inUnit(exactly(target.at_least), indicator.unit, words, figures.quantity);
  return (
    <article className={`card target of-${indicator.kind}${coming ? ' coming' : ''}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>
          {indicator.title}
          {chooser}
          {target && <small>{figures.goal(goal ?? '', target.by && words.date(target.by))}</small>}
        </h2>
        {plain && <ScenarioButton indicator={indicator} />}
        {figure?.target && <Standing target={figure.target} day={figure.day} />}
      </header>
      {!figure && (
        <p className="waiting">
          <Skeleton />
          <span className="unseen">{figures.waiting}</span>
        </p>
      )}
      {figure?.not_computable && <p className="empty">{figure.not_computable[lang]}</p>}
      {/* The value that the target is held against, large, how it is measured and how fast it moves. */}
      <div className="numbers">
        {known && <Reading indicator={indicator} figure={figure} />}
        {plain && <Variants indicator={indicator} />}
        {known && (
          <Facts
            indicator={indicator}
            figure={figure}
            facts={factsOf(figure, words).slice(0, narrow ? 1 : undefined)}
          />
        )}
      </div>
      {!narrow && known && <Sides indicator={indicator} figure={figure} />}
      {narrow && (
        <details className="rest">
          <summary>{figures.more}</summary>
          {known && <Facts indicator={indicator} figure={figure} facts={factsOf(figure, words).slice(1)} />}
          {known && <Sides indicator={indicator} figure={figure} />}
          <Variants indicator={indicator} folded />
        </details>
      )}
      <div className="controls">
        {!narrow && !plain && <Variants indicator={indicator} />}
        {!plain && <ScenarioButton indicator={indicator} />}
      </div>
      {drawn && <Course indicator={indicator} figure={figure} series={series} forecast={forecast} />}
      {part && area && !part.not_computable && (
        <p className="part">
          {figures.inArea(area.name[lang])}{' '}
          <FigureButton indicator={indicator} figure={part} where={area.name[lang]}>
            {quantityText(part, part, words)}
          </FigureButton>
        </p>
      )}
    </article>
  );
}

interface Known {
  indicator: Indicator;
  figure: Figure;
}

function Reading({ indicator, figure }: Known) {
  const { lang, words } = usePage();
  const { figures } = words;
  const { reported, target } = figure;
  const byReport = target?.basis === 'reported' && reported;
  const shown = byReport ? exactly(reported.value) : figure;
  const unit = figure.unit[lang];
  const value = isMoney(unit) ? quantityText(shown, figure, words) : rangeText(shown);
  return (
    <p className="value">
      {value && (
        <FigureButton indicator={indicator} figure={figure}>
          {value}
        </FigureButton>
      )}
      <small>
        {indicator.kind === 'share' || !target
          ? !isMoney(unit) && unit
          : `/${inUnit(exactly(target.at_least), unit, words, figures.saying)}`}
      </small>
    </p>
  );
}

function Facts({ indicator, figure, facts }: Known & { facts: Fact[] }) {
  return (
    <dl className="paces">
      {facts.map(
        ([title, text]) =>
          text && (
            <div key={title}>
              <dt>{title}</dt>
              <dd>
                <FigureButton indicator={indicator} figure={figure}>
                  {text}
                </FigureButton>
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}

// What bounds the value has, and both sides of what is known.
function Sides({ indicator, figure }: Known) {
  const { lang, words } = usePage();
  const { figures } = words;
  const { reported, target } = figure;
  const [covered] = figure.coverage;
  const byReport = target?.basis === 'reported' && reported;
  const bounds = boundsOf(figure, words);
  const said = (value: Value) => inUnit(value, figure.unit[lang], words, figures.saying);
  const button = (text: string | undefined) =>
    text && (
      <FigureButton indicator={indicator} figure={figure}>
        {text}
      </FigureButton>
    );
  return (
    <>
      {bounds && !byReport && (
        <p className="bounds">
          <Parts indicator={indicator} figure={figure} parts={bounds} />
        </p>
      )}
      <dl className="sides">
        {reported && (
          <Side title={figures.reported} deciding={byReport ? 'reported' : undefined}>
            {button(said(exactly(reported.value)))}
          </Side>
        )}
        {reported && (
          <Side title={figures.itemised} deciding={target?.basis === 'rows' ? 'rows' : undefined}>
            {button(said(figure))}
          </Side>
        )}
        {covered && (
          <div title={covered.description?.[lang]}>
            <dt>{covered.title[lang]}</dt>
            <dd>{button(figures.ofAll(covered.value, covered.of))}</dd>
          </div>
        )}
      </dl>
    </>
  );
}

// One side of what is known; where both are, the one that decides whether the target is met says so.
function Side(props: {
  title: string;
  deciding: 'reported' | 'rows' | undefined;
  children: React.ReactNode;
}) {
  const { title, deciding, children } = props;
  const { figures } = usePage().words;
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {children}
        {deciding && (
          <span className="deciding" title={figures.measuredByWhy[deciding]}>
            {figures.measuredBy}
          </span>
        )}
      </dd>
    </div>
  );
}

type Fact = [title: string, text: string | undefined];

function factsOf(figure: Figure, words: ReturnType<typeof usePage>['words']): Fact[] {
  const { figures } = words;
  const { target } = figure;
  const { pace, required_per_month: required, required_share: share } = target ?? {};
  const trailing = pace?.trailing_per_month;
  const monthly = (value: Value) =>
    figures.monthly(inUnit(value, figure.unit[words.lang], words, figures.saying) ?? '–');
  const reached = pace?.reached ? words.date(pace.reached) : figures.neverReached;
  return [
    [figures.gap, gapText(figure, words, figures.saying)],
    [figures.perMonth, required && monthly(required)],
    [figures.trailing, trailing && monthly(trailing)],
    [figures.reachedAt, trailing && target?.met !== 'yes' ? reached : undefined],
    [figures.requiredShare, share && quantityText(share, figure, words)],
  ];
}
