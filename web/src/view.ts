/** What is looked at, as the address of the page says it. Everything not in the address is at its default. */
export interface View {
  /** The screen; the overview when absent. */
  screen?: Screen;
  /** The as-of day, YYYY-MM-DD; today when absent. */
  at?: string;
  /** The day that the as-of day is compared with. */
  with?: string;
  /** The edition; the newest when absent. */
  edition?: number;
  /** Code of the area looked into: a region, si/do or si/gun/gu. */
  region?: string;
  /** Id of the indicator that the map and the table show; the first with classes when absent, none when ''. */
  indicator?: string;
  /** Ids of variants, with commas between; an indicator is read in the first that it has, else in its own first. */
  variant?: string;
  /** Ids of the indicators on the target cards; the two that lead when absent. */
  cards?: string[];
  /** The scenario that is played, as the service names it. */
  scenario?: string;
  /** Codes of the areas that are compared. */
  areas?: string[];
  /** Figures by the areas as they stood on the as-of day; by those of now when absent. */
  borders?: 'then';
  /** Ids of the indicators that they are compared by; the leading ones when absent. */
  indicators?: string[];
  /** Id of the layer looked into, on the screens that look into one. */
  layer?: string;
  /** The values that columns of that layer must have. */
  filter?: Record<string, string>;
  /** The column that a list is sorted by, with a minus before it from the greatest down. */
  sort?: string;
  /** Keys of the legend entries drawn; what the definitions ask for when absent. */
  layers?: string[];
  /** The selected feature. */
  select?: FeatureRef;
  /** Where the camera is; fitted to the region, or the country, when absent. */
  map?: Camera;
  /** Whether the map or its table is shown. */
  as?: 'table';
  /** The language; the reader's own when absent. */
  lang?: Lang;
}

export interface FeatureRef {
  layer: string;
  id: string;
}

export interface Camera {
  zoom: number;
  lat: number;
  lon: number;
}

export type Lang = 'ko' | 'en';

/** The screens beside the overview. */
export const screens = ['compare', 'belts', 'fund', 'targets', 'data'] as const;
export type Screen = (typeof screens)[number];

/** Reads the query of an address. A value that means nothing is as good as absent. */
export function parseView(search: string): View {
  const q = new URLSearchParams(search);
  const view: View = {};
  const screen = screens.find((name) => name === q.get('screen'));
  if (screen) view.screen = screen;
  const at = q.get('at');
  if (at && isDay(at)) view.at = at;
  const other = q.get('with');
  if (other && isDay(other)) view.with = other;
  const edition = q.get('edition');
  if (edition && /^[1-9]\d{0,8}$/.test(edition)) view.edition = Number(edition);
  const region = q.get('region');
  if (region && isCode(region)) view.region = region;
  const indicator = q.get('indicator');
  if (indicator !== null && /^[a-z0-9-]{0,64}$/.test(indicator)) view.indicator = indicator;
  const variant = q.get('variant');
  if (variant && /^[a-z0-9.,-]{1,200}$/.test(variant)) view.variant = variant;
  const cards = q.get('cards')?.split(',').filter(isId);
  if (cards?.length) view.cards = cards;
  const areas = q.get('areas')?.split(',').filter(isCode);
  if (areas?.length) view.areas = areas;
  if (q.get('borders') === 'then') view.borders = 'then';
  const indicators = q.get('indicators')?.split(',').filter(isId);
  if (indicators?.length) view.indicators = indicators;
  const layer = q.get('layer');
  if (layer && isId(layer)) view.layer = layer;
  const filter = q.getAll('filter').flatMap((text) => {
    const [, column, value] = text.match(/^([a-z0-9_]{1,64}):(.+)$/) ?? [];
    return column && value ? [[column, value] as const] : [];
  });
  if (filter.length > 0) view.filter = Object.fromEntries(filter);
  const sort = q.get('sort');
  if (sort && /^-?[a-z0-9_]{1,64}$/.test(sort)) view.sort = sort;
  const layers = q.get('layers');
  if (layers !== null) view.layers = layers.split(',').filter(Boolean);
  const select = q.get('select')?.match(/^([^/]+)\/(.+)$/);
  if (select?.[1] && select[2]) view.select = { layer: select[1], id: select[2] };
  const map = parseCamera(q.get('map'));
  if (map) view.map = map;
  if (q.get('as') === 'table') view.as = 'table';
  const scenario = q.get('scenario');
  if (scenario && /^[\w-]{1,6000}$/.test(scenario)) view.scenario = scenario;
  const lang = q.get('lang');
  if (lang === 'ko' || lang === 'en') view.lang = lang;
  return view;
}

/** Writes the query of an address, always in the same order; '' for the default view. */
export function formatView(view: View): string {
  const q: [string, string][] = [];
  if (view.screen) q.push(['screen', view.screen]);
  if (view.at) q.push(['at', view.at]);
  if (view.with) q.push(['with', view.with]);
  if (view.edition) q.push(['edition', String(view.edition)]);
  if (view.region) q.push(['region', view.region]);
  if (view.indicator !== undefined) q.push(['indicator', view.indicator]);
  if (view.variant) q.push(['variant', view.variant]);
  if (view.cards) q.push(['cards', view.cards.join(',')]);
  if (view.areas) q.push(['areas', view.areas.join(',')]);
  if (view.borders) q.push(['borders', view.borders]);
  if (view.indicators) q.push(['indicators', view.indicators.join(',')]);
  if (view.layer) q.push(['layer', view.layer]);
  for (const [column, value] of Object.entries(view.filter ?? {})) q.push(['filter', `${column}:${value}`]);
  if (view.sort) q.push(['sort', view.sort]);
  if (view.layers) q.push(['layers', view.layers.join(',')]);
  if (view.select) q.push(['select', `${view.select.layer}/${view.select.id}`]);
  if (view.map) q.push(['map', formatCamera(view.map)]);
  if (view.as) q.push(['as', view.as]);
  if (view.scenario) q.push(['scenario', view.scenario]);
  if (view.lang) q.push(['lang', view.lang]);
  // Commas, colons and slashes need no escape in a query and are easier to read without.
  const text = q.map(
    ([key, value]) => `${key}=${encodeURIComponent(value).replace(/%(2C|2F|3A)/g, decodeURIComponent)}`,
  );
  return text.length ? `?${text.join('&')}` : '';
}

/** Reports whether the text is a day of the calendar, YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Today in Korea, YYYY-MM-DD. */
export function today(now: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(now);
}

function isCode(text: string): boolean {
  return /^[A-Za-z0-9-]{1,16}$/.test(text);
}

function isId(text: string): boolean {
  return /^[a-z0-9-]{1,64}$/.test(text);
}

function parseCamera(text: string | null): Camera | undefined {
  const parts = text?.split('/').map(Number);
  if (parts?.length !== 3 || parts.some((n) => !Number.isFinite(n))) return undefined;
  const [zoom, lat, lon] = parts as [number, number, number];
  if (zoom < 0 || zoom > 22 || Math.abs(lat) > 85 || Math.abs(lon) > 180) return undefined;
  return { zoom, lat, lon };
}

function formatCamera({ zoom, lat, lon }: Camera): string {
  return `${Number(zoom.toFixed(2))}/${Number(lat.toFixed(4))}/${Number(lon.toFixed(4))}`;
}
