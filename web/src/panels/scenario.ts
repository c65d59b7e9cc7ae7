import type { Figure, Value } from '../api/figures';
import type { Approval, Plan, PlayedScenario, Project, Scenario } from '../api/scenarios';
import type { Words } from '../text/ko';
import { exactly, inUnit } from './figure';

/** The greatest amount that can be supposed, in whole won: what a number of the page holds exactly. */
const mostWon = 9e15;

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

/** Everything that a scenario can be made of: what the plan knows the amounts of, then what it lacks them of. */
export function openProjects(plan: Plan, scenario: Scenario): Open[] {
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
  return [
    ...stated.map((project) => open(project, project)),
    ...assumed.map((project) => open(project, project, { wanted: 'amount' })),
    ...plan.needs.map((need) => open(need, undefined, need)),
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

/** Why a project is not among those to choose from, without what is said to programs alone. */
export function reasonOf({ need }: Open, lang: 'ko' | 'en'): string | undefined {
  const sentences = need?.reason?.[lang].split(/(?<=\.) /);
  return sentences?.filter((said) => !said.includes('assume=')).join(' ') || undefined;
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

/** An amount as it is typed, in 억 or in billions, as whole won; undefined when it is not one above 0. */
export function wonTyped(text: string, unit: number): number | undefined {
  if (!/^\d+(\.\d+)?$/.test(text.replaceAll(',', ''))) return undefined;
  const won = Math.round(Number(text.replaceAll(',', '')) * unit);
  return won >= 1 && won <= mostWon ? won : undefined;
}

/** The steps of a scenario beside the approvals of projects: only another program can have put them there. */
export function otherSteps({ effects }: PlayedScenario) {
  return effects.filter((e) => !e.pointer.startsWith('/approve/'));
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
