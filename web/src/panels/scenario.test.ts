import { describe, expect, it } from 'vitest';
import type { Plan, PlayedScenario, Project, Scenario } from '../api/scenarios';
import { texts } from '../text';
import {
  approved,
  assumedIn,
  changeText,
  isSupposing,
  openProjects,
  planned,
  signedText,
  withdrawn,
  withoutFlawed,
} from './scenario';

const day = '2026-12-18';
const name = { ko: '가', en: 'A' };
const empty: Scenario = { indicator: 'share', variant: 'fsc', edition: 3, day: '2026-11-22' };
const project = (feature: string, over: Partial<Project> = {}): Project => ({
  feature,
  name,
  role: 'in',
  amount: '100',
  basis: 'stated',
  with: '41.4',
  effect: '5.140',
  chosen: false,
  ...over,
});
const plan = {
  projects: [
    project('M05', { chosen: true }),
    project('N02', { overlaps: ['M05'] }),
    project('P03', { basis: 'assumed' }),
  ],
  needs: [{ feature: 'P01', name, wanted: 'amount', reason: name }],
  chosen: ['M05', 'P03'],
} as unknown as Plan;

describe('a scenario', () => {
  it('is begun, changed and undone; the day of its figures is left to the service', () => {
    const one = approved(empty, { feature: 'M05', day });
    expect(one).toEqual({
      indicator: 'share',
      variant: 'fsc',
      edition: 3,
      approve: [{ feature: 'M05', day }],
    });
    const two = approved(one, { feature: 'P03', day, amount: 5e11 });
    expect(approved(two, { feature: 'M05', day: '2027-01-29' }).approve).toEqual([
      { feature: 'M05', day: '2027-01-29' },
      { feature: 'P03', day, amount: 5e11 },
    ]);
    expect(assumedIn(two)).toEqual({ P03: 5e11 });
    expect(withdrawn(two, 'P03')).toEqual(one);
    expect(withdrawn(one, 'M05')).toEqual({ indicator: 'share', variant: 'fsc', edition: 3 });
    expect(one.approve).toHaveLength(1);
  });

  it('takes what a plan chose, with the amounts assumed for it', () => {
    const before = {
      ...approved(empty, { feature: 'X', day }),
      shift: [{ from: 'CAP', to: 'HNM', day, percent: '1' }],
    };
    const after = planned(before, plan, day, { P03: 5e11, other: 1 });
    expect(after.approve).toEqual([
      { feature: 'M05', day },
      { feature: 'P03', day, amount: 5e11 },
    ]);
    expect(after.shift).toBe(before.shift);
  });

  it('supposes nothing until it has a step', () => {
    expect(isSupposing(empty)).toBe(false);
    expect(isSupposing({ ...empty, approve: [] })).toBe(false);
    expect(isSupposing(approved(empty, { feature: 'M05', day }))).toBe(true);
  });
});

it('the projects that are open say what is ticked, what excludes what, and what is lacking', () => {
  const list = openProjects(plan, approved(empty, { feature: 'M05', day }), []);
  expect(list.map((o) => [o.feature, o.approval?.day, o.excludedBy, o.need?.wanted])).toEqual([
    ['M05', day, undefined, undefined],
    ['N02', undefined, 'M05', undefined],
    ['P03', undefined, undefined, 'amount'],
    ['P01', undefined, undefined, 'amount'],
  ]);
});

it('a project that is approved and not in the plan is not lost', () => {
  const scenario = approved(approved(empty, { feature: 'M05', day }), { feature: 'gone', day });
  const effect = {
    pointer: '/approve/1',
    feature: 'gone',
    name,
    day,
    count: 1,
    amount: null,
    role: 'in',
  } as const;
  const last = (effects: PlayedScenario['effects']) => openProjects(plan, scenario, effects).at(-1);
  expect(last([effect])).toMatchObject({ feature: 'gone', name, approval: { day } });
  expect(last([])).toMatchObject({ name: { ko: 'gone', en: 'gone' } });
});

it('the steps that have flaws can be left out, the others stay', () => {
  const add = [
    { name: 'a', day },
    { name: 'b', day, amount: 1 },
  ];
  const scenario = { ...approved(empty, { feature: 'M05', day }), add, shift: [] };
  const flaws = [
    { pointer: '/approve/0/amount', wrong: 'missing' as const },
    { pointer: '/add/0', wrong: 'never' as const },
  ];
  expect(withoutFlawed(scenario, flaws)).toEqual({
    indicator: 'share',
    variant: 'fsc',
    edition: 3,
    add: [add[1]],
  });
});

describe('a change', () => {
  const percent = { unit: { ko: '%', en: '%' }, places: 1 };
  const won = { unit: { ko: '원', en: 'KRW' }, places: 0 };
  const value = (v: string | null, low = v) => ({ value: v, low, high: low });

  it.each([
    [value('41.2'), value('46.5'), percent, '+5.3%p', '+5.3 pp'],
    [value('58.8'), value('53.5'), percent, '△5.3%p', '−5.3 pp'],
    [value('4.0'), value('4.0'), percent, '0.0%p', '0.0 pp'],
    [value(null, '36.2'), value('46.5', '41.4'), percent, '+5.2%p', '+5.2 pp'],
    [value('1000000000000'), value('1500000000000'), won, '+5,000억원', '+₩500bn'],
    [value(null, null), value('1'), percent, '–', '–'],
  ])('%#', (before, after, figure, ko, en) => {
    expect(changeText(before, after, figure, texts.ko)).toBe(ko);
    expect(changeText(before, after, figure, texts.en)).toBe(en);
  });

  it('keeps the places it is given', () =>
    expect(signedText('-5.855', { unit: percent.unit }, texts.ko)).toBe('△5.855%p'));
});
