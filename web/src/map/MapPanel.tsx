import outlines from 'virtual:outlines';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { nameOf } from '../api/definition';
import type { Moment, Row } from '../api/queries';
import { type Area, labelsOf } from '../areas';
import { Icon } from '../Icon';
import { usePage } from '../page';
import { type DrawnRow, type Entry, stacks } from './legend';
import type { MapControl, Picked } from './MapView';
import { korea } from './mercator';
import { Outline, type Padding } from './Outline';

// A map that cannot be fetched is a map that cannot be drawn.
const MapView = lazy(() => import('./MapView').catch(() => ({ default: MissingMap })));

/** Asked once: without WebGL the outlines are the map. */
const canDraw = hasWebGL();

interface Props {
  entries: Entry[];
  drawn: Set<string>;
  rows: DrawnRow[];
  regions: Area[];
  areas: Area[];
  moment: Moment | undefined;
  selected: Row | undefined;
  narrow: boolean;
}

/** The map with its controls; the outlines stand in for it until it is drawn, or for good. */
export function MapPanel({ entries, drawn, rows, regions, areas, moment, selected, narrow }: Props) {
  const { view, go, lang, words, theme, choose, enter } = usePage();
  const [control, setControl] = useState<MapControl>();
  const [failed, setFailed] = useState(!canDraw);
  const region = regions.find((r) => r.code === view.region);
  const box = outlines.find((o) => o.code === view.region)?.box ?? korea;
  const padding = narrow ? narrowPadding : view.region ? besideCard : widePadding;
  const names = useMemo(
    () =>
      new Map(
        regions.flatMap((r) =>
          r.at ? [[r.code, { name: r.name[lang], short: r.short[lang], ...r.at }] as const] : [],
        ),
      ),
    [regions, lang],
  );
  const look = useMemo(
    () =>
      moment && {
        entries,
        drawn,
        theme,
        labels: [
          ...labelsOf(areas, lang),
          ...stacks(rows).map(({ lon, lat, count }) => ({
            kind: 'stack' as const,
            name: String(count),
            lon,
            lat,
          })),
        ],
        tiles: (layer: string) =>
          `${location.origin}/api/collections/${layer}/tiles/WebMercatorQuad/{z}/{y}/{x}?edition=${moment.edition}&at=${moment.at}`,
      },
    [entries, drawn, theme, areas, rows, lang, moment],
  );
  const chosen = useMemo(
    () => [
      ...(view.select ? [view.select] : []),
      ...(region ? [{ layer: region.layer, id: region.id }] : []),
    ],
    [view.select, region],
  );
  const spot =
    selected?.geometry?.type === 'Point' ? (selected.geometry.coordinates as [number, number]) : undefined;
  const pick = (picked: Picked | undefined) => {
    if (!picked) return;
    const area = regions.find((r) => r.layer === picked.layer && r.id === picked.id);
    if (area) enter(area.code);
    else choose({ layer: picked.layer, id: picked.id });
  };
  const title = words.mapOf(region?.name[lang] ?? words.country);
  const mapShown = look && !failed;

  return (
    <div className={control ? 'stage drawn' : 'stage'}>
      <Outline
        box={box}
        padding={padding}
        rows={rows}
        names={names}
        region={view.region}
        theme={theme}
        view={view}
        lang={lang}
        title={title}
        live={failed}
        enter={enter}
      />
      {mapShown && (
        <Suspense>
          <MapView
            look={look}
            camera={view.map}
            box={box}
            padding={padding}
            chosen={chosen}
            spot={spot}
            title={`${title} ${words.mapKeys}`}
            nameOf={(picked) => nameOf(picked, lang)}
            onPick={pick}
            onMove={(map) => go({ map }, 'replace')}
            onReady={setControl}
            onFail={() => setFailed(true)}
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
      {failed && <p className="map-note">{words.noWebGL}</p>}
      <p className="boundaries">{words.boundaries}</p>
    </div>
  );
}

// Room for the controls that lie over the map, in CSS pixels.
const widePadding: Padding = { top: 34, right: 26, bottom: 34, left: 26 };
const besideCard: Padding = { ...widePadding, right: 140 };
const narrowPadding: Padding = { top: 20, right: 10, bottom: 26, left: 10 };

function MissingMap({ onFail }: { onFail: () => void }) {
  useEffect(onFail, []);
  return null;
}

function hasWebGL(): boolean {
  const gl = document.createElement('canvas').getContext('webgl2');
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return gl !== null;
}
