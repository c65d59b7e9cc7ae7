import { Suspense } from 'react';
import { isPlaced } from '../api/definition';
import { useGivenUp } from '../api/failures';
import type { Figure, Indicator } from '../api/figures';
import type { Moment } from '../api/queries';
import { type Area, type Listing, liesIn } from '../areas';
import type { DrawnLayer, DrawnRow, Entry } from '../map/legend';
import { usePage } from '../page';
import { lazily } from '../screens/Missing';
import { Skeleton } from './Skeleton';

const AreaTable = lazily(() => import('./AreaTable'));

interface Props {
  entries: Entry[];
  drawn: Set<string>;
  rows: DrawnRow[];
  areas: Area[];
  listing: Listing;
  listed: Area[];
  indicator: Indicator | undefined;
  variant: string | undefined;
  figures: Figure[] | undefined;
  whole: Figure | undefined;
  moment: Moment | undefined;
  /** Whether it is known which layers and areas there are. */
  ready: boolean;
}

/** The listed areas as a table: the figures of the indicator, or when none is shown what is drawn in each. */
export function Regions(props: Props) {
  const { areas, listing, indicator, variant, figures, whole, moment } = props;
  const { lang, words } = usePage();
  return (
    <section id="regions" className="card table" aria-labelledby="regions-title">
      <header>
        <h2 id="regions-title" tabIndex={-1}>
          {words.explore.table(listing.by, listing.within?.name[lang])}
        </h2>
        <p>{indicator?.title ?? words.regionsHint}</p>
      </header>
      {indicator ? (
        <Suspense fallback={<Waiting />}>
          {figures ? (
            <AreaTable
              indicator={indicator}
              variant={variant}
              listing={listing}
              areas={areas}
              figures={figures}
              whole={whole}
              moment={moment}
            />
          ) : (
            <Waiting />
          )}
        </Suspense>
      ) : props.ready ? (
        <Counts {...props} />
      ) : (
        <Waiting />
      )}
    </section>
  );
}

// Grey lines where the rows will stand.
function Waiting() {
  if (useGivenUp()) return <Skeleton />;
  return (
    <div className="row-skeletons" aria-hidden="true">
      {Array.from({ length: 8 }, (_, i) => (
        <Skeleton key={i} />
      ))}
    </div>
  );
}

// How many features of each drawn layer lie in each area; what cannot be told has a line of its own.
function Counts({ entries, drawn, rows, areas, listing, listed }: Props) {
  const { view, lang, words, theme, enter } = usePage();
  const layers = [...new Set(entries.filter((e) => drawn.has(e.key)).map((e) => e.layer))].filter(isPlaced);
  const { within } = listing;
  const here = within ? rows.filter(({ row }) => liesIn(row, within, areas)) : rows;
  const count = (layer: DrawnLayer, area?: Area) =>
    here.filter(({ row, entry }) => entry.layer === layer && (!area || liesIn(row, area, areas))).length;
  const left = (layer: DrawnLayer) =>
    count(layer) - listed.reduce((sum, area) => sum + count(layer, area), 0);
  const most = Math.max(1, ...layers.flatMap((l) => listed.map((a) => count(l, a))));
  const color = (layer: DrawnLayer) =>
    entries.find((e) => e.layer === layer && drawn.has(e.key))?.rule.color[theme];
  const bar = (layer: DrawnLayer, n: number) => (
    <td key={layer.id} className="count">
      <span className="bar" aria-hidden="true">
        <i style={{ width: `${(100 * n) / most}%`, background: color(layer) }} />
      </span>
      <span className="figure">{words.number(n)}</span>
    </td>
  );
  if (layers.length === 0) return <p className="empty">{words.nothingCounted}</p>;
  if (listed.length === 0) return <Waiting />;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{words.explore.level[listing.by]}</th>
          {layers.map((layer) => (
            <th key={layer.id} scope="col" className="count">
              {layer.title[lang]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {listed.map((area) => (
          <tr key={area.code} className={area.code === view.region ? 'on' : undefined}>
            <th scope="row">
              <button
                type="button"
                data-opens={`region/${area.code}`}
                aria-pressed={area.code === view.region}
                onClick={() => enter(area.code === view.region ? within?.code : area.code)}
              >
                {area.name[lang]}
              </button>
            </th>
            {layers.map((layer) => bar(layer, count(layer, area)))}
          </tr>
        ))}
        <tr className="unknown">
          <th scope="row">{words.explore.unknownIn(listing.by)}</th>
          {layers.map((layer) => bar(layer, left(layer)))}
        </tr>
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{words.sum}</th>
          {layers.map((layer) => (
            <td key={layer.id} className="count">
              {words.number(count(layer))}
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}
