import type { Plan, Scenario, Takes } from '../api/scenarios';
import { type NoAmount, readWon } from '../text/amount';
import { isDay } from '../view';

/** The lists of a scenario that a reader fills with what nobody has proposed. */
export const stepKinds = ['add', 'shift', 'per_month'] as const;
export type StepKind = (typeof stepKinds)[number];
export type Step<K extends StepKind = StepKind> = NonNullable<Scenario[K]>[number];

/** What is typed into the form of a step, by the member of the step that it is about; `how` is how much a shift moves. */
export type Field =
  | 'name'
  | 'amount'
  | 'count'
  | 'percent'
  | 'region'
  | 'in'
  | 'day'
  | 'from'
  | 'to'
  | 'until';
export type Typed = Partial<Record<Field | 'how', string>>;

/** What can be wrong with what is typed, or missing from a step in another variant. */
export type Wrong =
  | NoAmount
  | ('name' | 'long' | 'count' | 'rate' | 'percent' | 'area' | 'same' | 'day')
  | ('order' | 'monthEnd' | 'months' | 'never' | 'variant');

/** Something that keeps a scenario from being played: where, as a JSON Pointer, and what or in which words. */
export interface Flaw {
  pointer: string;
  wrong: Wrong | { said: string };
}

/** Limits of the service. */
const [mostLetters, mostCases, mostMonths] = [200, 10_000, 600];

/** Reads the form of a step; a step without amount or count where the variant does not ask for it. */
export function readStep(
  kind: StepKind,
  typed: Typed,
  takes: Takes,
): { step: Step } | { wrong: Partial<Record<Field, Wrong>> } {
  const wrong: Partial<Record<Field, Wrong>> = {};
  const check = (field: Field, why: Wrong | false | undefined) => {
    if (why) wrong[field] ??= why;
  };
  const text = (field: Field) => typed[field]?.trim() ?? '';
  const day = (field: Field) => {
    check(field, !isDay(text(field)) && 'day');
    return text(field);
  };
  const won = () => {
    const read = readWon(text('amount'));
    if (typeof read === 'number') return { amount: read };
    check('amount', read);
    return {};
  };
  const where = () => ({
    ...(text('region') && { region: text('region') }),
    ...(text('in') && { in: text('in') === 'in' }),
  });
  const readers: Record<StepKind, () => Step> = {
    add: () => {
      const name = text('name');
      check('name', name === '' ? 'name' : [...name].length > mostLetters && 'long');
      const on = day('day');
      if (takes.amount !== null) return { name, day: on, ...won(), ...where() };
      const count = text('count').replaceAll(',', '');
      check(
        'count',
        !(/^\d{1,5}$/.test(count) && Number(count) >= 1 && Number(count) <= mostCases) && 'count',
      );
      return { name, day: on, count: Number(count), ...where() };
    },
    shift: () => {
      const [from, to] = [text('from'), text('to')];
      check('from', from === '' && 'area');
      check('to', to === '' ? 'area' : to === from && 'same');
      const ends = { from, to, day: day('day') };
      if (typed.how !== 'percent') return { ...ends, ...won() };
      const percent = text('percent').replace(/\s*%$/, '');
      check('percent', !isAbove0(percent, 100) && 'percent');
      return { ...ends, percent };
    },
    per_month: () => {
      const [from, until] = [day('from'), day('until')];
      if (!wrong.from && !wrong.until) check('until', periodOf(from, until));
      if (takes.amount !== null) return { from, until, ...won(), ...where() };
      const count = text('count').replaceAll(',', '');
      check('count', !isAbove0(count, mostCases) && 'rate');
      return { from, until, count, ...where() };
    },
  };
  const step = readers[kind]();
  return Object.keys(wrong).length > 0 ? { wrong } : { step };
}

/** A step as its form shows it, amounts in the words given. */
export function typedOf(step: Step, write: (won: number) => string): Typed {
  const { amount, in: side, ...rest } = step as Partial<Step<'add'> & Step<'per_month'>>;
  const typed = Object.fromEntries(Object.entries(rest).map(([member, value]) => [member, String(value)]));
  return {
    ...typed,
    ...(amount !== undefined && { amount: write(amount) }),
    ...(side !== undefined && { in: side ? 'in' : 'out' }),
    ...('percent' in rest && { how: 'percent' }),
  };
}

/** The scenario with a step put into a list, at its end when no place is named. */
export function withStep(scenario: Scenario, kind: StepKind, step: Step, at?: number): Scenario {
  const before: Step[] = scenario[kind] ?? [];
  return withList(scenario, kind, at === undefined ? [...before, step] : before.with(at, step));
}

/** The scenario without a step of a list. */
export function withoutStep(scenario: Scenario, kind: StepKind, at: number): Scenario {
  return withList(scenario, kind, (scenario[kind] ?? []).toSpliced(at, 1));
}

// The day of the figures follows the last day supposed, which the service knows how to find.
function withList({ day: _, ...scenario }: Scenario, kind: StepKind, list: Step[]): Scenario {
  const { [kind]: __, ...rest } = scenario;
  return list.length > 0 ? { ...rest, [kind]: list } : rest;
}

/**
 * The scenario as it is in another variant that takes other amounts: those given are left out, as they say nothing of
 * it, and the ones once given for it, in the scenario kept, come back.
 */
export function refitted(scenario: Scenario, kept: Scenario | undefined): Scenario {
  const refit = <T extends object>(list: T[] | undefined, before: T[] | undefined): T[] | undefined =>
    list?.map((step) => {
      const own = bare(step);
      return before?.find((other) => sameMembers(bare(other), own)) ?? (own as T);
    });
  const { day: _, approve, add, shift, per_month: perMonth, ...rest } = scenario;
  const known = new Map(kept?.approve?.map((a) => [a.feature, a.amount]));
  const lists = {
    approve: approve?.map(({ amount: __, ...a }) => {
      const amount = known.get(a.feature);
      return amount === undefined ? a : { ...a, amount };
    }),
    add: refit(add, kept?.add),
    shift: refit(shift, kept?.shift),
    per_month: refit(perMonth, kept?.per_month),
  };
  return { ...rest, ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list)) };
}

/** Everything that the variant of a scenario lacks or does not take, known before anything is sent. */
export function flawsOf(scenario: Scenario, takes: Takes, needs: Plan['needs']): Flaw[] {
  const { approve = [], add = [], shift = [], per_month: perMonth = [] } = scenario;
  if (takes.steps.length === 0)
    return [approve, add, shift, perMonth].some((list) => list.length > 0)
      ? [{ pointer: '/variant', wrong: 'variant' }]
      : [];
  const flaws: Flaw[] = [];
  const check = (list: (typeof takes.steps)[number], at: number, lacks: Field | false) => {
    if (!takes.steps.includes(list)) flaws.push({ pointer: `/${list}/${at}`, wrong: 'never' });
    else if (lacks)
      flaws.push({ pointer: `/${list}/${at}/${lacks}`, wrong: lacks === 'count' ? 'rate' : 'missing' });
  };
  const weighed = takes.amount === null ? 'count' : 'amount';
  const wanted = new Map(needs.map((n) => [n.feature, n.wanted]));
  approve.forEach((a, i) => {
    const want = wanted.get(a.feature);
    if (want === 'nothing') flaws.push({ pointer: `/approve/${i}`, wrong: 'never' });
    else check('approve', i, want === 'amount' && a.amount === undefined && 'amount');
  });
  // A made-up project counts once unless it says otherwise.
  add.forEach((a, i) => void check('add', i, weighed === 'amount' && a.amount === undefined && 'amount'));
  perMonth.forEach((m, i) => void check('per_month', i, m[weighed] === undefined && weighed));
  shift.forEach((s, i) => void check('shift', i, s.amount === undefined && !s.percent && 'amount'));
  return flaws;
}

/** What is wrong with one step, by the field of its form; '' is all of it. */
export function flawsAt(flaws: Flaw[], pointer: string): Partial<Record<Field | '', Flaw['wrong']>> {
  return Object.fromEntries(
    flaws
      .filter((f) => f.pointer === pointer || f.pointer.startsWith(`${pointer}/`))
      .map((f) => [f.pointer.slice(pointer.length + 1), f.wrong]),
  );
}

/** How many months end between two days, both of them included. */
export function monthsEnding(from: string, until: string): number {
  const month = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  const next = new Date(`${until}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return Math.max(0, month(until) - month(from) + (next.getUTCDate() === 1 ? 1 : 0));
}

function periodOf(from: string, until: string): Wrong | false {
  if (until < from) return 'order';
  const months = monthsEnding(from, until);
  return months === 0 ? 'monthEnd' : months > mostMonths && 'months';
}

function isAbove0(text: string, most: number): boolean {
  return /^\d{1,6}(\.\d{1,9})?$/.test(text) && Number(text) > 0 && Number(text) <= most;
}

// A step without what the variant weighs it by.
function bare(step: object): object {
  const { amount: _, count: __, ...rest } = step as { amount?: unknown; count?: unknown };
  return rest;
}

function sameMembers(a: object, b: object): boolean {
  const text = (o: object) => JSON.stringify(Object.entries(o).sort());
  return text(a) === text(b);
}
