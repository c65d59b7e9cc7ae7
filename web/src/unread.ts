import { type FeatureRef, parseView, type View } from './view';

/** A part of the address that cannot be used, as it is written there. */
export interface Unread {
  key: UnreadKey;
  value: string;
}

export type UnreadKey = (typeof keys)[number];

const keys = [
  'screen',
  'at',
  'with',
  'edition',
  'region',
  'areas',
  'indicator',
  'indicators',
  'cards',
  'variant',
  'layer',
  'select',
  'scenario',
  'map',
] as const;

/** What the service knows that an address may name; a list that has not come yet is undefined. */
export interface Known {
  areas: string[] | undefined;
  indicators: string[] | undefined;
  variants: ((id: string) => boolean) | undefined;
  layers: string[] | undefined;
  /** Whether the selected feature is known not to exist. */
  missing: (ref: FeatureRef) => boolean;
}

/** The parts of the query of an address that mean nothing: malformed, or naming what the service does not know. */
export function unreadIn(search: string, known: Known): Unread[] {
  const q = new URLSearchParams(search);
  const view = parseView(search);
  const strange = (ids: string[] | undefined, among: string[] | undefined) =>
    among ? (ids ?? []).filter((id) => !among.includes(id)) : [];
  const { variants } = known;
  const unknown: Partial<Record<UnreadKey, string[]>> = {
    region: strange(view.region ? [view.region] : [], known.areas),
    areas: strange(view.areas, known.areas),
    indicator: strange(view.indicator ? [view.indicator] : [], known.indicators),
    indicators: strange(view.indicators, known.indicators),
    cards: strange(view.cards, known.indicators),
    variant: variants ? (view.variant?.split(',') ?? []).filter((id) => !variants(id)) : [],
    layer: strange(view.layer ? [view.layer] : [], known.layers),
    select: view.select && known.missing(view.select) ? [`${view.select.layer}/${view.select.id}`] : [],
  };
  return keys.flatMap((key) => {
    const value = q.get(key);
    // The overview has a name of its own only in people's mouths.
    if (!value || (key === 'screen' && value === 'overview')) return [];
    const values = view[key] === undefined ? [value] : (unknown[key] ?? []);
    return values.map((text) => ({ key, value: text.length > 40 ? `${text.slice(0, 40)}…` : text }));
  });
}

/** A view without the parts that mean nothing; of a list, what means something stays. */
export function withoutUnread(view: View, unread: Unread[]): View {
  const left: Record<string, unknown> = { ...view };
  for (const { key, value } of unread) {
    const now = left[key];
    const list = Array.isArray(now)
      ? now
      : key === 'variant' && typeof now === 'string'
        ? now.split(',')
        : [];
    const rest = list.filter((part) => part !== value);
    if (rest.length === 0) delete left[key];
    else left[key] = Array.isArray(now) ? rest : rest.join(',');
  }
  return left as View;
}
