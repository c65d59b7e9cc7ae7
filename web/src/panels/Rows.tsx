import { nameOf } from '../api/definition';
import type { Area } from '../areas';
import { type DrawnRow, marking } from '../map/legend';
import { Swatch } from '../map/Mark';
import { usePage } from '../page';

/** Everything the legend has switched on, as a table: what is on the map and what is not. */
export function Rows({ rows, areas, title }: { rows: DrawnRow[]; areas: Area[]; title: string }) {
  const { view, lang, words, theme, choose } = usePage();
  const nameOfArea = (code: unknown) => areas.find((a) => a.code === code)?.short[lang];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="rows" aria-label={title} tabIndex={0}>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.nameColumn}</th>
            <th scope="col">{words.layer}</th>
            <th scope="col">{words.stage}</th>
            <th scope="col">{words.place}</th>
            <th scope="col">{words.precisionTitle}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, entry }) => {
            const { layer, rule } = entry;
            const p = row.properties;
            const selected = view.select?.layer === layer.id && view.select.id === row.id;
            return (
              <tr key={`${layer.id}/${row.id}`} className={selected ? 'on' : undefined}>
                <th scope="row">
                  <button
                    type="button"
                    data-opens={`${layer.id}/${row.id}`}
                    aria-pressed={selected}
                    onClick={() => choose({ layer: layer.id, id: row.id })}
                  >
                    {nameOf(row, lang)}
                  </button>
                </th>
                <td className="kind">
                  <Swatch rule={rule} color={rule.color[theme]} />
                  <span>{rule.title[lang]}</span>
                </td>
                <td>{layer.stages?.find((s) => s.id === p.stage)?.title[lang] ?? '–'}</td>
                <td>
                  {[p.sido, p.sigungu]
                    .filter(Boolean)
                    .map((code) => nameOfArea(code) ?? String(code))
                    .join(' ') || '–'}
                </td>
                <td>
                  {'precision' in p ? (words.precision[String(p.precision)] ?? words.precision.none) : '–'}
                </td>
                <td>{words.marking[marking(row)]}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length === 0 && <p className="empty">{words.noRows}</p>}
    </section>
  );
}
