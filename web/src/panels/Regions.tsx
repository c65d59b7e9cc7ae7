import { isPlaced } from '../api/definition';
import type { Area } from '../areas';
import type { DrawnLayer, DrawnRow, Entry } from '../map/legend';
import { usePage } from '../page';

interface Props {
  entries: Entry[];
  drawn: Set<string>;
  rows: DrawnRow[];
  regions: Area[];
}

/** How many features of each drawn layer lie in each region; what cannot be told has a line of its own. */
export function Regions({ entries, drawn, rows, regions }: Props) {
  const { view, lang, words, theme, enter } = usePage();
  const layers = [...new Set(entries.filter((e) => drawn.has(e.key)).map((e) => e.layer))].filter(isPlaced);
  const count = (layer: DrawnLayer, has: (region: unknown) => boolean) =>
    rows.filter(({ row, entry }) => entry.layer === layer && has(row.properties.region)).length;
  const codes = new Set(regions.map((r) => r.code));
  const most = Math.max(1, ...layers.flatMap((l) => regions.map((r) => count(l, (code) => code === r.code))));
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
  return (
    <section id="regions" className="card table" aria-labelledby="regions-title">
      <header>
        <h2 id="regions-title" tabIndex={-1}>
          {words.regions}
        </h2>
        <p>{words.regionsHint}</p>
      </header>
      {layers.length === 0 ? (
        <p className="empty">{words.nothingCounted}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{words.region}</th>
              {layers.map((layer) => (
                <th key={layer.id} scope="col" className="count">
                  {layer.title[lang]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {regions.length === 0 &&
              Array.from({ length: 8 }, (_, i) => (
                <tr key={i} aria-hidden="true">
                  <td colSpan={layers.length + 1}>
                    <span className="skeleton" />
                  </td>
                </tr>
              ))}
            {regions.map((region) => (
              <tr key={region.code} className={region.code === view.region ? 'on' : undefined}>
                <th scope="row">
                  <button
                    type="button"
                    data-opens={`region/${region.code}`}
                    aria-pressed={region.code === view.region}
                    onClick={() => enter(region.code === view.region ? undefined : region.code)}
                  >
                    {region.name[lang]}
                  </button>
                </th>
                {layers.map((layer) =>
                  bar(
                    layer,
                    count(layer, (code) => code === region.code),
                  ),
                )}
              </tr>
            ))}
            <tr className="unknown">
              <th scope="row">{words.unknownRegion}</th>
              {layers.map((layer) =>
                bar(
                  layer,
                  count(layer, (code) => !codes.has(String(code))),
                ),
              )}
            </tr>
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{words.sum}</th>
              {layers.map((layer) => (
                <td key={layer.id} className="count">
                  {words.number(count(layer, () => true))}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  );
}
