import { nameOf } from '../api/definition';
import type { DrawnRow } from '../map/legend';
import { Swatch } from '../map/Mark';
import { usePage } from '../page';
import { Skeleton } from './Skeleton';

/** What is switched on but not drawn, because no source says where it is well enough; undefined until it has come. */
export function NotDrawn({ rows, open }: { rows: DrawnRow[] | undefined; open: boolean }) {
  const { lang, words, theme, choose } = usePage();
  return (
    <details className="not-drawn" open={open}>
      <summary>
        <h2>
          {words.notOnMap}
          {rows && <small>{words.count(rows.length)}</small>}
        </h2>
      </summary>
      {rows ? (
        <p className="hint">{rows.length > 0 ? words.notOnMapWhy : words.notOnMapNone}</p>
      ) : (
        <Skeleton />
      )}
      <ul className="names">
        {rows?.map(({ row, entry }) => (
          <li key={`${entry.key}/${row.id}`}>
            <button
              type="button"
              data-opens={`${entry.layer.id}/${row.id}`}
              onClick={() => choose({ layer: entry.layer.id, id: row.id })}
            >
              <Swatch rule={entry.rule} color={entry.rule.color[theme]} />
              <span>{nameOf(row, lang)}</span>
            </button>
            <small>{words.precision[String(row.properties.precision)] ?? words.precision.none}</small>
          </li>
        ))}
      </ul>
    </details>
  );
}
