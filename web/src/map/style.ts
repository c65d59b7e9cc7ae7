import type {
  CircleLayerSpecification,
  ExpressionSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from 'maplibre-gl';
import type { Rule } from '../api/definition';
import { isPlaced } from '../api/definition';
import type { DrawnLayer, Entry } from './legend';
import { type Specks, specksUntil } from './specks';

/** What the look of the map follows from. */
export interface Look {
  entries: Entry[];
  drawn: Set<string>;
  labels: Label[];
  /** The areas that are listed: they can be pressed, and are coloured when there are colours. */
  listed: Shading;
  theme: 'light' | 'dark';
  /** The area looked into, which is outlined, and the place of the chosen point, which is ringed. */
  chosen: { area?: { layer: string; id: string } | undefined; spot?: [number, number] | undefined };
  /** The ids of layers with so many points that dots of the usual size would cover the country. */
  crowded: Set<string>;
  /** The points of those layers. */
  specks?: Specks | undefined;
  /** Circles around a place, each with its radius. */
  rings?: Ring[];
  /** Address of the tiles of a layer, with {z}, {y} and {x} in it. */
  tiles: (layer: string) => string;
  font: string;
  fontFaces: NonNullable<StyleSpecification['font-faces']>;
}

/** Areas of one layer, by their codes. */
export interface Shading {
  layer: string | undefined;
  codes: string[];
  /** Colours by code, when areas are coloured; what has none is hatched. */
  colors: Map<string, string> | undefined;
}

/** The line of all places at a distance from one. */
export interface Ring {
  km: number;
  line: [number, number][];
}

/** A name at a point; the kinds come into sight one after the other. */
export interface Label {
  kind: 'sea' | 'island' | 'region' | 'sido' | 'sigungu' | 'figure' | 'stack' | 'ring' | 'node';
  name: string;
  /** What is measured there. */
  figure?: string;
  /** That of what it names, when it is not the ink. */
  color?: string;
  lon: number;
  lat: number;
}

/** The colours the map has beside those of the definitions; the values of theme/tokens.css. */
const palette = {
  light: {
    coast: '#dbe6ee',
    plain: '#eef1ee',
    hatch: '#8a98a8',
    ink: '#101c2c',
    ink2: '#45556a',
    ink3: '#56657a',
    halo: '#ffffff',
    card: '#ffffff',
  },
  dark: {
    coast: '#1b2c3b',
    plain: '#17242f',
    hatch: '#5f7284',
    ink: '#eef3f8',
    ink2: '#b4c1cf',
    ink3: '#8fa0b2',
    halo: '#0e1822',
    card: '#121d29',
  },
};
type Palette = (typeof palette)['light'];

/** Builds the style of the map. Layers of the style are named by legend key and part, "belts.chips/core". */
export function mapStyle(look: Look): StyleSpecification {
  const colors = palette[look.theme];
  const sources: Record<string, SourceSpecification> = {
    labels: { type: 'geojson', data: labelFeatures([...look.labels, ...ringLabels(look.rings ?? [])]) },
  };
  // The sea is the ground that the map lies on: to draw it would take its time on every frame.
  const layers: LayerSpecification[] = [];
  const bottomUp = look.entries.toSorted((a, b) => a.layer.style.order - b.layer.style.order);
  for (const { layer } of bottomUp) {
    if (sources[layer.id]) continue;
    sources[layer.id] = {
      type: 'vector',
      tiles: [look.tiles(layer.id)],
      minzoom: layer.publish?.zoom?.[0] ?? 0,
      maxzoom: layer.publish?.zoom?.[1] ?? 14,
      promoteId: 'id',
    };
    const shown = bottomUp.filter((e) => e.layer === layer && look.drawn.has(e.key));
    if (shown.length === 0) continue;
    layers.push(...coast(layer, colors));
    // Rules are listed from the most to the least telling: the first is drawn last.
    const rules = shown.toReversed().flatMap((entry) => drawRule(entry, look, colors));
    const shade = shadeOf(layer, look.listed, colors);
    layers.push(...(isFilled(shown) ? [...rules, ...shade] : [...shade, ...rules]));
    layers.push(...over(layer, shown, look, colors));
  }
  layers.push(islets(colors));
  // A source costs its time on every frame, empty or not.
  if (look.rings?.length) {
    sources.rings = { type: 'geojson', data: ringFeatures(look.rings) };
    layers.push(ringLayer(colors));
  }
  if (look.chosen.spot) {
    sources.chosen = { type: 'geojson', data: spotFeature(look.chosen.spot) };
    layers.push(spotLayer(colors));
  }
  layers.push(...labelLayers(colors, look.font));
  return {
    version: 8,
    sources,
    layers: settle(layers),
    'font-faces': look.fontFaces,
    transition: { duration: 200, delay: 0 },
  };
}

/** The ids of the style's layers in which a feature can be pointed at. */
export function targetsOf(style: StyleSpecification): string[] {
  return style.layers.filter((l) => l.id.endsWith('/target')).map((l) => l.id);
}

// Points are drawn above every area and line, whatever the order of their layers; names above all.
function settle(layers: LayerSpecification[]): LayerSpecification[] {
  return layers
    .filter((l) => l.type !== 'symbol' || !l.id.startsWith('label/'))
    .concat(layers.filter((l) => l.id.startsWith('label/')));
}

// The glow around the coast, under the regions. One line with a soft edge: to draw many points twice takes its time.
function coast(layer: DrawnLayer, colors: Palette): LayerSpecification[] {
  if (layer.area !== 'region') return [];
  // Thinner when near: a wide line around a small island is a star.
  const width = (near: number, far: number): ExpressionSpecification => [
    'interpolate',
    ['linear'],
    ['zoom'],
    5.5,
    far,
    8,
    near,
  ];
  return [
    {
      ...base(layer, `${layer.id}/coast`),
      type: 'line',
      paint: { 'line-color': colors.coast, 'line-width': width(5, 13), 'line-blur': width(2, 5) },
    },
  ];
}

// The colours of the listed areas, over a hatching that shows where there is none.
function shadeOf(layer: DrawnLayer, listed: Shading, colors: Palette): LayerSpecification[] {
  if (layer.id !== listed.layer || !listed.colors) return [];
  const pairs = [...listed.colors].flat();
  return [
    {
      ...base(layer, `${layer.id}/hatch`),
      type: 'fill',
      filter: [
        'all',
        isListed(listed),
        ['!', ['in', ['get', 'code'], ['literal', [...listed.colors.keys()]]]],
      ],
      paint: { 'fill-pattern': `hatch ${colors.plain} ${colors.hatch}`, 'fill-opacity': underPointer },
    },
    {
      ...base(layer, `${layer.id}/shade`),
      type: 'fill',
      filter: isListed(listed),
      paint: {
        'fill-color':
          pairs.length > 0
            ? (['match', ['get', 'code'], ...pairs, 'transparent'] as unknown as ExpressionSpecification)
            : 'transparent',
        'fill-opacity': underPointer,
      },
    },
  ];
}

function isListed({ codes }: Shading): ExpressionSpecification {
  return ['in', ['get', 'code'], ['literal', codes]];
}

function isFilled(shown: Entry[]): boolean {
  return shown.some((e) => e.rule.draw === 'fill');
}

// What lies over the features of a layer: what takes the press, and the outline of the chosen area. Nothing is drawn
// that cannot be seen: where a fill shows the pointer, what takes the press is empty.
function over(
  layer: DrawnLayer,
  shown: Entry[],
  { listed, chosen }: Look,
  colors: Palette,
): LayerSpecification[] {
  if (!layer.area) return [];
  const isFound = isFilled(shown) || (layer.id === listed.layer && listed.colors !== undefined);
  const target: LayerSpecification = {
    ...base(layer, `${layer.id}/target`),
    type: 'fill',
    paint: { 'fill-color': colors.ink, 'fill-opacity': isFound ? 0 : whenState(0, 0.07, 0) },
  };
  const pressable = isFilled(shown)
    ? [target]
    : layer.id === listed.layer
      ? [{ ...target, filter: isListed(listed) }]
      : [];
  if (chosen.area?.layer !== layer.id) return pressable;
  return [
    ...pressable,
    {
      ...base(layer, `${layer.id}/chosen`),
      type: 'line',
      filter: ['==', ['get', 'id'], chosen.area.id],
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': colors.ink,
        'line-width': ['interpolate', ['linear'], ['zoom'], 5, 0.9, 9, 2.2],
      },
    },
  ];
}

function drawRule({ key, layer, rule }: Entry, look: Look, colors: Palette): LayerSpecification[] {
  // Beside coloured areas a ground of its own colour would read as one of the classes.
  const plain = layer.area && rule.draw === 'fill' && look.listed.colors;
  const color = plain ? colors.plain : rule.color[look.theme];
  const filter: ExpressionSpecification = ['all', placeable(layer), where(rule)];
  const part = (name: string) => ({ ...base(layer, `${key}/${name}`), filter });
  switch (rule.draw) {
    case 'dot':
      return [
        {
          ...part('target'),
          type: 'circle',
          paint: {
            ...(look.crowded.has(layer.id) ? crowdedDot(layer, colors, color) : dot(layer, colors, color)),
            'circle-stroke-color': whenHollow(layer, color, colors.halo),
          },
        },
      ];
    case 'ring':
      return [
        {
          ...part('target'),
          type: 'circle',
          layout: rule.size_by ? { 'circle-sort-key': ['-', ['coalesce', ['get', rule.size_by], 0]] } : {},
          paint: {
            'circle-radius': ringRadius(rule),
            'circle-color': color,
            'circle-opacity': whenHollow(layer, 0.02, 0.22),
            'circle-stroke-color': color,
            'circle-stroke-width': whenState(2.4, 2.4, rule.size_by ? 1.8 : 1.3),
          },
        },
      ];
    case 'diamond':
    case 'square':
      return [
        {
          ...part('target'),
          type: 'symbol',
          layout: {
            'icon-image': whenHollow(
              layer,
              `${rule.draw} ${colors.card} ${color}`,
              `${rule.draw} ${color} ${colors.halo}`,
            ),
            'icon-allow-overlap': true,
            'icon-ignore-placement': true,
            'icon-size': ['interpolate', ['linear'], ['zoom'], 5, 0.8, 12, 1.4],
          },
        },
      ];
    case 'band':
      return [
        {
          ...part('glow'),
          type: 'line',
          layout: roundLine,
          paint: { 'line-color': color, 'line-width': whenState(18, 16, 13), 'line-opacity': 0.2 },
        },
        {
          ...part('case'),
          type: 'line',
          layout: roundLine,
          paint: { 'line-color': colors.halo, 'line-width': 4.6 },
        },
        {
          ...part('core'),
          type: 'line',
          layout: roundLine,
          paint: { 'line-color': color, 'line-width': whenState(3.4, 2.8, 2.2) },
        },
        ...lineTarget(part('target')),
      ];
    case 'dashes':
      return [
        {
          ...part('case'),
          type: 'line',
          layout: roundLine,
          paint: { 'line-color': colors.halo, 'line-width': 4.4, 'line-opacity': 0.8 },
        },
        {
          ...part('core'),
          type: 'line',
          layout: { 'line-join': 'round' },
          paint: { 'line-color': color, 'line-width': whenState(3, 2.4, 1.8), 'line-dasharray': [2.8, 2.2] },
        },
        ...lineTarget(part('target')),
      ];
    case 'line':
      return [
        {
          ...part('core'),
          type: 'line',
          layout: roundLine,
          paint: { 'line-color': color, 'line-width': whenState(3.4, 2.8, 2) },
        },
        ...lineTarget(part('target')),
      ];
    case 'fill':
      // Under the colours of the very same areas it cannot be seen.
      return plain && look.listed.layer === layer.id
        ? []
        : [
            {
              ...part('area'),
              type: 'fill',
              paint: { 'fill-color': color, 'fill-opacity': layer.area ? underPointer : 1 },
            },
          ];
    case 'outline':
      return [
        {
          ...part('line'),
          type: 'line',
          paint: {
            'line-color': color,
            'line-width': outlineWidth(layer),
            'line-opacity': layer.area === 'region' ? 0.55 : 0.4,
          },
        },
      ];
    case 'context':
      return [{ ...part('area'), type: 'fill', paint: { 'fill-color': color } }];
  }
}

const roundLine = { 'line-join': 'round', 'line-cap': 'round' } as const;

// A line is thinner than a finger: an unseen one beside it takes the click.
function lineTarget(part: Omit<LayerSpecification, 'type'>): LayerSpecification[] {
  return [
    {
      ...part,
      type: 'line',
      paint: { 'line-color': '#000000', 'line-opacity': 0, 'line-width': 14 },
    } as LayerSpecification,
  ];
}

function base(layer: DrawnLayer, id: string) {
  return { id, source: layer.id, 'source-layer': layer.id };
}

function where(rule: Rule): ExpressionSpecification {
  const tests = Object.entries(rule.where ?? {}).map(
    ([column, values]): ExpressionSpecification => [
      'in',
      ['to-string', ['get', column]],
      ['literal', values],
    ],
  );
  return ['all', ...tests];
}

// A feature whose place is known less well than to the si/gun/gu is listed, not drawn.
function placeable(layer: DrawnLayer): ExpressionSpecification {
  return isPlaced(layer)
    ? ['in', ['get', 'precision'], ['literal', ['site', 'complex', 'sigungu']]]
    : ['all'];
}

function whenHollow<T extends string | number>(
  layer: DrawnLayer,
  hollow: T,
  solid: T,
): ExpressionSpecification | T {
  return isPlaced(layer) ? ['case', ['==', ['get', 'precision'], 'sigungu'], hollow, solid] : solid;
}

// An area that the pointer is on lets its ground through.
const underPointer: ExpressionSpecification = [
  'case',
  ['boolean', ['feature-state', 'hover'], false],
  0.8,
  1,
];

function whenState(selected: number, hover: number, rest: number): ExpressionSpecification {
  const is = (state: string): ExpressionSpecification => ['boolean', ['feature-state', state], false];
  return ['case', is('selected'), selected, is('hover'), hover, rest];
}

// The area of a ring stands for the amount: its radius follows the square root, 11 px for a trillion won at rest.
function ringRadius(rule: Rule): ExpressionSpecification | number {
  if (!rule.size_by) return 5;
  const root: ExpressionSpecification = ['sqrt', ['/', ['coalesce', ['get', rule.size_by], 0], 1e12]];
  const at = (scale: number): ExpressionSpecification => ['max', 3, ['*', scale, root]];
  return ['interpolate', ['linear'], ['zoom'], 5, at(9), 6.5, at(11), 10, at(18)];
}

type DotPaint = Partial<CircleLayerSpecification['paint']>;

function dot(layer: DrawnLayer, colors: Palette, color: string): DotPaint {
  return {
    'circle-radius': ['interpolate', ['linear'], ['zoom'], 5, 3.8, 8, 5.5, 12, 8],
    'circle-color': whenHollow(layer, colors.card, color),
    'circle-stroke-width': whenHollow(layer, 1.8, 1),
  };
}

// Of very many points each is a speck from afar, which specks.ts draws; these take the press.
function crowdedDot(layer: DrawnLayer, colors: Palette, color: string): DotPaint {
  const seen: ExpressionSpecification = ['step', ['zoom'], 0, specksUntil, 1];
  return { ...dot(layer, colors, color), 'circle-opacity': seen, 'circle-stroke-opacity': seen };
}

function outlineWidth(layer: DrawnLayer): ExpressionSpecification | number {
  switch (layer.area) {
    case 'region':
      return ['interpolate', ['linear'], ['zoom'], 5, 0.6, 9, 1.8];
    case 'sido':
      return ['interpolate', ['linear'], ['zoom'], 5, 0.5, 9, 1.2];
    default:
      return 0.6;
  }
}

function ringLayer(colors: Palette): LayerSpecification {
  return {
    id: 'rings/line',
    type: 'line',
    source: 'rings',
    paint: { 'line-color': colors.ink2, 'line-width': 1.2, 'line-dasharray': [3, 3] },
  };
}

// Islands that have a name are never too small to be seen; tiles leave out what is less than a pixel wide.
function islets(colors: Palette): LayerSpecification {
  return {
    id: 'islets',
    type: 'circle',
    source: 'labels',
    maxzoom: 8,
    filter: ['==', ['get', 'kind'], 'island'],
    paint: {
      'circle-radius': 1.6,
      'circle-color': colors.plain,
      'circle-stroke-color': colors.ink3,
      'circle-stroke-width': 0.8,
    },
  };
}

function spotLayer(colors: Palette): LayerSpecification {
  return {
    id: 'chosen/spot',
    type: 'circle',
    source: 'chosen',
    paint: {
      'circle-radius': 12,
      'circle-color': colors.ink,
      'circle-opacity': 0.16,
      'circle-stroke-color': colors.ink,
      'circle-stroke-width': 2,
    },
  };
}

function spotFeature(spot: [number, number]): GeoJSON.Feature {
  return { type: 'Feature', geometry: { type: 'Point', coordinates: spot }, properties: {} };
}

function ringFeatures(rings: Ring[]): GeoJSON.FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: rings.map(({ km, line }) => ({
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: line },
      properties: { km },
    })),
  };
}

// A ring is named at its northernmost point.
function ringLabels(rings: Ring[]): Label[] {
  return rings.flatMap(({ km, line: [north] }) =>
    north ? [{ kind: 'ring', name: `${km} km`, lon: north[0], lat: north[1] }] : [],
  );
}

function labelFeatures(labels: Label[]): GeoJSON.FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: labels.map(({ lon, lat, ...properties }) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties,
    })),
  };
}

// A name with its figure, where it has one, larger and below.
const withFigure = {
  'text-field': [
    'case',
    ['has', 'figure'],
    ['format', ['get', 'name'], {}, '\n', {}, ['get', 'figure'], { 'font-scale': 1.3 }],
    ['get', 'name'],
  ],
};

// A size that is smaller where the whole country has little room.
function fromAfar(small: number, usual: number): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], 4.8, small, 5.6, usual];
}

function labelLayers(colors: Palette, font: string): LayerSpecification[] {
  const layer = (
    kind: Label['kind'],
    zoom: [number, number],
    color: string | ExpressionSpecification,
    size: number | ExpressionSpecification,
    more: Record<string, unknown> = {},
  ): LayerSpecification => ({
    id: `label/${kind}`,
    type: 'symbol',
    source: 'labels',
    filter: ['==', ['get', 'kind'], kind],
    minzoom: zoom[0],
    maxzoom: zoom[1],
    layout: { 'text-field': ['get', 'name'], 'text-font': [font], 'text-size': size, ...more },
    paint: { 'text-color': color, 'text-halo-color': colors.halo, 'text-halo-width': 1.8 },
  });
  // What is known to the si/gun/gu only is drawn at the middle of it, where the name would hide it.
  const above = { 'text-anchor': 'bottom', 'text-offset': [0, -0.85] };
  // Upper layers are placed first, and what does not fit beside them is left out.
  return [
    layer('sigungu', [8, 24], colors.ink2, 12, above),
    layer('ring', [0, 24], colors.ink2, 11, { 'text-allow-overlap': true }),
    layer('stack', [0, 24], colors.ink, 11, { 'text-anchor': 'bottom-left', 'text-offset': [0.45, -0.25] }),
    layer('node', [0, 8], ['get', 'color'], fromAfar(10, 12), {
      // Beside its corner, or farther off where the name of a region lies over that.
      'text-variable-anchor-offset': [
        ...['left', [0.6, 0], 'right', [-0.6, 0], 'top', [0, 0.6], 'bottom', [0, -0.6]],
        ...['right', [-1.8, -0.3], 'left', [1.8, -0.3], 'bottom-right', [-1, -1.2], 'bottom-left', [1, -1.2]],
      ],
    }),
    layer('sido', [7.2, 11], colors.ink, 13),
    layer('figure', [0, 24], colors.ink, 12.5, { ...withFigure, ...above }),
    layer('region', [0, 7.2], colors.ink, fromAfar(10.5, 13.5), {
      'text-allow-overlap': true,
      ...withFigure,
    }),
    layer('sea', [0, 24], colors.ink3, fromAfar(10.5, 14), {
      'text-letter-spacing': 0.35,
      // On a phone a name of two words on one line would run over the edge.
      'text-max-width': ['step', ['zoom'], 3, 5.3, 20],
      'text-allow-overlap': true,
    }),
    layer('island', [0, 24], colors.ink2, fromAfar(10.5, 12), {
      'text-allow-overlap': true,
      'text-variable-anchor': ['top', 'bottom'],
      'text-radial-offset': 0.7,
    }),
  ];
}
