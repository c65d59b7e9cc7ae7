import { useEachFigure, useForecast, useSeries } from '../../api/figures';
import type { Target } from '../../api/targets';
import { Course } from '../../charts/Course';
import { usePage } from '../../page';
import { FigureButton } from '../../panels/FigureButton';
import { exactly, quantityText } from '../../panels/figure';
import { Skeleton } from '../../panels/Skeleton';
import { targetWords } from '../../text/targets';
import type { Base } from '../../useData';
import { titleOfVariant } from '../../variant';
import { officialValues } from './history';
import './history.css';

/** How a target came to stand where it does: what measures it, its steps, and what was officially reported. */
export function History({ target, base }: { target: Target; base: Base }) {
  const { lang, words } = usePage();
  const say = targetWords[lang];
  const { figure: measured } = target;
  const computed = measured && !measured.not_computable ? measured : undefined;
  const indicator = base.indicators.find((i) => i.id === measured?.indicator);
  const cut = { variant: measured?.variant };
  const [figure] = useEachFigure(
    computed ? [{ indicator: computed.indicator, cut }] : [],
    base.moment,
  ).figures;
  const series = useSeries(computed?.indicator, cut, base.moment).data;
  const ahead = figure?.target !== undefined && indicator !== undefined;
  const forecast = useForecast(computed?.indicator ?? '', measured?.variant, base.moment, ahead).data;
  if (!measured || !indicator)
    return (
      <section className="history">
        <h3>{say.history}</h3>
        <p className="empty">{say.noHistory}</p>
      </section>
    );
  const official = series ? officialValues(series) : [];
  return (
    <section className="history">
      <h3>{say.history}</h3>
      <p>
        {say.measuredBy} <b>{indicator.title}</b> · {titleOfVariant(indicator, measured.variant)}
      </p>
      {measured.not_computable && <p className="empty">{measured.not_computable}</p>}
      {computed && !(figure && series) && <Skeleton />}
      {figure && series && (
        <Course indicator={indicator} figure={figure} series={series} forecast={forecast} />
      )}
      {figure && official.length > 0 && (
        <>
          <h4>{say.official}</h4>
          <dl className="facts">
            {official.map(({ day, value }) => (
              <div key={day}>
                <dt>{words.date(day)}</dt>
                <dd>
                  <FigureButton indicator={indicator} figure={figure}>
                    {quantityText(exactly(value), figure, words)}
                  </FigureButton>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}
