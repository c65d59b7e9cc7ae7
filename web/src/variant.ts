import type { Indicator, Variant } from './api/figures';
import type { View } from './view';

/** A variant as it is composed: what is measured, and the option of each switch, in their order. */
export interface Composed {
  base: Variant;
  options: Variant[];
}

/** Takes the id of a variant apart, such as `fsc.proposed`; undefined when the indicator has no such variant. */
export function readVariant(indicator: Indicator, id: string): Composed | undefined {
  const [first, ...rest] = id.split('.');
  const base = indicator.variants.find((v) => v.id === first);
  if (!base) return undefined;
  const options = (indicator.switches ?? []).flatMap(({ options: [usual, ...others] }) => {
    const chosen = others.find((o) => o.id === rest[0]);
    if (chosen) rest.shift();
    return chosen ?? usual ?? [];
  });
  return rest.length === 0 && fit({ base, options }) ? { base, options } : undefined;
}

/** Whether a variant and the options say something together. */
export function fit({ base, options }: Composed): boolean {
  const ids = [base, ...options].map((v) => v.id);
  return !options.some((option) => option.not_with?.some((id) => ids.includes(id)));
}

/** The same options under another variant; where one does not go with that, the usual one is taken. */
export function rebase(indicator: Indicator, base: Variant, options: Variant[]): Composed {
  const usual = (option: Variant, i: number) => indicator.switches?.[i]?.options[0] ?? option;
  return { base, options: options.map((o, i) => (fit({ base, options: [o] }) ? o : usual(o, i))) };
}

/** Puts the id of a variant together; the first option of a switch is left out. */
export function writeVariant(indicator: Indicator, { base, options }: Composed): string {
  const chosen = options.filter((option, i) => option.id !== indicator.switches?.[i]?.options[0]?.id);
  return [base, ...chosen].map((v) => v.id).join('.');
}

/** What a variant is called: its own title and those of the options that are not the usual ones. */
export function titleOfVariant(indicator: Indicator, id: string): string {
  const composed = readVariant(indicator, id);
  if (!composed) return id;
  const chosen = composed.options.filter((o, i) => o.id !== indicator.switches?.[i]?.options[0]?.id);
  return [composed.base, ...chosen].map((v) => v.title).join(' · ');
}

/** The variants of a view in which an indicator is read in another one; undefined when all are at their first. */
export function withVariant(indicator: Indicator, id: string, view: View): string | undefined {
  const others = view.variant?.split(',').filter((other) => !readVariant(indicator, other)) ?? [];
  const chosen = id === indicator.variants[0]?.id ? others : [...others, id];
  return chosen.length > 0 ? chosen.join(',') : undefined;
}
