import type { components } from './schema';

type Schemas = components['schemas'];

/** A layer as its definition describes it. */
export type Definition = Schemas['Definition'];
export type Style = Schemas['Style'];
export type Rule = Schemas['Rule'];

/** Values of the columns of a feature, null where nothing is known. */
export type Properties = Record<string, Value>;
export type Value = string | number | boolean | string[] | null;

/** Reports whether the features of a layer are stamped with the areas they lie in. */
export function isPlaced(definition: Definition): boolean {
  return !definition.area && Object.keys(definition.intake?.place ?? {}).length > 0;
}

/** Reports whether a rule draws features with these values. */
export function ruleMatches(rule: Rule, properties: Properties): boolean {
  return Object.entries(rule.where ?? {}).every(([column, values]) =>
    values.includes(String(properties[column])),
  );
}

/** The name of a feature in a language, or its id when it has none. */
export function nameOf(feature: { id: string; properties: Properties }, lang: 'ko' | 'en'): string {
  const p = feature.properties;
  const name = lang === 'en' ? (p.name_en ?? p.name_ko ?? p.name) : (p.name_ko ?? p.name);
  return typeof name === 'string' ? name : feature.id;
}
