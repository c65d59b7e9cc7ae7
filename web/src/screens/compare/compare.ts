import type { Figure, Series } from '../../api/figures';
import type { Area } from '../../areas';
import { changeDays, valueOn } from '../../panels/days';

/** The fewest and the most areas that are compared at once. */
export const fewest = 2;
export const most = 8;

/** The areas that can be compared with each other: those of a level. */
export type Level = 'region' | 'sido';

/** What is compared: the level, the areas of it to choose from, and the chosen ones in their order. */
export interface Choice {
  level: Level;
  choices: Area[];
  chosen: Area[];
}

/** Reads what is compared: the areas asked for, of the level of the first; all regions when none is asked for. */
export function chosenOf(codes: string[] | undefined, areas: Area[]): Choice {
  const asked = (codes ?? []).flatMap((code) => areas.find((a) => a.code === code && isLevel(a.level)) ?? []);
  const level = (asked[0]?.level as Level | undefined) ?? 'region';
  const choices = areas.filter((a) => a.level === level);
  const chosen = asked.length > 0 ? choices.filter((a) => asked.includes(a)) : choices;
  return { level, choices, chosen: chosen.slice(0, most) };
}

/**
 * Codes of areas as codes of these: what has since been joined or divided stands for what it became, and what came of
 * that for what it was. Areas of a day say what became of them.
 */
export function codesAmong(codes: string[], areas: Area[], then: Area[]): string[] {
  const is = (code: string) => areas.some((a) => a.code === code);
  const kin = (code: string) => [
    ...then.filter((a) => a.heirs.includes(code)).map((a) => a.code),
    ...(then.find((a) => a.code === code)?.heirs ?? []),
  ];
  return [...new Set(codes.flatMap((code) => (is(code) ? [code] : kin(code).filter(is))))];
}

/** The codes after one was chosen or left, in the order of the areas. */
export function switchArea({ choices, chosen }: Choice, area: Area): string[] {
  return choices.filter((a) => (a === area) !== chosen.includes(a)).map((a) => a.code);
}

/** The codes that a level begins with: the areas that lie in, or hold, those chosen on the other one. */
export function codesOf(level: Level, { chosen }: Choice, areas: Area[]): string[] {
  const regions = new Set(chosen.map((a) => a.region ?? a.code));
  const members = areas.filter(
    (a) => a.level === level && regions.has(level === 'region' ? a.code : (a.region ?? '')),
  );
  return members.slice(0, most).map((a) => a.code);
}

/**
 * The rank of each area among all by what is known, the greatest first. Equal values share a rank; where all are equal
 * there is none.
 */
export function ranksOf(figures: Figure[]): Map<string, number> {
  const values = figures.flatMap((f) => (f.value === null ? [] : [Number(f.value)]));
  if (new Set(values).size < 2) return new Map();
  return new Map(
    figures.flatMap(({ region, value }) =>
      region === undefined || value === null
        ? []
        : [[region, 1 + values.filter((v) => v > Number(value)).length] as const],
    ),
  );
}

/** The part of a value in the whole in percent, with one place; undefined where there is no whole. */
export function partOf(value: string | null, whole: string | null | undefined): string | undefined {
  if (value === null || whole == null || Number(whole) === 0) return undefined;
  return ((100 * Number(value)) / Number(whole)).toFixed(1);
}

/** The difference of two decimals of as many places, exactly. */
export function difference(a: string, b: string): string {
  const places = Math.max(...[a, b].map((n) => n.split('.')[1]?.length ?? 0));
  const whole = (n: string) => {
    const [units = '', decimals = ''] = n.split('.');
    return BigInt(units + decimals.padEnd(places, '0'));
  };
  const sum = whole(a) - whole(b);
  const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, '0');
  const text = places > 0 ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
  return sum < 0n ? `-${text}` : text;
}

/** Several courses as one table: every day on which one changed, and the value of each on it. */
export function daysOf(series: Series[]): { day: string; values: (string | null)[] }[] {
  return changeDays(series.flatMap((s) => s.points.map((p) => p.day))).map((day) => ({
    day,
    values: series.map((s) => valueOn(s.points, day)?.value ?? null),
  }));
}

function isLevel(level: Area['level']): level is Level {
  return level !== 'sigungu';
}
