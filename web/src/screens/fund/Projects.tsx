import { type Definition, nameOf, type Value } from '../../api/definition';
import type { Row } from '../../api/queries';
import { choicesOf, filterFor, hasValues, sorted } from '../../filter';
import { entryOf } from '../../map/legend';
import { Swatch } from '../../map/Mark';
import { usePage } from '../../page';
import { fundWords } from '../../text/fund';
import type { Base } from '../../useData';
import { DownloadLink } from '../DownloadLink';
import { Filters } from '../Filters';
import { SortHead } from '../SortHead';
import { sinceOf } from '../stages';

// Enough to find a project by; the other columns stand on its page.
const mostChoices = 5;

/** Every project, to be filtered and sorted; pressing one opens its page. */
export function Projects({ base, layer, rows }: { base: Base; layer: Definition; rows: Row[] }) {
  const { view, lang, words, theme, choose } = usePage();
  const say = fundWords[lang];
  const titles = { stage: words.stage, region: words.lists.region };
  const choices = choicesOf(layer, base.areas, titles, lang);
  const filter = filterFor(choices, view.filter);
  const offered = choices.filter(
    (c, i) => i < mostChoices || c.column === 'region' || filter[c.column] !== undefined,
  );
  const amount = Object.keys(layer.schema).find((id) => layer.schema[id]?.unit === 'KRW') ?? '';
  const order = layer.stages?.map((s) => s.id) ?? [];
  const read = (row: Row, column: string): Value => {
    if (column === 'name') return nameOf(row, lang);
    if (column === 'since') return sinceOf(row.properties) ?? null;
    if (column === 'stage') return row.properties.stage ? order.indexOf(String(row.properties.stage)) : null;
    return row.properties[column] ?? null;
  };
  const sort = view.sort ?? '-since';
  const shown = sorted(
    rows.filter((row) => hasValues(row.properties, filter)),
    sort,
    read,
  );
  const place = (row: Row) =>
    [row.properties.sido, row.properties.sigungu]
      .flatMap((code) => base.areas.find((a) => a.code === code)?.short[lang] ?? [])
      .join(' ');
  return (
    <section className="card list" aria-labelledby="projects">
      <header>
        <h2 id="projects">
          {say.list} <small>{words.lists.shown(shown.length, rows.length)}</small>
        </h2>
      </header>
      <Filters layer={layer.id} choices={offered} filter={filter} rows={rows} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="scroll" aria-label={say.table(say.list)} tabIndex={0}>
        <table className="stacks">
          <thead>
            <tr>
              <SortHead column="name" title={say.columns.name} sort={sort} />
              <th scope="col">{say.columns.kind}</th>
              <SortHead column="stage" title={say.columns.stage} sort={sort} />
              <SortHead column="since" title={say.columns.since} sort={sort} />
              <SortHead column={amount} title={say.columns.amount} sort={sort} count />
              <th scope="col">{say.columns.place}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => {
              const rule = entryOf(base.entries, layer.id, row.properties)?.rule;
              const on = view.select?.layer === layer.id && view.select.id === row.id;
              const since = sinceOf(row.properties);
              const won = row.properties[amount];
              return (
                <tr key={row.id} className={on ? 'on' : undefined}>
                  <th scope="row">
                    <button
                      type="button"
                      data-opens={`${layer.id}/${row.id}`}
                      aria-pressed={on}
                      onClick={() => choose({ layer: layer.id, id: row.id })}
                    >
                      {nameOf(row, lang)}
                    </button>
                  </th>
                  <td className="kind">
                    {rule && (
                      <>
                        <Swatch rule={rule} color={rule.color[theme]} /> {rule.title[lang]}
                      </>
                    )}
                  </td>
                  <td>{layer.stages?.find((s) => s.id === row.properties.stage)?.title[lang] ?? '–'}</td>
                  <td>{since ? words.date(since) : '–'}</td>
                  <td className="count">{typeof won === 'number' ? words.won(won) : '–'}</td>
                  <td>{place(row) || words.placeUnknown}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      {shown.length === 0 && rows.length > 0 && <p className="empty">{words.lists.noneLeft}</p>}
      <DownloadLink layer={layer.id} filter={filter} />
    </section>
  );
}
