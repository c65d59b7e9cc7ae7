import type { Definition, Properties, Value } from '../api/definition';
import type { Citation } from '../api/queries';
import type { Words } from '../text/ko';

/** One thing known of a feature, in words. */
export interface Fact {
  id: string;
  title: string;
  text: string;
  /** Set where the text is in another language than the page. */
  lang?: 'ko' | 'en';
}

/** What is known of a feature beside its name, place and stages, in the order of its definition. */
export function factsOf(definition: Definition, properties: Properties, words: Words): Fact[] {
  const kinds = new Set(Object.keys(definition.schema).filter((id) => amountOf(id) in definition.schema));
  return Object.entries(definition.schema).flatMap(([id, property]): Fact[] => {
    if (hidden.has(id) || kinds.has(id)) return [];
    const title = property.title[words.lang];
    const codes = property.codes;
    if (property.localized) {
      const own = properties[`${id}_${words.lang}`];
      const other = words.lang === 'ko' ? 'en' : 'ko';
      if (own) return [{ id, title, text: String(own) }];
      const foreign = properties[`${id}_${other}`];
      return foreign ? [{ id, title, text: String(foreign), lang: other }] : [];
    }
    if (property.type === 'range') {
      const [low, high] = [properties[`${id}_low`], properties[`${id}_high`]];
      if (low == null || high == null) return [];
      const text = [...new Set([low, high])].map((v) => withUnit(v, property.unit, words)).join(' – ');
      return [{ id, title, text }];
    }
    const value = properties[id];
    if (value == null || value === '') return [];
    if (property.unit === 'KRW') {
      const kind = properties[kindOf(id)];
      const kindWords =
        kind && (definition.schema[kindOf(id)]?.codes?.[String(kind)]?.[words.lang] ?? String(kind));
      return [{ id, title, text: words.won(value as number) + (kindWords ? ` · ${kindWords}` : '') }];
    }
    if (codes)
      return [
        {
          id,
          title,
          text: list(value)
            .map((v) => codes[v]?.[words.lang] ?? v)
            .join(', '),
        },
      ];
    if (property.type === 'day') return [{ id, title, text: words.date(String(value)) }];
    if (property.type === 'boolean') return [{ id, title, text: value ? words.yes : words.no }];
    const text = list(value).join(', ');
    return [{ id, title, text: withUnit(text, property.unit, words), ...languageOf(text, words.lang) }];
  });
}

/** A stage of a feature: its title, the day as known, and whether it was reached on the as-of day. */
export interface StageFact {
  id: string;
  title: string;
  day: string | undefined;
  reached: boolean;
  current: boolean;
}

/** The stages of a feature in their order. */
export function stagesOf(definition: Definition, properties: Properties, words: Words): StageFact[] {
  const stages = definition.stages ?? [];
  const current = stages.findIndex((s) => s.id === properties.stage);
  return stages.map((stage, i) => {
    const day = properties[`${stage.id.replaceAll('-', '_')}_on`];
    return {
      id: stage.id,
      title: stage.title[words.lang],
      day: day ? words.date(String(day)) : undefined,
      reached: i <= current && Boolean(day),
      current: i === current,
    };
  });
}

/** What a reader must know before believing the place of a feature. */
export interface Doubts {
  /** How the place was inferred, as the collector wrote it. */
  inferred: string | undefined;
  /** Code of the area at which the coordinates point instead. */
  disagrees: string | undefined;
  /** Whether a document was not read itself. */
  indirect: boolean;
}

export function doubtsOf(properties: Properties, citations: Citation[]): Doubts {
  const basis = properties.stated_basis;
  const disagrees = properties.place_disagrees;
  return {
    inferred: typeof basis === 'string' && /inferred/i.test(basis) ? basis : undefined,
    disagrees: typeof disagrees === 'string' ? disagrees : undefined,
    indirect: citations.some((c) => /cross.?reference|github/i.test(`${c.kind ?? ''} ${c.via ?? ''}`)),
  };
}

/** The address of a document, when it is one that can be followed. */
export function addressOf(citation: Citation): URL | undefined {
  const address = citation.url && URL.canParse(citation.url) ? new URL(citation.url) : undefined;
  return address && /^https?:$/.test(address.protocol) ? address : undefined;
}

// Shown elsewhere in the card, or of use to the map only.
const hidden = new Set(['name', 'label_lon', 'label_lat', 'code', 'order']);

function kindOf(amount: string): string {
  return `${amount.replace(/_krw$/, '')}_kind`;
}

function amountOf(kind: string): string {
  return kind.endsWith('_kind') ? kind.replace(/_kind$/, '_krw') : '';
}

function list(value: Value): string[] {
  return Array.isArray(value) ? value : [String(value)];
}

function withUnit(value: Value, unit: string | undefined, words: Words): string {
  if (unit === 'KRW') return words.won(value as number);
  return unit ? `${value} ${unit}` : String(value);
}

// A collector's remark is in English or Korean, whatever the page speaks.
/** The language of a text, when it is not that of the page. */
export function languageOf(text: string, page: 'ko' | 'en'): { lang?: 'ko' | 'en' } {
  const lang = /[가-힣]/.test(text) ? 'ko' : /[A-Za-z]{3}/.test(text) ? 'en' : page;
  return lang === page ? {} : { lang };
}
