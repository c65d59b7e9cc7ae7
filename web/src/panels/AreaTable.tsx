import { type Figure, type Indicator, useEachSeries } from '../api/figures';
import type { Moment } from '../api/queries';
import type { Area, Listing } from '../areas';
import { Sparkline } from '../charts/Sparkline';
import { classColors, classOf, reconcile } from '../indicators';
import { usePage } from '../page';
import { FigureButton } from './FigureButton';
import { Restated } from './Restated';

interface Props {
  indicator: Indicator;
  variant: string | undefined;
  listing: Listing;
  areas: Area[];
  /** The figures of the listed areas, and of what they all lie in. */
  figures: Figure[];
  whole: Figure | undefined;
  moment: Moment | undefined;
}

/** The figure of every listed area, with what is in none of them for certain, so that the whole adds up. */
export default function AreaTable(props: Props) {
  const { indicator, variant, listing, areas, whole, moment } = props;
  const { view, lang, words, theme, enter } = usePage();
  const { kind, classes } = indicator;
  // Of many small areas most have nothing: those that have come first.
  const figures =
    listing.by === 'sigungu'
      ? props.figures.toSorted((a, b) => Number(b.value ?? 0) - Number(a.value ?? 0))
      : props.figures;
  // So many lines are too small to tell apart from each other, and too many to ask for.
  const withSteps = listing.by !== 'sigungu';
  const series = useEachSeries(
    withSteps ? figures.map((f) => ({ indicator: indicator.id, cut: { variant, region: f.region } })) : [],
    moment,
  );
  if (whole?.not_computable) return <p className="empty">{whole.not_computable[lang]}</p>;

  // One note does for a list in which all are.
  const allRestated = figures.length > 0 && figures.every((f) => f.areas?.restated);
  const most = Math.max(Number.MIN_VALUE, ...figures.map((f) => Number(f.value ?? 0)));
  const sums = whole && figures.length > 0 ? reconcile(figures, whole, kind) : undefined;
  const nameOf = (code: string) => areas.find((a) => a.code === code)?.name[lang] ?? code;
  const color = (f: Figure) => (classes ? classColors[theme][classOf(f.value, classes) ?? -1] : undefined);
  const sumRow = (title: string, range: NonNullable<typeof sums>['left']) => (
    <>
      <th scope="row">{title}</th>
      <td className="count">{kind !== 'share' && words.explore.range(range, kind)}</td>
      <td className="count bounds" />
      {withSteps && <td className="steps" />}
      {kind === 'share' && <td className="count">{words.explore.range(range, kind)}</td>}
    </>
  );
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.explore.level[listing.by]}</th>
            <th scope="col" className="count">
              {words.explore.value(indicator)}
            </th>
            <th scope="col" className="count bounds">
              {words.explore.boundsColumn}
            </th>
            {withSteps && (
              <th scope="col" className="steps">
                {words.explore.steps}
              </th>
            )}
            {kind === 'share' && (
              <th scope="col" className="count">
                {words.explore.amount}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {figures.map((f, i) => {
            const code = f.region ?? '';
            const points = series[i]?.points;
            return (
              <tr key={code} className={code === view.region ? 'on' : undefined}>
                <th scope="row">
                  <span className="area-name">
                    {classes && (
                      <i className={color(f) ? 'class' : 'class hatched'} style={{ background: color(f) }} />
                    )}
                    <button
                      type="button"
                      data-opens={`region/${code}`}
                      aria-pressed={code === view.region}
                      onClick={() => enter(code === view.region ? listing.within?.code : code)}
                    >
                      {nameOf(code)}
                    </button>
                    {f.areas?.restated && !allRestated && <Restated />}
                  </span>
                </th>
                <td className="count">
                  <span className="bar" aria-hidden="true">
                    <i style={{ width: `${(100 * Number(f.value ?? 0)) / most}%` }} />
                  </span>
                  <span className="figure">
                    <FigureButton indicator={indicator} figure={f} where={nameOf(code)}>
                      {words.explore.figure(f)}
                    </FigureButton>
                  </span>
                </td>
                <td className="count bounds">{words.explore.bounds(f.low, f.high, indicator.unit)}</td>
                {withSteps && (
                  <td className="steps">
                    {points && points.length > 0 && (
                      <Sparkline
                        points={points}
                        width={64}
                        height={20}
                        {...(moment ? { until: moment.at } : {})}
                        label={words.explore.stepsOf(nameOf(code), points)}
                      />
                    )}
                  </td>
                )}
                {kind === 'share' && (
                  <td className="count">{f.numerator?.value != null && words.won(f.numerator.value)}</td>
                )}
              </tr>
            );
          })}
        </tbody>
        {sums && (
          <tfoot>
            <tr className="unknown">{sumRow(words.explore.unknownIn(listing.by), sums.left)}</tr>
            <tr>{sumRow(words.sum, sums.total)}</tr>
          </tfoot>
        )}
      </table>
      <p className="hint">
        {words.explore.partial} {allRestated && <Restated said />}
      </p>
    </>
  );
}
