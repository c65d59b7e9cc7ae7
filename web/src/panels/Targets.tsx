import { useId } from 'react';
import { type Figure, type Indicator, type Series, useEachFigure, useEachSeries } from '../api/figures';
import type { Moment } from '../api/queries';
import type { Area } from '../areas';
import { BurnUp } from '../charts/BurnUp';
import { Share } from '../charts/Share';
import { variantOf } from '../indicators';
import { usePage } from '../page';
import { useNarrow } from '../useNarrow';
import { FigureButton } from './FigureButton';
import { exactly, gapText, quantityText, rangeText } from './figure';
import './figures.css';

interface Props {
  indicators: Indicator[];
  /** The area looked into, whose part the cards give beside the figure of the nation. */
  area: Area | undefined;
  moment: Moment | undefined;
}

/** The targets, each with its figure, how far it is and how it came there. */
export function Targets({ indicators, area, moment }: Props) {
  const { view, words } = usePage();
  const aimed = indicators.filter((i) => i.target);
  const asked = (region?: string) =>
    aimed.map((i) => ({ indicator: i.id, cut: { variant: variantOf(i, view), region } }));
  const nation = useEachFigure(asked(), moment).figures;
  const parts = useEachFigure(area ? asked(area.code) : [], moment).figures;
  const series = useEachSeries(asked(), moment);
  return (
    <section className="targets" aria-label={words.figures.title}>
      {aimed.map((indicator, i) => (
        <Target
          key={indicator.id}
          indicator={indicator}
          figure={nation[i]}
          series={series[i]}
          part={parts[i]}
          area={area}
        />
      ))}
    </section>
  );
}

interface TargetProps {
  indicator: Indicator;
  figure: Figure | undefined;
  series: Series | undefined;
  part: Figure | undefined;
  area: Area | undefined;
}

function Target({ indicator, figure, series, part, area }: TargetProps) {
  const { lang, words } = usePage();
  const { figures } = words;
  const id = useId();
  const narrow = useNarrow();
  const { target } = indicator;
  const goal = target && figures.quantity(rangeText(exactly(target.at_least)) ?? '', indicator.unit);
  return (
    <article className={`card target of-${indicator.kind}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>
          {indicator.title} {target && <small>{figures.goal(goal ?? '', words.date(target.by))}</small>}
        </h2>
        {figure?.target && <Met met={figure.target.met} />}
      </header>
      {!figure && (
        <p className="waiting">
          <span className="skeleton" />
          <span className="unseen">{figures.waiting}</span>
        </p>
      )}
      {figure?.not_computable && (
        <>
          <p className="empty">{figure.not_computable[lang]}</p>
          <Variants indicator={indicator} />
        </>
      )}
      {figure && !figure.not_computable && (
        <>
          <Numbers indicator={indicator} figure={figure} />
          {!narrow &&
            series &&
            (indicator.kind === 'count' ? (
              <BurnUp indicator={indicator} figure={figure} series={series} />
            ) : (
              <Share indicator={indicator} figure={figure} series={series} />
            ))}
        </>
      )}
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

const signs = { yes: '●', open: '▲', no: '▼' } as const;

function Met({ met }: { met: 'yes' | 'no' | 'open' }) {
  const { figures } = usePage().words;
  return (
    <span className={`met ${met}`} title={figures.metWhy[met]}>
      <span aria-hidden="true">{signs[met]}</span> {figures.met[met]}
    </span>
  );
}

function Variants({ indicator }: { indicator: Indicator }) {
  const { view, go, words } = usePage();
  if (indicator.variants.length < 2) return null;
  return (
    <label className="variants">
      <span className="unseen">{words.figures.variant}</span>
      <select
        value={variantOf(indicator, view)}
        onChange={({ target: { value } }) =>
          go({ variant: value === indicator.variants[0]?.id ? undefined : value }, 'replace')
        }
      >
        {indicator.variants.map((variant) => (
          <option key={variant.id} value={variant.id}>
            {variant.title}
          </option>
        ))}
      </select>
    </label>
  );
}

// The value that the target is held against, large; then what stands beside it.
function Numbers({ indicator, figure }: { indicator: Indicator; figure: Figure }) {
  const { lang, words } = usePage();
  const { figures } = words;
  const narrow = useNarrow();
  const { reported, target, coverage } = figure;
  const byReport = target?.basis === 'reported' && reported;
  const shown = byReport ? exactly(reported.value) : figure;
  const unit = figure.unit[lang];
  const button = (text: string | undefined) =>
    text && (
      <FigureButton indicator={indicator} figure={figure}>
        {text}
      </FigureButton>
    );
  const facts: [string, string | undefined][] = [
    [figures.gap, gapText(figure, words)],
    [
      figures.perMonth,
      target?.required_per_month &&
        figures.monthly(quantityText(target.required_per_month, figure, words) ?? ''),
    ],
    [figures.requiredShare, target?.required_share && quantityText(target.required_share, figure, words)],
    [
      figures.reported,
      !byReport && reported ? quantityText(exactly(reported.value), figure, words) : undefined,
    ],
    [figures.itemised, byReport ? quantityText(figure, figure, words) : undefined],
    [
      figures.known,
      figure.low !== figure.high && indicator.kind === 'share' && figure.value !== null
        ? quantityText(exactly(figure.value), figure, words)
        : undefined,
    ],
  ];
  return (
    <div className="numbers">
      <div>
        <p className="value">
          {button(rangeText(shown))}
          <small>
            {indicator.kind === 'count' && target ? `/${figures.quantity(target.at_least, unit)}` : unit}
          </small>
        </p>
        <Variants indicator={indicator} />
      </div>
      <dl>
        {facts.map(
          ([title, text]) =>
            text && (
              <div key={title}>
                <dt>{title}</dt>
                <dd>{button(text)}</dd>
              </div>
            ),
        )}
      </dl>
      {!narrow && (
        <dl className="coverage">
          {coverage.map((c) => (
            <div key={c.id} title={c.description?.[lang]}>
              <dt>{c.title[lang]}</dt>
              <dd>{button(figures.ofAll(c.value, c.of))}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
