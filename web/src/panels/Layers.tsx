import { isPlaced, ruleMatches } from '../api/definition';
import type { Row } from '../api/queries';
import { type DrawnLayer, type Entry, legendTitle, marking, switchKey } from '../map/legend';
import { Swatch } from '../map/Mark';
import { usePage } from '../page';

interface Props {
  entries: Entry[];
  drawn: Set<string>;
  /** Features of the layers that have been asked for. */
  rows: Map<string, Row[] | undefined>;
}

/** The legend, which switches what the map draws. */
export function Layers({ entries, drawn, rows }: Props) {
  const { words } = usePage();
  const layers = [...new Set(entries.map((e) => e.layer))];
  const isBase = (layer: DrawnLayer) =>
    Boolean(layer.area) || layer.style.rules.every((r) => r.draw === 'context');
  const groups: [string, DrawnLayer[], boolean][] = [
    [words.onMap, layers.filter((l) => !isBase(l) && l.style.on), true],
    [words.moreLayers, layers.filter((l) => !isBase(l) && !l.style.on), false],
    [words.areas, layers.filter(isBase), false],
  ];
  return (
    <div className="layers">
      {groups
        .filter(([, members]) => members.length > 0)
        .map(([title, members, always]) => {
          const list = members.map((layer) => (
            <LayerSwitches
              key={layer.id}
              layer={layer}
              entries={entries}
              drawn={drawn}
              rows={rows.get(layer.id)}
            />
          ));
          if (always) {
            return (
              <section key={title}>
                <h3>{title}</h3>
                {list}
              </section>
            );
          }
          const on = members.some((layer) => entries.some((e) => e.layer === layer && drawn.has(e.key)));
          return (
            <details key={title} open={on && !members.every((l) => isBase(l))}>
              <summary>{title}</summary>
              {list}
            </details>
          );
        })}
      <Key />
    </div>
  );
}

function LayerSwitches(props: {
  layer: DrawnLayer;
  entries: Entry[];
  drawn: Set<string>;
  rows: Row[] | undefined;
}) {
  const { layer, entries, drawn, rows } = props;
  const { go, lang, words, theme } = usePage();
  const onMap = rows?.filter((row) => marking(row) !== 'none').length;
  return (
    <fieldset>
      <legend>
        {layer.title[lang]}
        {rows && isPlaced(layer) && <small>{words.drawnOf(onMap ?? 0, rows.length)}</small>}
      </legend>
      {entries
        .filter((e) => e.layer === layer)
        .map((entry) => ({ ...entry, title: legendTitle(entry, lang) }))
        .map(({ key, rule, title }) => (
          <label key={key}>
            <input
              type="checkbox"
              checked={drawn.has(key)}
              onChange={(event) =>
                go({ layers: switchKey(entries, drawn, key, event.target.checked) }, 'replace')
              }
            />
            <Swatch rule={rule} color={rule.color[theme]} />
            <span>{title}</span>
            {rows && !layer.area && rule.where && (
              <small>{words.number(rows.filter((row) => ruleMatches(rule, row.properties)).length)}</small>
            )}
          </label>
        ))}
    </fieldset>
  );
}

// How to read solid and hollow marks, which every layer of points shares.
function Key() {
  const { words } = usePage();
  return (
    <section className="key">
      <h3>{words.marks}</h3>
      <ul>
        <li>
          <svg viewBox="0 0 14 14" aria-hidden="true">
            <circle cx="7" cy="7" r="4.4" fill="currentColor" />
          </svg>
          {words.markSolid}
        </li>
        <li>
          <svg viewBox="0 0 14 14" aria-hidden="true">
            <circle cx="7" cy="7" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.8" />
          </svg>
          {words.markHollow}
        </li>
        <li>
          <svg viewBox="0 0 14 14" aria-hidden="true">
            <path d="M3 7h8" stroke="currentColor" strokeWidth="1.6" />
          </svg>
          {words.markNone}
        </li>
      </ul>
    </section>
  );
}
