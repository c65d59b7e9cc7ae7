import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { nameOf } from '../api/definition';
import type { Figure } from '../api/figures';
import { type Moment, type Row, useFeature } from '../api/queries';
import { type Area, labelsOf } from '../areas';
import { Icon } from '../Icon';
import { classColors, classOf } from '../indicators';
import { usePage } from '../page';
import { SaveMap, type Shaded } from '../share/SaveMap';
import { crowdedLayers, type DrawnRow, type Entry, marking, nodeNames, stacks } from './legend';
import type { MapControl, Picked } from './MapView';
import { type Box, boxOf, korea, pathOf } from './mercator';
import { Outline, type Padding } from './Outline';
import { specksOf } from './specks';
import type { Ring } from './style';
import { useOutlines } from './useOutlines';

// A map that cannot be fetched is a map that cannot be drawn.
const MapView = lazy(() => import('./MapView').catch(() => ({ default: MissingMap })));

/** Asked once: without WebGL the outlines are the map. */
const canDraw = hasWebGL();

interface Props {
  entries: Entry[];
  drawn: Set<string>;
  rows: DrawnRow[];
  areas: Area[];
  /** The area looked into, those that are listed there, and the one they lie in. */
  area: Area | undefined;
  within: Area | undefined;
  listed: Area[];
  figures: Figure[] | undefined;
  /** Breaks between the classes of the figures; without them areas are not coloured. */
  classes: string[] | undefined;
  moment: Moment | undefined;
  /** The same edition today: areas are those of today. */
  now: Moment | undefined;
  selected: Row | undefined;
  narrow: boolean;
  /** What to look at in place of the area, when something else is. */
  focus?: Box | undefined;
  rings?: Ring[] | undefined;
  /** The indicator whose figures are shown. */
  shaded?: Shaded | undefined;
  /** The day it is of, where there is another map beside. */
  day?: string | undefined;
  onControl?: (control: MapControl) => void;
}

/** The map with its controls; the outlines stand in for it until it is drawn, or for good. */
export function MapPanel(props: Props) {
  const {
    entries,
    drawn,
    rows,
    areas,
    area,
    within,
    listed,
    figures,
    classes,
    moment,
    now,
    selected,
    narrow,
    focus,
    rings,
    shaded,
    day,
    onControl,
  } = props;
  const { view, go, lang, words, theme, choose, enter } = usePage();
  const [control, setControl] = useState<MapControl>();
  const [failed, setFailed] = useState<'for good' | 'for now' | undefined>(canDraw ? undefined : 'for good');
  const shape = useShape(area, now);
  const padding = narrow ? narrowPadding : area ? besideCard : widePadding;
  const values = useMemo(
    () => new Map((figures ?? []).map((f) => [f.region ?? '', words.explore.figure(f)])),
    [figures, words],
  );
  const colors = useMemo(
    () =>
      classes &&
      new Map(
        (figures ?? []).flatMap(({ region = '', value }) => {
          const color = classColors[theme][classOf(value, classes) ?? -1];
          return color ? [[region, color] as const] : [];
        }),
      ),
    [figures, classes, theme],
  );
  const names = useMemo(
    () =>
      new Map(
        areas.flatMap((a) =>
          a.at && (a.level === 'region' || a === area)
            ? [
                [
                  a.code,
                  { name: a.name[lang], short: a.short[lang], value: values.get(a.code), ...a.at },
                ] as const,
              ]
            : [],
        ),
      ),
    [areas, area, values, lang],
  );
  const spot =
    selected?.geometry?.type === 'Point' && marking(selected) !== 'none'
      ? (selected.geometry.coordinates as [number, number])
      : undefined;
  const crowd = useMemo(() => {
    const crowded = crowdedLayers(rows);
    return { crowded, specks: specksOf(rows, crowded, theme) };
  }, [rows, theme]);
  const look = useMemo(
    () =>
      moment && {
        entries,
        drawn,
        listed: { layer: listed[0]?.layer, codes: listed.map((a) => a.code), colors },
        theme,
        chosen: { area: area && { layer: area.layer, id: area.id }, spot },
        ...crowd,
        ...(rings ? { rings } : {}),
        labels: [
          ...labelsOf(areas, within, values, lang),
          ...stacks(rows).map(({ lon, lat, count }) => ({
            kind: 'stack' as const,
            name: String(count),
            lon,
            lat,
          })),
          ...nodeNames(rows, lang).map(({ name, lon, lat, entry }) => ({
            kind: 'node' as const,
            name,
            color: entry.rule.color[theme],
            lon,
            lat,
          })),
        ],
        // Like the areas themselves, their tiles are those of today.
        tiles: (layer: string) =>
          `${location.origin}/api/collections/${layer}/tiles/WebMercatorQuad/{z}/{y}/{x}?edition=${moment.edition}&at=${
            areas.some((a) => a.layer === layer) ? now?.at : moment.at
          }`,
      },
    [
      entries,
      drawn,
      listed,
      colors,
      theme,
      area,
      spot,
      crowd,
      rings,
      areas,
      within,
      values,
      rows,
      lang,
      moment,
      now,
    ],
  );
  const near = useMemo<[number, number]>(() => {
    const layer = entries.find((e) => e.layer.id === listed[0]?.layer)?.layer;
    return area ? [layer?.publish?.zoom?.[0] ?? 0, area.level === 'region' ? 9 : 12] : [0, 9];
  }, [entries, listed, area]);
  const chosen = useMemo(
    () => [...(view.select ? [view.select] : []), ...(area ? [{ layer: area.layer, id: area.id }] : [])],
    [view.select, area],
  );
  const pick = (picked: Picked | undefined) => {
    if (!picked) return;
    const pressed = areas.find((a) => a.layer === picked.layer && a.id === picked.id);
    if (pressed) enter(pressed.code);
    else choose({ layer: picked.layer, id: picked.id });
  };
  const where = words.mapOf(area?.name[lang] ?? words.country);
  const title = day ? `${words.date(day)}: ${where}` : where;
  // The map is made where it will stay: in a region, when the box of that is known.
  const mapShown = look && !failed && shape.known;

  return (
    <div className={control ? 'stage drawn' : 'stage'}>
      <Outline
        box={focus ?? shape.box}
        padding={padding}
        rows={rows}
        rings={rings ?? noRings}
        names={names}
        area={area?.code}
        path={shape.path}
        colors={area ? undefined : colors}
        theme={theme}
        view={view}
        lang={lang}
        title={title}
        live={failed !== undefined}
        enter={enter}
      />
      {mapShown && (
        <Suspense>
          <MapView
            look={look}
            camera={view.map}
            box={focus ?? shape.box}
            near={near}
            padding={padding}
            chosen={chosen}
            spot={spot}
            title={`${title} ${words.mapKeys}`}
            nameOf={(picked) =>
              [nameOf(picked, lang), values.get(String(picked.properties.code))].filter(Boolean).join(' ')
            }
            onPick={pick}
            onMove={(map) => go({ map }, 'replace')}
            onReady={(made) => {
              setControl(made);
              onControl?.(made);
            }}
            onFail={(how) => {
              setControl(undefined);
              setFailed(how);
            }}
          />
        </Suspense>
      )}
      {control && (
        <div className="zoom">
          <button type="button" aria-label={words.zoomIn} onClick={control.zoomIn}>
            <Icon name="plus" />
          </button>
          <button type="button" aria-label={words.zoomOut} onClick={control.zoomOut}>
            <Icon name="minus" />
          </button>
          <button type="button" aria-label={words.wholeCountry} onClick={() => enter(undefined)}>
            <Icon name="home" />
          </button>
        </div>
      )}
      {moment && (
        <SaveMap
          control={control}
          entries={entries.filter((e) => drawn.has(e.key))}
          rows={rows}
          area={area}
          shaded={shaded}
          moment={moment}
        />
      )}
      {failed && (
        <p className="map-note" role="status">
          {words.noWebGL}{' '}
          {failed === 'for now' && (
            <button type="button" className="text-button retry-map" onClick={() => setFailed(undefined)}>
              {words.drawAgain}
            </button>
          )}
        </p>
      )}
      <p className="boundaries">{words.boundaries}</p>
    </div>
  );
}

// The outline and the box of an area: of a region at once, of a smaller area when it has come; until then, the last.
function useShape(area: Area | undefined, now: Moment | undefined): Shape & { known: boolean } {
  const outlines = useOutlines();
  const small = area && area.level !== 'region' ? { layer: area.layer, id: area.id } : undefined;
  const geometry = useFeature(small, now).data?.geometry;
  const last = useRef<Shape>({ box: korea, path: undefined });
  const shape = useMemo(() => {
    if (area && area.level !== 'region') {
      const box = geometry && boxOf(geometry);
      return box && { box, path: pathOf(geometry) };
    }
    const region = outlines?.find((o) => o.code === area?.code);
    return { box: region?.box ?? korea, path: region?.path };
  }, [outlines, geometry, area]);
  useEffect(() => {
    if (shape) last.current = shape;
  }, [shape]);
  return { ...(shape ?? last.current), known: outlines !== undefined };
}

interface Shape {
  box: Box;
  path: string | undefined;
}

const noRings: Ring[] = [];

// Room for the controls that lie over the map, in CSS pixels.
const widePadding: Padding = { top: 34, right: 26, bottom: 34, left: 26 };
const besideCard: Padding = { ...widePadding, right: 140 };
const narrowPadding: Padding = { top: 20, right: 24, bottom: 26, left: 10 };

function MissingMap({ onFail }: { onFail: (how: 'for good') => void }) {
  useEffect(() => onFail('for good'), []);
  return null;
}

function hasWebGL(): boolean {
  const gl = document.createElement('canvas').getContext('webgl2');
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return gl !== null;
}
