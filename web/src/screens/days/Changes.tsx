import { type ReactNode, useMemo } from 'react';
import { type Definition, nameOf } from '../../api/definition';
import { type Figure, type Indicator, useEachFigure } from '../../api/figures';
import { useRows } from '../../api/queries';
import { Icon } from '../../Icon';
import { leading, variantOf } from '../../indicators';
import { usePage } from '../../page';
import { EndComparison } from '../../panels/AsOf';
import { FigureButton } from '../../panels/FigureButton';
import { changeText, exactly, quantityText } from '../../panels/figure';
import { dayWords } from '../../text/days';
import type { Base } from '../../useData';
import { sinceOf } from '../stages';
import {
  areaChanges,
  type FeatureChange,
  type FigureChange,
  featureChanges,
  figureChanges,
} from './differences';
import { type Overview, type Side, turnedTo, useDays } from './useDays';
import './days.css';
import { Skeleton } from '../../panels/Skeleton';

/** All that is not the same on two days: figures, areas and features, each with the way to where it comes from. */
export default function Changes({ base, data }: { base: Base; data: Overview }) {
  const { lang } = usePage();
  const say = dayWords[lang];
  const { from, to } = useDays(base, data);
  return (
    <section className="card table changes" aria-labelledby="changes-title">
      <header>
        <h2 id="changes-title">{say.title}</h2>
        <EndComparison />
      </header>
      <p className="hint">{say.between(from.day, to.day)}</p>
      {from.day === to.day ? (
        <p className="empty">{say.same}</p>
      ) : (
        <>
          <Figures from={from} to={to} />
          {data.indicator && <Areas indicator={data.indicator} from={from} to={to} />}
          <Features from={from} to={to} />
        </>
      )}
    </section>
  );
}

function Figures({ from, to }: { from: Side; to: Side }) {
  const { view, lang } = usePage();
  const say = dayWords[lang];
  const { indicators } = to.base;
  const inOrder = useMemo(() => [...new Set([...leading(indicators), ...indicators])], [indicators]);
  const asked = inOrder.map((i) => ({ indicator: i.id, cut: { variant: variantOf(i, view) } }));
  const before = useEachFigure(asked, from.base.moment);
  const after = useEachFigure(asked, to.base.moment);
  const exact = before.exact && after.exact;
  const pairs = inOrder.map((indicator, i) => ({
    indicator,
    before: before.figures[i],
    after: after.figures[i],
  }));
  const changes = pairs.flatMap(({ indicator, before, after }) =>
    exact && before && after ? figureChanges(before, after).map((change) => ({ indicator, change })) : [],
  );
  const changed = new Set(changes.map((c) => c.indicator)).size;
  return (
    <section aria-labelledby="changed-figures">
      <h3 id="changed-figures">{say.figures}</h3>
      {!exact && <Skeleton />}
      {changes.length > 0 && (
        <ChangeTable
          first={say.indicator}
          lines={changes.map(({ indicator, change }) => ({
            key: `${indicator.id}/${change.side}`,
            name: (
              <>
                {indicator.title}
                {change.to.reported && (
                  <small>{change.side === 'reported' ? say.official : say.counted}</small>
                )}
              </>
            ),
            where: undefined,
            indicator,
            change,
          }))}
        />
      )}
      {exact && (
        <p className="hint">
          {changes.length > 0 ? `${say.figuresHint} ${say.standing(inOrder.length - changed)}` : say.noFigure}
        </p>
      )}
    </section>
  );
}

function Areas({ indicator, from, to }: { indicator: Indicator; from: Side; to: Side }) {
  const { view, lang, enter } = usePage();
  const say = dayWords[lang];
  // Of another day than asked for, they would tell another difference.
  const [before, after] = [from, to].map(({ data, day }) =>
    data.figures?.every((f) => f.day === day) ? data.figures : undefined,
  );
  const { areas } = to.base;
  const nameOfArea = (code = '') => areas.find((a) => a.code === code)?.name[lang] ?? code;
  const changes = before && after ? areaChanges(before, after) : undefined;
  return (
    <section aria-labelledby="changed-areas">
      <h3 id="changed-areas">{say.areas(indicator.title)}</h3>
      {!changes && <Skeleton />}
      {changes && changes.length > 0 && (
        <ChangeTable
          first={say.area}
          lines={changes.map((change) => {
            const code = change.to.region ?? '';
            return {
              key: code,
              name: (
                <button
                  type="button"
                  data-opens={`region/${code}`}
                  aria-pressed={code === view.region}
                  onClick={() => enter(code)}
                >
                  {nameOfArea(code)}
                </button>
              ),
              where: nameOfArea(code),
              indicator,
              change,
            };
          })}
        />
      )}
      {changes && (
        <p className="hint">
          {changes.length > 0 ? say.areasStanding((after?.length ?? 0) - changes.length) : say.noArea}
        </p>
      )}
    </section>
  );
}

interface Line {
  key: string;
  name: ReactNode;
  /** The name of the area that the figure is of, when it is not of the nation. */
  where: string | undefined;
  indicator: Indicator;
  change: FigureChange;
}

function ChangeTable({ first, lines }: { first: string; lines: Line[] }) {
  const { lang, words } = usePage();
  const say = dayWords[lang];
  const value = ({ indicator, change: { side }, where }: Line, figure: Figure) => {
    const text =
      side === 'reported'
        ? figure.reported && quantityText(exactly(figure.reported.value), figure, words)
        : quantityText(figure.value === null ? figure : exactly(figure.value), figure, words);
    const open = side === 'itemised' && figure.value !== null && figure.low !== figure.high;
    return (
      <>
        {text ? (
          <FigureButton indicator={indicator} figure={figure} where={where}>
            {text}
          </FigureButton>
        ) : (
          say.none
        )}
        {open && <small>({quantityText({ ...figure, value: null }, figure, words)})</small>}
      </>
    );
  };
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col" className="count">
            {say.from}
          </th>
          <th scope="col" className="count">
            {say.to}
          </th>
          <th scope="col" className="count">
            {say.by}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.key}>
            <th scope="row">{line.name}</th>
            <td className="count">{value(line, line.change.from)}</td>
            <td className="count">{value(line, line.change.to)}</td>
            <td className="count by">
              {line.change.by === undefined ? '–' : changeText(line.change.by, line.change.to, words)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Features({ from, to }: { from: Side; to: Side }) {
  const { lang } = usePage();
  const say = dayWords[lang];
  const { definitions } = to.base;
  const layers = useMemo(() => definitions.filter((d) => !d.area), [definitions]);
  const before = useRows(layers, from.base.moment, false);
  const after = useRows(layers, to.base.moment, false);
  const exact = before.exact && after.exact;
  const lists = layers.map((layer) => ({
    layer,
    old: before.rows.get(layer.id),
    now: after.rows.get(layer.id),
  }));
  const changed = lists.flatMap(({ layer, old, now }) => {
    const changes = exact && old && now ? featureChanges(old, now) : [];
    return changes.length > 0 ? [{ layer, changes }] : [];
  });
  return (
    <section aria-labelledby="changed-features">
      <h3 id="changed-features">{say.features}</h3>
      {!exact && <Skeleton />}
      {exact && changed.length === 0 && <p className="empty">{say.noFeature}</p>}
      {changed.map(({ layer, changes }) => (
        <details key={layer.id} open={changes.length <= few}>
          <summary>{say.featuresOf(layer.title[lang], changes.length)}</summary>
          <Stages layer={layer} changes={changes} from={from} to={to} />
        </details>
      ))}
    </section>
  );
}

// So many can be read at once.
const few = 12;

// What came, by the stage it reached, in the order of the stages; last what is gone.
function Stages(props: { layer: Definition; changes: FeatureChange[]; from: Side; to: Side }) {
  const { layer, changes, from, to } = props;
  const { view, lang, words, choose } = usePage();
  const say = dayWords[lang];
  const titleOf = (stage: string | undefined) => layer.stages?.find((s) => s.id === stage)?.title[lang];
  const groups = [
    ...[...(layer.stages ?? []).map((s) => s.id), undefined].map((stage) => ({
      title: titleOf(stage) ?? say.came,
      list: changes.filter((c) => c.how !== 'went' && c.to === stage),
    })),
    { title: say.went, list: changes.filter((c) => c.how === 'went') },
  ];
  return groups.map(
    ({ title, list }) =>
      list.length > 0 && (
        <div key={title}>
          <h4>{say.reached(title, list.length)}</h4>
          <ul className="names">
            {list.map(({ row, how, from: before }) => {
              const [day, other] = how === 'went' ? [from.day, to.day] : [to.day, from.day];
              const since = how === 'went' ? undefined : sinceOf(row.properties);
              const was = how === 'moved' && titleOf(before);
              return (
                <li key={row.id}>
                  <button
                    type="button"
                    data-opens={`${layer.id}/${row.id}`}
                    aria-pressed={view.select?.layer === layer.id && view.select.id === row.id}
                    onClick={() =>
                      choose({ layer: layer.id, id: row.id }, turnedTo(day, other, to.base.today))
                    }
                  >
                    <span>{nameOf(row, lang)}</span>
                    <small>
                      {[since && words.date(since), was && say.was(was)].filter(Boolean).join(' · ')}
                    </small>
                    <Icon name="arrow" />
                  </button>
                </li>
              );
            })}
          </ul>
        </div>
      ),
  );
}
