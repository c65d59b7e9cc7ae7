/** What is looked at, as the address of the page says it. Everything not in the address is at its default. */
export interface View {
  /** The as-of day, YYYY-MM-DD; today when absent. */
  at?: string;
  /** The edition; the newest when absent. */
  edition?: number;
  /** Code of the area looked into: a region, si/do or si/gun/gu. */
  region?: string;
  /** Id of the indicator that the map and the table show; the first with classes when absent, none when ''. */
  indicator?: string;
  /** Id of the variant the indicators are read in; each at its own first when absent. */
  variant?: string;
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

/** Reads the query of an address. A value that means nothing is as good as absent. */
export function parseView(search: string): View {
  const q = new URLSearchParams(search);
  const view: View = {};
  const at = q.get('at');
  if (at && isDay(at)) view.at = at;
  const edition = q.get('edition');
  if (edition && /^[1-9]\d{0,8}$/.test(edition)) view.edition = Number(edition);
  const region = q.get('region');
  if (region && /^[A-Za-z0-9-]{1,16}$/.test(region)) view.region = region;
  const indicator = q.get('indicator');
  if (indicator !== null && /^[a-z0-9-]{0,64}$/.test(indicator)) view.indicator = indicator;
  const variant = q.get('variant');
  if (variant && /^[a-z0-9-]{1,64}$/.test(variant)) view.variant = variant;
  const layers = q.get('layers');
  if (layers !== null) view.layers = layers.split(',').filter(Boolean);
  const select = q.get('select')?.match(/^([^/]+)\/(.+)$/);
  if (select?.[1] && select[2]) view.select = { layer: select[1], id: select[2] };
  const map = parseCamera(q.get('map'));
  if (map) view.map = map;
  if (q.get('as') === 'table') view.as = 'table';
  const lang = q.get('lang');
  if (lang === 'ko' || lang === 'en') view.lang = lang;
  return view;
}

/** Writes the query of an address, always in the same order; '' for the default view. */
export function formatView(view: View): string {
  const q: [string, string][] = [];
  if (view.at) q.push(['at', view.at]);
  if (view.edition) q.push(['edition', String(view.edition)]);
  if (view.region) q.push(['region', view.region]);
  if (view.indicator !== undefined) q.push(['indicator', view.indicator]);
  if (view.variant) q.push(['variant', view.variant]);
  if (view.layers) q.push(['layers', view.layers.join(',')]);
  if (view.select) q.push(['select', `${view.select.layer}/${view.select.id}`]);
  if (view.map) q.push(['map', formatCamera(view.map)]);
  if (view.as) q.push(['as', view.as]);
  if (view.lang) q.push(['lang', view.lang]);
  // Commas and slashes need no escape in a query and are easier to read without.
  const text = q.map(
    ([key, value]) => `${key}=${encodeURIComponent(value).replace(/%2C/g, ',').replace(/%2F/g, '/')}`,
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
