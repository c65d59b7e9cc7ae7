import { type Definition, nameOf } from '../../api/definition';
import type { Row } from '../../api/queries';
import { sorted } from '../../filter';
import { usePage } from '../../page';
import { beltWords } from '../../text/belts';
import type { Base } from '../../useData';
import { DownloadLink } from '../DownloadLink';
import { SortHead } from '../SortHead';
import { sinceOf } from '../stages';

interface Props {
  base: Base;
  layer: Definition;
  rows: Row[];
  belt: string | undefined;
  /** The column that names the belt. */
  column: string;
}

/** The nodes as a table: what the map shows, and what it cannot. */
export function Nodes({ base, layer, rows, belt, column }: Props) {
  const { view, lang, words, choose } = usePage();
  const say = beltWords[lang];
  const columns = Object.entries(layer.schema);
  const scheme = columns.find(([id, p]) => p.codes && id !== column)?.[0] ?? '';
  const theme = columns.find(([id, p]) => p.localized && id !== layer.style?.label)?.[0] ?? '';
  const order = layer.stages?.map((s) => s.id) ?? [];
  const sort = view.sort ?? '-stage';
  const shown = sorted(rows, sort, (row, id) => {
    if (id === 'name') return nameOf(row, lang);
    if (id === 'since') return sinceOf(row.properties) ?? null;
    if (id === 'stage') return row.properties.stage ? order.indexOf(String(row.properties.stage)) : null;
    return row.properties[id] ?? null;
  });
  const place = ({ properties: p }: Row) =>
    [p.sido, p.sigungu]
      .flatMap((code) => base.areas.find((a) => a.code === code)?.short[lang] ?? [])
      .join(' ');
  return (
    <section className="card list" aria-labelledby="nodes">
      <header>
        <h2 id="nodes">
          {say.list} <small>{words.count(rows.length)}</small>
        </h2>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="scroll" aria-label={say.table} tabIndex={0}>
        <table className="stacks">
          <thead>
            <tr>
              <SortHead column="name" title={say.columns.name} sort={sort} />
              <th scope="col">{layer.schema[scheme]?.title[lang]}</th>
              <SortHead column="stage" title={say.columns.stage} sort={sort} />
              <th scope="col">{say.columns.place}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => {
              const { id, properties: p } = row;
              const on = view.select?.layer === layer.id && view.select.id === id;
              const code = String(p[scheme] ?? '');
              const since = sinceOf(p);
              return (
                <tr key={id} className={on ? 'on' : undefined}>
                  <th scope="row">
                    <button
                      type="button"
                      data-opens={`${layer.id}/${id}`}
                      aria-pressed={on}
                      onClick={() => choose({ layer: layer.id, id }, { map: undefined })}
                    >
                      {nameOf(row, lang)}
                    </button>
                    <small>{String(p[`${theme}_${lang}`] ?? p[`${theme}_ko`] ?? '')}</small>
                  </th>
                  <td>{layer.schema[scheme]?.codes?.[code]?.[lang] ?? (code || '–')}</td>
                  <td>
                    {layer.stages?.find((s) => s.id === p.stage)?.title[lang] ?? '–'}
                    <small>{since && words.date(since)}</small>
                  </td>
                  <td>
                    {place(row) || words.placeUnknown}
                    <small>{words.precision[String(p.precision)]}</small>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <DownloadLink layer={layer.id} filter={belt ? { [column]: belt } : {}} />
    </section>
  );
}
