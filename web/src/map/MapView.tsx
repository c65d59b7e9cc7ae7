import { type MapGeoJSONFeature, Map as MapLibre, type MapMouseEvent, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { type ReactNode, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { Properties } from '../api/definition';
import { note } from '../offline/shell';
import type { Camera } from '../view';
import { fontFaces, mapFont } from './glyphs';
import { drawIcon, iconRatio } from './icons';
import { type Box, korea } from './mercator';
import type { Padding } from './Outline';
import { pictureOf, printWith } from './picture';
import { specksLayer, specksUntil } from './specks';
import { type Look, mapStyle, targetsOf } from './style';

setWorkerUrl(workerUrl);

/** A feature of the map: its layer, id and what its tile says of it. */
export interface Picked {
  layer: string;
  id: string;
  properties: Properties;
}

interface Props {
  look: Omit<Look, 'font' | 'fontFaces'>;
  /** Where to look: a place given by the reader, or else a box to fit. */
  camera: Camera | undefined;
  box: Box;
  /** How near a box is looked at: at least so near that what is listed in it is drawn. */
  near: [number, number];
  padding: Padding;
  chosen: { layer: string; id: string }[];
  /** Where the chosen feature is; brought into sight when it is not. */
  spot: [number, number] | undefined;
  title: string;
  nameOf: (picked: Picked) => string;
  onPick: (picked: Picked | undefined) => void;
  onMove: (camera: Camera) => void;
  onReady: (map: MapControl) => void;
  /** It cannot be drawn: for now, when another attempt may do. */
  onFail: (how: 'for good' | 'for now') => void;
}

/** What the buttons beside the map do with it. */
export interface MapControl {
  zoomIn: () => void;
  zoomOut: () => void;
  /** Moves the camera at once. */
  moveTo: (camera: Camera) => void;
  /** The map as it is drawn now. */
  picture: () => HTMLCanvasElement;
  /** Calls a listener whenever the camera moves, until the answer is called. */
  onMove: (listener: (camera: Camera) => void) => () => void;
}

/** Marks a movement as the reader's own, which the address is to remember. */
const byReader = { byReader: true };

/** The map. It is made once; what changes is handed to it piece by piece, after the page has answered. */
export default function MapView(props: Props): ReactNode {
  const { title, nameOf, onPick, onMove, onReady, onFail } = props;
  const { look, camera, box, near, padding, chosen, spot } = useDeferredValue(props);
  const frame = useRef<HTMLDivElement & { map?: MapLibre }>(null);
  const [map, setMap] = useState<MapLibre>();
  const [tip, setTip] = useState<{ x: number; y: number; text: string }>();
  const style = useMemo(
    () => mapStyle({ ...look, font: mapFont, fontFaces: fontFaces(document.styleSheets) }),
    [look],
  );
  const latest = useRef({ look, style, nameOf, onPick, onMove, onReady, onFail });
  latest.current = { look, style, nameOf, onPick, onMove, onReady, onFail };
  const first = useRef({ camera, box, near, padding });

  useEffect(
    () =>
      afterPaint(() => {
        const container = frame.current;
        if (!container) return undefined;
        let made: MapLibre;
        try {
          made = makeMap(container, latest.current.style, first.current);
        } catch {
          latest.current.onFail('for good');
          return undefined;
        }
        container.map = made;
        drawNoSky(made);
        made.on('webglcontextrestored', () => drawNoSky(made));
        const busy = () => {
          container.dataset.idle = 'false';
        };
        const stopWatching = watch(made, () => latest.current.onFail('for now'));
        made.on('movestart', busy);
        made.on('dataloading', busy);
        made.on('idle', () => {
          container.dataset.idle = 'true';
          container.dataset.drawn = latest.current.look.theme;
        });
        made.setMissingStyleImageResolver((id) => {
          const image = drawIcon(id);
          if (image && !made.hasImage(id)) made.addImage(id, image, { pixelRatio: iconRatio });
        });
        made.on('moveend', (event) => {
          if (!event.originalEvent && !('byReader' in event)) return;
          latest.current.onMove(cameraOf(made));
        });
        made.on('click', (event) => latest.current.onPick(pick(made, latest.current.style, event)));
        followPointer(made, () => latest.current, setTip);
        made.once('style.load', () => setMap(made));
        made.once('load', () => {
          latest.current.onReady({
            zoomIn: () => made.zoomIn({}, byReader),
            zoomOut: () => made.zoomOut({}, byReader),
            picture: () => pictureOf(made),
            moveTo: ({ zoom, lat, lon }) => made.jumpTo({ zoom, center: [lon, lat] }),
            onMove: (listener) => made.on('move', () => listener(cameraOf(made))).unsubscribe,
          });
        });
        const printed = printWith(made, container);
        return () => {
          printed();
          stopWatching();
          made.remove();
        };
      }),
    [],
  );

  // Who waits for the map to rest does not take what it rests on before a change for what comes after it.
  const behind = look !== props.look || camera !== props.camera || box !== props.box;
  useEffect(() => {
    if (behind && frame.current) frame.current.dataset.idle = 'false';
  }, [behind]);

  useEffect(() => {
    if (!map || !frame.current) return;
    frame.current.dataset.idle = 'false';
    map.setStyle(style, { diff: true });
    map.triggerRepaint();
  }, [map, style]);

  // What is no part of a style is drawn between its points and its names.
  const { specks } = look;
  useEffect(() => {
    if (!map || !specks) return;
    const layer = specksLayer(specks);
    const put = () => {
      if (map.getLayer(layer.id)) return;
      map.addLayer(layer, map.getStyle().layers.find((l) => l.id.startsWith('label/'))?.id);
      map.setLayerZoomRange(layer.id, 0, specksUntil);
    };
    put();
    // The map brings back its style when the browser gives back the means to draw, and nothing else.
    const loaded = map.on('style.load', put);
    return () => {
      loaded.unsubscribe();
      if (map.getLayer(layer.id)) map.removeLayer(layer.id);
    };
  }, [map, specks]);

  // After the style, which may have replaced the sources that hold the state.
  useEffect(() => {
    if (!map) return;
    const marked = chosen.map(({ layer, id }) => ({ source: layer, sourceLayer: layer, id }));
    const present = marked.filter((target) => map.getSource(target.source));
    for (const target of present) map.setFeatureState(target, { selected: true });
    return () => {
      for (const target of present) {
        if (map.getSource(target.source)) map.removeFeatureState(target, 'selected');
      }
    };
  }, [map, style, chosen]);

  useEffect(() => {
    if (!map) return;
    if (camera) {
      const { lng, lat } = map.getCenter();
      const there =
        Math.hypot(lng - camera.lon, lat - camera.lat) < 2e-4 && Math.abs(map.getZoom() - camera.zoom) < 0.02;
      if (!there) map.easeTo({ center: [camera.lon, camera.lat], zoom: camera.zoom });
    } else {
      const fit = fitted(map, box, near, padding);
      if (fit) map.flyTo({ ...fit, duration: 900 });
    }
    map.triggerRepaint();
  }, [map, camera, box, near, padding]);

  useEffect(() => {
    if (map && spot && !map.getBounds().contains(spot)) map.easeTo({ center: spot });
  }, [map, spot]);

  useEffect(() => map?.getCanvas().setAttribute('aria-label', title), [map, title]);

  return (
    <>
      <div ref={frame} className="canvas" data-idle="false" />
      {tip && (
        <div className="tip" style={{ left: tip.x, top: tip.y }} aria-hidden="true">
          {tip.text}
        </div>
      )}
    </>
  );
}

// Does what takes long once the browser has painted what led to it; the answer ends it, begun or not.
function afterPaint(begin: () => (() => void) | undefined): () => void {
  let end: (() => void) | undefined;
  let task: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    task = setTimeout(() => {
      end = begin();
    });
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(task);
    end?.();
  };
}

function cameraOf(map: MapLibre): Camera {
  const { lng, lat } = map.getCenter();
  return { zoom: map.getZoom(), lat, lon: lng };
}

/** For so many milliseconds the browser may take back the means to draw, as it does when a device wakes up. */
const longestLoss = 3000;
/** After so many milliseconds tiles that did not come are asked for again. */
const pause = 10_000;

// Mends what goes wrong while the map stands: gaps where tiles did not come, and, which is told when it lasts, that the
// browser has taken back the means to draw.
function watch(map: MapLibre, lost: () => void): () => void {
  let loss: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  const gaps = new Set<string>();
  map.on('webglcontextlost', () => {
    loss = setTimeout(lost, longestLoss);
  });
  map.on('webglcontextrestored', () => clearTimeout(loss));
  // Without a listener every tile that fails is written to the console; what cannot be reached the page says once.
  map.on('error', (event) => {
    if (!('sourceId' in event)) return;
    gaps.add(String(event.sourceId));
    again ??= setTimeout(() => {
      again = undefined;
      for (const source of gaps) if (map.getSource(source)) map.refreshTiles(source);
      gaps.clear();
    }, pause);
  });
  return () => {
    clearTimeout(loss);
    clearTimeout(again);
  };
}

function makeMap(
  container: HTMLElement,
  style: ReturnType<typeof mapStyle>,
  { camera, box, near, padding }: Pick<Props, 'camera' | 'box' | 'near' | 'padding'>,
): MapLibre {
  const map = new MapLibre({
    container,
    style,
    ...(camera
      ? { center: [camera.lon, camera.lat] as [number, number], zoom: camera.zoom }
      : { bounds: box, fitBoundsOptions: { padding, maxZoom: near[1] } }),
    minZoom: 4,
    maxZoom: 16,
    maxPitch: 0,
    maxBounds: [korea[0] - 8, korea[1] - 6, korea[2] + 8, korea[3] + 6],
    renderWorldCopies: false,
    transformRequest: (url) => {
      note(new Request(url));
      return { url };
    },
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: false,
    localIdeographFontFamily: false,
    cooperativeGestures: true,
    fadeDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200,
    locale: {
      'CooperativeGesturesHandler.WindowsHelpText': gestures(
        'Ctrl 키를 누른 채 굴리세요',
        'Use Ctrl + scroll to zoom',
      ),
      'CooperativeGesturesHandler.MacHelpText': gestures('⌘ 키를 누른 채 굴리세요', 'Use ⌘ + scroll to zoom'),
      'CooperativeGesturesHandler.MobileHelpText': gestures(
        '두 손가락으로 움직이세요',
        'Use two fingers to move',
      ),
    },
  });
  const fit = camera ? undefined : fitted(map, box, near, padding);
  if (fit) map.jumpTo(fit);
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  return map;
}

// MapLibre draws its sky for every frame of a flat map as well, where it cannot be seen: on a computer without a
// graphics processor of its own that takes a fifth of the time of a frame. No option turns it off.
function drawNoSky(map: MapLibre): void {
  map.painter.drawFunctions = { ...map.painter.drawFunctions, sky: () => undefined };
}

// The camera that shows a box, no nearer and no farther than it should.
function fitted(map: MapLibre, box: Box, [farthest, nearest]: [number, number], padding: Padding) {
  const fit = map.cameraForBounds(box, { padding, maxZoom: nearest });
  return fit && { ...fit, zoom: Math.max(fit.zoom ?? farthest, farthest) };
}

// The map takes these words once, when it is made, so they are in both languages.
function gestures(ko: string, en: string): string {
  return `${ko} · ${en}`;
}

// What lies under the pointer, a few pixels around it; what is drawn on top wins.
function pick(
  map: MapLibre,
  style: ReturnType<typeof mapStyle>,
  { point: { x, y } }: MapMouseEvent,
): Picked | undefined {
  const near = 4;
  const layers = targetsOf(style).filter((id) => map.getLayer(id));
  const [found] = map.queryRenderedFeatures(
    [
      [x - near, y - near],
      [x + near, y + near],
    ],
    { layers },
  );
  return found && picked(found);
}

function picked(feature: MapGeoJSONFeature): Picked {
  return { layer: feature.source, id: String(feature.id), properties: feature.properties as Properties };
}

// Shows what the pointer is on: a shade, a hand and the name.
function followPointer(
  map: MapLibre,
  latest: () => { style: ReturnType<typeof mapStyle>; nameOf: Props['nameOf'] },
  setTip: (tip: { x: number; y: number; text: string } | undefined) => void,
) {
  let under: Picked | undefined;
  const mark = (next: Picked | undefined) => {
    if (next?.id === under?.id && next?.layer === under?.layer) return;
    for (const [feature, hover] of [
      [under, false],
      [next, true],
    ] as const) {
      if (feature && map.getSource(feature.layer)) {
        map.setFeatureState({ source: feature.layer, sourceLayer: feature.layer, id: feature.id }, { hover });
      }
    }
    under = next;
    map.getCanvasContainer().classList.toggle('pointing', next !== undefined);
  };
  map.on('mousemove', (event) => {
    if (map.isMoving()) return;
    const found = pick(map, latest().style, event);
    mark(found);
    setTip(found && { x: event.point.x, y: event.point.y, text: latest().nameOf(found) });
  });
  const leave = () => {
    mark(undefined);
    setTip(undefined);
  };
  map.on('mouseout', leave);
  map.on('movestart', leave);
}
