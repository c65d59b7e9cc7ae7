import { useMemo } from 'react';
import type { Definition } from '../../api/definition';
import { type Row, useRows } from '../../api/queries';
import { valuesIn } from '../../filter';
import { drawnKeys, type Entry, legendTitle, rowsDrawn } from '../../map/legend';
import { MapPanel } from '../../map/MapPanel';
import { Swatch } from '../../map/Mark';
import type { Box } from '../../map/mercator';
import { usePage } from '../../page';
import { beltWords } from '../../text/belts';
import type { Base } from '../../useData';
import { useNarrow } from '../../useNarrow';
import { Detail } from '../Detail';
import { Head } from '../Head';
import { Waiting } from '../Missing';
import { Nearby } from './Nearby';
import { Nodes } from './Nodes';
import { nearTo, pointLayers, ringsAround } from './near';
import '../screens.css';
import './belts.css';

const none: never[] = [];

/** The column by which a layer says to which belt a feature belongs. */
const column = 'belt';

/** The belts: their axes and nodes on the map and in a table, and what lies around a node. */
export default function BeltsScreen({ base }: { base: Base }) {
  const { view, lang, words, theme } = usePage();
  const say = beltWords[lang];
  const narrow = useNarrow();
  const { definitions, moment } = base;
  const layers = useMemo(() => definitions.filter((d) => d.schema[column]?.codes), [definitions]);
  const nodes = layers.find((d) => d.geometry === 'Point');
  const around = useMemo(
    () => (nodes && view.select?.layer === nodes.id ? pointLayers(definitions, nodes.id) : none),
    [definitions, nodes, view.select?.layer],
  );
  const lists = useRows(layers, moment);
  const others = useRows(around, moment);
  const all = (nodes && lists.rows.get(nodes.id)) ?? none;
  const axes = layers.filter((d) => d !== nodes).flatMap((d) => lists.rows.get(d.id) ?? none);
  const belt = nodes && view.layer === nodes.id ? view.filter?.[column] : valuesIn(column, axes)[0]?.value;
  const mine = useMemo(
    () => all.filter((row) => belt === undefined || row.properties[column] === belt),
    [all, belt],
  );
  const selected = all.find((row) => view.select?.layer === nodes?.id && row.id === view.select?.id);

  const entries = useMemo(() => narrowed(base.entries, layers, belt), [base.entries, layers, belt]);
  const drawn = useMemo(() => {
    const shown = new Set([...layers, ...around].map((d) => d.id));
    const keys = drawnKeys(entries, undefined);
    return new Set(
      entries
        .filter(({ key, layer, rule }) =>
          shown.has(layer.id) ? !rule.off : keys.has(key) && isGround(layer),
        )
        .map((e) => e.key),
    );
  }, [entries, layers, around]);
  const rows = useMemo(
    () =>
      rowsDrawn(
        new Map([...lists.rows, ...others.rows]),
        entries.filter((e) => drawn.has(e.key)),
      ),
    [lists.rows, others.rows, entries, drawn],
  );
  const rings = useMemo(() => (selected ? ringsAround(selected) : none), [selected]);
  const regions = useMemo(() => base.areas.filter((a) => a.level === 'region'), [base.areas]);
  const name = belt && nodes?.schema[column]?.codes?.[belt]?.[lang];
  return (
    <>
      <Head
        base={base}
        title={
          all.length === 0
            ? words.nav.screens.belts
            : name
              ? say.title(name, mine.length)
              : say.allTitle(mine.length)
        }
        about={say.about}
        absent={lists.exact && view.select !== undefined && view.select.layer === nodes?.id && !selected}
      />
      {!base.ready && <Waiting />}
      {definitions.length > 0 && !nodes && <p className="empty">{say.none}</p>}
      {base.ready && nodes && <Belts layer={nodes} rows={all} belt={belt} />}
      {base.ready && nodes && (
        <div className="belts">
          <div className="belt-left">
            <section className="card belt-map" aria-label={words.map}>
              <MapPanel
                entries={entries}
                drawn={drawn}
                rows={rows}
                areas={base.areas}
                area={undefined}
                within={undefined}
                listed={regions}
                figures={undefined}
                classes={undefined}
                moment={moment}
                now={base.now}
                selected={selected}
                narrow={narrow}
                focus={boxOf(rings.at(-1)?.line)}
                rings={rings}
              />
            </section>
            <ul className="kinds">
              {entries
                .filter(({ key, layer }) => drawn.has(key) && !isGround(layer))
                .filter(({ key }) => rows.some(({ entry }) => entry.key === key))
                .map((entry) => (
                  <li key={entry.key}>
                    <Swatch rule={entry.rule} color={entry.rule.color[theme]} /> {legendTitle(entry, lang)}
                  </li>
                ))}
            </ul>
          </div>
          <div className="belt-side">
            {selected && (
              <Detail base={base} definition={nodes} row={selected}>
                <Nearby
                  placed={rings.length > 0}
                  near={nearTo(
                    selected,
                    around.map((layer) => ({ layer, rows: others.rows.get(layer.id) ?? none })),
                  )}
                />
              </Detail>
            )}
            <Nodes base={base} layer={nodes} rows={mine} belt={belt} column={column} />
          </div>
        </div>
      )}
    </>
  );
}

function Belts({ layer, rows, belt }: { layer: Definition; rows: Row[]; belt: string | undefined }) {
  const { go, lang, words } = usePage();
  const say = beltWords[lang];
  const choices = [
    ...valuesIn(column, rows).map(({ value, count }) => ({
      value: value as string | undefined,
      title: layer.schema[column]?.codes?.[value]?.[lang] ?? value,
      count,
    })),
    { value: undefined, title: say.all, count: rows.length },
  ];
  return (
    <fieldset className="toggles belt-choice">
      <legend>{say.belt}</legend>
      {choices.map(({ value, title, count }) => (
        <label key={title} className={value === belt ? 'on' : undefined}>
          <input
            type="radio"
            name="belt"
            checked={value === belt}
            onChange={() =>
              go(
                {
                  layer: layer.id,
                  filter: value ? { [column]: value } : undefined,
                  select: undefined,
                  map: undefined,
                },
                'replace',
              )
            }
          />
          {title} <small>{words.number(count)}</small>
        </label>
      ))}
    </fieldset>
  );
}

// The legend with the rules of the layers of belts kept to one of them.
function narrowed(entries: Entry[], layers: Definition[], belt: string | undefined): Entry[] {
  if (!belt) return entries;
  return entries.map((entry) =>
    layers.some((d) => d.id === entry.layer.id)
      ? { ...entry, rule: { ...entry.rule, where: { ...entry.rule.where, [column]: [belt] } } }
      : entry,
  );
}

function isGround({ area, style }: Entry['layer']): boolean {
  return Boolean(area) || style.rules.every((r) => r.draw === 'context');
}

function boxOf(line: [number, number][] | undefined): Box | undefined {
  if (!line) return undefined;
  const [lons, lats] = [line.map((p) => p[0]), line.map((p) => p[1])];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
