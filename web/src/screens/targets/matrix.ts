import type { Figure, Indicator } from '../../api/figures';
import { fit, writeVariant } from '../../variant';

/** How far it has come in a cell of a matrix. */
export interface Cell {
  /** Which variant is the furthest that holds for certain, from 0; -1 when none does. */
  reached: number;
  /** Which one may hold, where that is further. */
  possible: number | undefined;
  /** The figure of the furthest variant that holds, or of the first when none does. */
  figure: Figure;
  /** For every other option of the switches, which variant still holds under it. */
  under: number[];
}

/** A reading of an indicator: a variant, under an option of a switch or as usual. */
export interface Reading {
  variant: string;
  /** Which of its variants it is. */
  at: number;
  /** Which of the other options it is under; undefined for the usual ones. */
  option: number | undefined;
}

/** Reports whether an indicator is a matrix of areas: it counts the different values of what it is broken down by. */
export function isMatrix({ kind, across }: Indicator): boolean {
  return kind === 'distinct' && (across?.length ?? 0) > 0;
}

/** The options of an indicator that are not the usual ones, each with that, and which switch has both. */
export function otherOptions({ switches = [] }: Indicator) {
  return switches.flatMap(({ options: [usual, ...others] }, at) =>
    others.map((option) => ({ option, usual, at })),
  );
}

/** Every reading that a matrix needs: all variants as usual, then under each other option. */
export function readingsOf(indicator: Indicator): Reading[] {
  const usual = (indicator.switches ?? []).flatMap((s) => s.options.slice(0, 1));
  const others = otherOptions(indicator);
  return [undefined, ...others.keys()].flatMap((option) =>
    indicator.variants.flatMap((base, at) => {
      const other = option === undefined ? undefined : others[option];
      const options = usual.map((o, i) => (other?.at === i ? other.option : o));
      return fit({ base, options })
        ? { variant: writeVariant(indicator, { base, options }), at, option }
        : [];
    }),
  );
}

/** The values that a matrix has a column for, in the order in which they come. */
export function columnsOf(answers: (Figure[] | undefined)[]): string[] {
  return [...new Set(answers.flatMap((figures) => (figures ?? []).flatMap((f) => f.group?.value ?? [])))];
}

/** The cell of an area and a value; undefined where no reading has a figure of the two. */
export function cellOf(
  readings: Reading[],
  answers: (Figure[] | undefined)[],
  area: string,
  value: string,
): Cell | undefined {
  const found = readings.flatMap((reading, i) => {
    const figure = answers[i]?.find((f) => f.region === area && f.group?.value === value);
    return figure ? [{ ...reading, figure }] : [];
  });
  const furthest = (option: number | undefined, end: 'low' | 'high') =>
    found.filter((f) => f.option === option && Number(f.figure[end] ?? 0) > 0).at(-1)?.at ?? -1;
  const usual = found.filter((f) => f.option === undefined);
  const [reached, possible] = [furthest(undefined, 'low'), furthest(undefined, 'high')];
  const figure = (usual.find((f) => f.at === reached) ?? usual[0])?.figure;
  if (!figure) return undefined;
  const options = [...new Set(readings.flatMap((r) => r.option ?? []))];
  return {
    reached,
    possible: possible > reached ? possible : undefined,
    figure,
    under: options.map((option) => furthest(option, 'low')),
  };
}
