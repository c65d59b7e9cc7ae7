import type { Figure, Value } from '../api/figures';
import type { Approval, Plan, PlayedScenario, Project, Scenario } from '../api/scenarios';
import type { Words } from '../text/ko';
import { exactly, inUnit } from './figure';
import type { Flaw } from './steps';

/** A project that can be ticked, or that would have to be known better first. */
export interface Open {
  feature: string;
  name: { ko: string; en: string };
  /** What the plan knows of it; absent as long as it lacks an amount. */
  project: Project | undefined;
  /** What no source says of it. */
  need: Need | undefined;
  approval: Approval | undefined;
  /** A ticked project that it cannot be chosen with. */
  excludedBy: string | undefined;
}

/** What a project lacks, and why, where the plan says why. */
type Need = Pick<Plan['needs'][number], 'wanted'> & Partial<Pick<Plan['needs'][number], 'reason'>>;

/**
 * Everything that a scenario can be made of: what the plan knows the amounts of, then what it lacks them of, then what
 * is approved and the plan does not speak of, by the names of the effects it had.
 */
export function openProjects(plan: Plan, scenario: Scenario, effects: PlayedScenario['effects']): Open[] {
  const approvals = new Map((scenario.approve ?? []).map((a) => [a.feature, a]));
  const stated = plan.projects.filter((p) => p.basis !== 'assumed');
  const assumed = plan.projects.filter((p) => p.basis === 'assumed');
  const open = ({ feature, name }: Pick<Open, 'feature' | 'name'>, project?: Project, need?: Need): Open => ({
    feature,
    name,
    project,
    need,
    approval: approvals.get(feature),
    excludedBy: project?.overlaps?.find((other) => approvals.has(other)),
  });
  const listed = new Set([...plan.projects, ...plan.needs].map((p) => p.feature));
  const unlisted = [...approvals.keys()].filter((feature) => !listed.has(feature));
  const nameOf = (feature: string) =>
    effects.find((e) => e.feature === feature)?.name ?? { ko: feature, en: feature };
  return [
    ...stated.map((project) => open(project, project)),
    ...assumed.map((project) => open(project, project, { wanted: 'amount' })),
    ...plan.needs.map((need) => open(need, undefined, need)),
    ...unlisted.map((feature) => open({ feature, name: nameOf(feature) })),
  ];
}

/** The scenario with a project approved on a day, or with its approval changed. */
export function approved(scenario: Scenario, approval: Approval): Scenario {
  const before = scenario.approve ?? [];
  const at = before.findIndex((a) => a.feature === approval.feature);
  return supposing(scenario, at < 0 ? [...before, approval] : before.with(at, approval));
}

/** The scenario without the approval of a project. */
export function withdrawn(scenario: Scenario, feature: string): Scenario {
  return supposing(
    scenario,
    (scenario.approve ?? []).filter((a) => a.feature !== feature),
  );
}

/** The scenario with the projects of a plan approved on a day, and no others. */
export function planned(
  scenario: Scenario,
  plan: Plan,
  day: string,
  assumed: Record<string, number>,
): Scenario {
  return supposing(
    scenario,
    plan.chosen.map((feature) => {
      const amount = assumed[feature];
      return amount === undefined ? { feature, day } : { feature, day, amount };
    }),
  );
}

/** The amounts that a scenario supposes of its projects, in whole won. */
export function assumedIn(scenario: Scenario): Record<string, number> {
  return Object.fromEntries(
    (scenario.approve ?? []).flatMap((a) => (a.amount === undefined ? [] : [[a.feature, a.amount]])),
  );
}

/** Whether anything is supposed. */
export function isSupposing({ approve, add, shift, per_month }: Scenario): boolean {
  return [approve, add, shift, per_month].some((list) => (list?.length ?? 0) > 0);
}

/** The scenario without the steps that have flaws. */
export function withoutFlawed(scenario: Scenario, flaws: Flaw[]): Scenario {
  const flawed = new Set(flaws.map((f) => f.pointer.split('/').slice(0, 3).join('/')));
  const sound = <T>(list: T[] | undefined, name: string) =>
    list?.filter((_, i) => !flawed.has(`/${name}/${i}`));
  const { day: _, approve, add, shift, per_month: perMonth, ...rest } = scenario;
  const lists = {
    approve: sound(approve, 'approve'),
    add: sound(add, 'add'),
    shift: sound(shift, 'shift'),
    per_month: sound(perMonth, 'per_month'),
  };
  return { ...rest, ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list?.length)) };
}

// The day of the figures follows the last day supposed, which the service knows how to find.
function supposing({ day: _, approve: __, ...scenario }: Scenario, approve: Approval[]): Scenario {
  return approve.length > 0 ? { ...scenario, approve } : scenario;
}

/** How a value moves: with its sign, a share in points; where it is not known, how the lower bound does. */
export function changeText(
  before: Value,
  after: Value,
  figure: Pick<Figure, 'unit' | 'places'>,
  words: Words,
) {
  const [from, to] =
    before.value !== null && after.value !== null ? [before.value, after.value] : [before.low, after.low];
  if (from === null || to === null) return '–';
  return signedText((Number(to) - Number(from)).toFixed(figure.places), figure, words);
}

/** A difference with its sign, as officials write it. */
export function signedText(difference: string, { unit }: Pick<Figure, 'unit'>, words: Words): string {
  const size = exactly(difference.replace('-', ''));
  const points = (n: string, title: string) =>
    title === '%' ? words.figures.points(n) : words.figures.quantity(n, title);
  const said = inUnit(size, unit[words.lang], words, points) ?? '';
  if (Number(difference) === 0) return said;
  return `${difference.startsWith('-') ? words.figures.minus : '+'}${said}`;
}
