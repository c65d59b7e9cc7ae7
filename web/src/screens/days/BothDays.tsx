import { nameOf } from '../../api/definition';
import type { Row } from '../../api/queries';
import { liesIn } from '../../areas';
import type { DrawnLayer } from '../../map/legend';
import { Swatch } from '../../map/Mark';
import { usePage } from '../../page';
import { dayWords } from '../../text/days';
import { united } from './differences';
import { type Side, turnedTo } from './useDays';

/** What is on the map on either of two days, as a table with the stage on each. */
export function BothDays({ from, to }: { from: Side; to: Side }) {
  const { view, lang, words, theme, choose } = usePage();
  const say = dayWords[lang];
  const { area, areas, today } = to.base;
  const rows = united(from.data.rows, to.data.rows).filter(({ on }) => !area || liesIn(on.row, area, areas));
  const title = say.table(area?.name[lang] ?? words.country, rows.length);
  const stage = (layer: DrawnLayer, row: Row | undefined) =>
    row ? (layer.stages?.find((s) => s.id === row.properties.stage)?.title[lang] ?? '–') : say.absent;
  const place = ({ properties: p }: Row) =>
    [p.sido, p.sigungu]
      .flatMap((code) => (code ? (areas.find((a) => a.code === code)?.short[lang] ?? String(code)) : []))
      .join(' ') || '–';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="rows" aria-label={title} tabIndex={0}>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.nameColumn}</th>
            <th scope="col">{words.layer}</th>
            <th scope="col">{words.place}</th>
            <th scope="col">{words.date(from.day)}</th>
            <th scope="col">{words.date(to.day)}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ on: { row, entry }, from: then, to: later }) => {
            const { layer, rule } = entry;
            const selected = view.select?.layer === layer.id && view.select.id === row.id;
            const turn = later ? turnedTo(to.day, from.day, today) : turnedTo(from.day, to.day, today);
            return (
              <tr key={`${layer.id}/${row.id}`} className={selected ? 'on' : undefined}>
                <th scope="row">
                  <button
                    type="button"
                    data-opens={`${layer.id}/${row.id}`}
                    aria-pressed={selected}
                    onClick={() => choose({ layer: layer.id, id: row.id }, turn)}
                  >
                    {nameOf(row, lang)}
                  </button>
                </th>
                <td className="kind">
                  <Swatch rule={rule} color={rule.color[theme]} />
                  <span>{rule.title[lang]}</span>
                </td>
                <td>{place(row)}</td>
                <td>{stage(layer, then)}</td>
                <td>{stage(layer, later)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length === 0 && <p className="empty">{words.noRows}</p>}
    </section>
  );
}
