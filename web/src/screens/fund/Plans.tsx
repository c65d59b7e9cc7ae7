import { type Figure, type Indicator, useEachFigure } from '../../api/figures';
import { usePage } from '../../page';
import { FigureButton } from '../../panels/FigureButton';
import { exactly, metOn, quantityText } from '../../panels/figure';
import { Met } from '../../panels/Standing';
import { fundWords } from '../../text/fund';
import type { Base } from '../../useData';
import { RangeBar } from '../RangeBar';
import '../../panels/figures.css';
import { Skeleton } from '../../panels/Skeleton';

interface Props {
  base: Base;
  /** The indicators of the layer; those with a plan or target are shown, variant by variant. */
  indicators: Indicator[];
}

/** What was planned against what is known, for every variant of an indicator: envelopes, shares, definitions. */
export function Plans({ base, indicators }: Props) {
  const { view, go, lang } = usePage();
  const say = fundWords[lang];
  const planned = indicators.filter((i) => i.target || i.variants.some((v) => v.target));
  const shown = planned.find((i) => i.id === view.indicators?.[0]) ?? planned[0];
  if (!shown) return null;
  return (
    <section className="card list plans" aria-labelledby="plans">
      <header>
        <h2 id="plans">{say.plans}</h2>
        <div className="variants">
          <label>
            <span className="unseen">{say.indicator}</span>
            <select
              value={shown.id}
              onChange={({ target: { value } }) => go({ indicators: [value] }, 'replace')}
            >
              {planned.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        </div>
      </header>
      <Bullets key={shown.id} base={base} indicator={shown} />
      <p className="hint">{say.plansHint}</p>
      <p className="hint">{shown.description}</p>
    </section>
  );
}

function Bullets({ base, indicator }: { base: Base; indicator: Indicator }) {
  const { lang, words } = usePage();
  const say = fundWords[lang];
  const { figures } = useEachFigure(
    indicator.variants.map((v) => ({ indicator: indicator.id, cut: { variant: v.id } })),
    base.moment,
  );
  const goals = indicator.variants.map((v) => (v.target ?? indicator.target)?.at_least);
  const ends = figures.flatMap((f) => [Number(f?.high ?? f?.value ?? 0), Number(f?.reported?.value ?? 0)]);
  const most = Math.max(Number.MIN_VALUE, ...goals.map((g) => Number(g ?? 0)), ...ends);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{say.item}</th>
          <th scope="col">{say.value}</th>
          <th scope="col" className="count">
            {say.goal}
          </th>
        </tr>
      </thead>
      <tbody>
        {indicator.variants.map((variant, i) => {
          const figure = figures[i];
          const goal = goals[i];
          const why = variant.not_computable ?? figure?.not_computable?.[lang];
          return (
            <tr key={variant.id}>
              <th scope="row" title={variant.description}>
                {variant.title}
              </th>
              {why ? (
                <td className="why">{why}</td>
              ) : (
                <td className="with-bar">
                  {figure ? (
                    <>
                      <FigureButton indicator={indicator} figure={figure}>
                        {quantityText(heldAgainst(figure), figure, words) ?? '–'}
                      </FigureButton>
                      <RangeBar value={heldAgainst(figure)} most={most} goal={goal} />
                    </>
                  ) : (
                    <Skeleton />
                  )}
                </td>
              )}
              <td className="count light" data-head={say.goal}>
                <span className="plan">
                  {goal && figure ? quantityText(exactly(goal), figure, words) : '–'}
                  {!why && figure?.target && <Met met={metOn(figure.day, figure.target)} />}
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

// The value that the target is held against: the official one when the definition says so.
function heldAgainst(figure: Figure) {
  return figure.target?.basis === 'reported' && figure.reported ? exactly(figure.reported.value) : figure;
}
