import { useId } from 'react';
import { type Figure, type Indicator, useEachSeries, useFigures } from '../../api/figures';
import type { Moment } from '../../api/queries';
import type { Area } from '../../areas';
import { variantOf } from '../../indicators';
import { usePage } from '../../page';
import { FigureButton } from '../../panels/FigureButton';
import { exactly, quantityText } from '../../panels/figure';
import { Restated } from '../../panels/Restated';
import { Variants } from '../../panels/Variants';
import { compareWords } from '../../text/compare';
import { RangeBar } from '../RangeBar';
import { Courses } from './Courses';
import { type Choice, difference, partOf, ranksOf } from './compare';
import '../../panels/figures.css';

interface Props {
  indicator: Indicator;
  choice: Choice;
  /** The day by whose areas they are compared; by those of now when undefined. */
  areas: string | undefined;
  moment: Moment;
}

/** One indicator for all chosen areas: a table with bars, and their courses on one scale. */
export function Comparison({ indicator, choice, areas, moment }: Props) {
  const { view, lang, words } = usePage();
  const say = compareWords[lang];
  const id = useId();
  const variant = variantOf(indicator, view);
  const all = useFigures(indicator.id, { variant, by: choice.level, areas }, moment);
  const nation = useFigures(indicator.id, { variant }, moment);
  const whole = nation.data?.[0];
  const rows = choice.chosen.flatMap((area) => {
    const figure = all.data?.find((f) => f.region === area.code);
    return figure ? [{ area, figure }] : [];
  });
  const series = useEachSeries(
    choice.chosen.map((area) => ({ indicator: indicator.id, cut: { variant, region: area.code, areas } })),
    moment,
  );
  const complete = series.every((s) => s !== undefined);
  return (
    <section className="card comparison" aria-labelledby={id}>
      <header>
        <h2 id={id}>
          {indicator.title} <small>{say.on(moment.at)}</small>
        </h2>
        <Variants indicator={indicator} />
      </header>
      {whole?.not_computable ? (
        <p className="empty">{whole.not_computable[lang]}</p>
      ) : (
        <>
          <Apart rows={rows} />
          <div className={complete ? 'beside' : 'beside coming'}>
            <Values indicator={indicator} rows={rows} all={all.data ?? []} whole={whole} />
            {complete && (
              <Courses
                indicator={indicator}
                whole={whole}
                figures={rows.map(({ figure }) => figure)}
                areas={choice.chosen}
                series={series}
                title={say.chart(indicator.title)}
                value={(v) =>
                  quantityText(exactly(v), { unit: rows[0]?.figure.unit ?? { ko: '', en: '' } }, words) ?? v
                }
              />
            )}
          </div>
        </>
      )}
    </section>
  );
}

interface Row {
  area: Area;
  figure: Figure;
}

// Of two, how far they are apart.
function Apart({ rows }: { rows: Row[] }) {
  const { lang, words } = usePage();
  const say = compareWords[lang];
  const [a, b] = rows;
  if (rows.length !== 2 || a?.figure.value == null || b?.figure.value == null) return null;
  const [more, less] = Number(a.figure.value) >= Number(b.figure.value) ? [a, b] : [b, a];
  const by = difference(more.figure.value ?? '0', less.figure.value ?? '0');
  const unit = a.figure.unit[lang];
  const apart = unit === '%' ? words.figures.points(by) : (quantityText(exactly(by), a.figure, words) ?? by);
  return (
    <p className="apart">
      {Number(by) === 0
        ? say.same(a.area.name[lang], b.area.name[lang], words.explore.figure(a.figure))
        : say.apart(more.area.name[lang], less.area.name[lang], apart)}
    </p>
  );
}

function Values(props: { indicator: Indicator; rows: Row[]; all: Figure[]; whole: Figure | undefined }) {
  const { indicator, rows, all, whole } = props;
  const { lang, words } = usePage();
  const say = compareWords[lang];
  const ranks = ranksOf(all);
  const share = indicator.kind === 'share';
  const highest = Math.max(
    Number.MIN_VALUE,
    ...rows.map(({ figure }) => Number(figure.high ?? figure.value ?? 0)),
  );
  const inOrder = rows.toSorted((a, b) => Number(b.figure.value ?? -1) - Number(a.figure.value ?? -1));
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{say.area}</th>
          <th scope="col">{words.explore.value(indicator)}</th>
          <th scope="col" className="count">
            {words.explore.boundsColumn}
          </th>
          <th scope="col" className="count">
            {say.rank}
          </th>
          <th scope="col" className="count">
            {share ? words.explore.amount : say.part}
          </th>
        </tr>
      </thead>
      <tbody>
        {inOrder.map(({ area, figure }) => {
          const rank = ranks.get(area.code);
          const part = partOf(figure.value, whole?.value);
          const amount = figure.numerator?.value;
          return (
            <tr key={area.code}>
              <th scope="row">
                {area.name[lang]} {figure.areas?.restated && <Restated />}
              </th>
              <td className="with-bar">
                <FigureButton indicator={indicator} figure={figure} where={area.name[lang]}>
                  {words.explore.figure(figure)}
                </FigureButton>
                <RangeBar value={figure} most={highest} />
              </td>
              <td className="count light">{words.explore.bounds(figure.low, figure.high, indicator.unit)}</td>
              <td className="count light">{rank === undefined ? '–' : say.ranked(rank, all.length)}</td>
              <td className="count">
                {share ? (amount == null ? '–' : words.won(amount)) : part === undefined ? '–' : `${part}%`}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
