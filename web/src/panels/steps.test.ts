import { describe, expect, it } from 'vitest';
import type { Plan, Scenario, Takes } from '../api/scenarios';
import { texts } from '../text';
import { scenarioWords } from '../text/scenario';
import {
  flawsAt,
  flawsOf,
  monthsEnding,
  readStep,
  refitted,
  type StepKind,
  type Typed,
  typedOf,
  type Wrong,
  withoutStep,
  withStep,
} from './steps';

const day = '2026-12-18';
const won: Takes = { steps: ['approve', 'add', 'per_month', 'shift'], amount: 'amount_krw' };
const fund: Takes = { ...won, amount: 'state_fund_krw' };
const cases: Takes = { steps: ['approve', 'add', 'per_month'], amount: null };
const empty: Scenario = { indicator: 'share', variant: 'fsc', edition: 3, day: '2026-11-22' };

describe('a form', () => {
  it.each<[StepKind, Takes, Typed, object]>([
    [
      'add',
      won,
      { name: ' 새 공장 ', amount: '1조 2,000억', region: 'HNM', day },
      { name: '새 공장', day, amount: 1.2e12, region: 'HNM' },
    ],
    [
      'add',
      won,
      { name: 'A', amount: '1.2 tn', region: '', in: 'out', day },
      { name: 'A', day, amount: 1.2e12, in: false },
    ],
    ['add', cases, { name: 'A', count: '1,000', day }, { name: 'A', day, count: 1000 }],
    [
      'shift',
      won,
      { from: 'CAP', to: 'HNM', amount: '500000000000', day },
      { from: 'CAP', to: 'HNM', day, amount: 5e11 },
    ],
    [
      'shift',
      won,
      { from: 'CAP', to: 'HNM', how: 'percent', percent: '2.5 %', amount: 'unread', day },
      { from: 'CAP', to: 'HNM', day, percent: '2.5' },
    ],
    [
      'per_month',
      won,
      { from: '2026-12-01', until: '2027-12-31', amount: '5천억', in: 'in' },
      { from: '2026-12-01', until: '2027-12-31', amount: 5e11, in: true },
    ],
    [
      'per_month',
      cases,
      { from: '2026-12-01', until: '2027-12-31', count: '7.2', region: 'JBK' },
      { from: '2026-12-01', until: '2027-12-31', count: '7.2', region: 'JBK' },
    ],
  ])('%s is read, and shown again as it was', (kind, takes, typed, step) => {
    const read = readStep(kind, typed, takes);
    expect(read).toEqual({ step });
    for (const { wonNear: _, won: write } of [texts.ko, texts.en])
      expect('step' in read && readStep(kind, typedOf(read.step, write), takes)).toEqual({ step });
  });

  it.each<[StepKind, Takes, Typed, Partial<Record<string, Wrong>>]>([
    ['add', won, {}, { name: 'name', day: 'day', amount: 'missing' }],
    [
      'add',
      won,
      { name: 'x'.repeat(201), day: '2026-02-30', amount: '5000' },
      { name: 'long', day: 'day', amount: 'unit' },
    ],
    ['add', cases, { name: 'x', day, count: '1.5' }, { count: 'count' }],
    ['add', cases, { name: 'x', day, count: '10001' }, { count: 'count' }],
    ['shift', won, { day, amount: '많이' }, { from: 'area', to: 'area', amount: 'unreadable' }],
    [
      'shift',
      won,
      { from: 'CAP', to: 'CAP', how: 'percent', percent: '120', day },
      { to: 'same', percent: 'percent' },
    ],
    ['shift', won, { from: 'CAP', to: 'HNM', how: 'percent', percent: '0', day }, { percent: 'percent' }],
    [
      'per_month',
      won,
      { from: day, until: '2026-12-01', amount: '-1조' },
      { until: 'order', amount: 'zero' },
    ],
    [
      'per_month',
      cases,
      { from: day, until: '2026-12-30', count: '0' },
      { until: 'monthEnd', count: 'rate' },
    ],
    ['per_month', cases, { from: day, until: '2077-01-01', count: '1' }, { until: 'months' }],
    ['per_month', cases, { until: day, count: '1' }, { from: 'day' }],
  ])('%s %# says everything that is wrong', (kind, takes, typed, wrong) => {
    expect(readStep(kind, typed, takes)).toEqual({ wrong });
    for (const say of Object.values(scenarioWords))
      for (const [field, why] of Object.entries(wrong))
        expect(say.wrong[why as Wrong](typed[field as keyof Typed] ?? '')).toMatch(/\.$/);
  });
});

it('steps are put in, changed and taken out; the day of the figures is left to the service', () => {
  const one = withStep(empty, 'add', { name: 'a', day, amount: 1 });
  expect(one).toEqual({
    indicator: 'share',
    variant: 'fsc',
    edition: 3,
    add: [{ name: 'a', day, amount: 1 }],
  });
  const two = withStep(one, 'add', { name: 'b', day, amount: 2 });
  expect(withStep(two, 'add', { name: 'c', day, amount: 3 }, 0).add?.map((a) => a.name)).toEqual(['c', 'b']);
  expect(withoutStep(two, 'add', 0).add?.map((a) => a.name)).toEqual(['b']);
  expect(withoutStep(one, 'add', 0)).toEqual({ indicator: 'share', variant: 'fsc', edition: 3 });
});

describe('another variant', () => {
  const approve = [
    { feature: 'M05', day },
    { feature: 'P03', day, amount: 5e11 },
  ];
  const scenario: Scenario = {
    ...empty,
    approve,
    add: [{ name: 'a', day, amount: 1e12, region: 'HNM' }],
    shift: [
      { from: 'CAP', to: 'HNM', day, amount: 1e11 },
      { from: 'CAP', to: 'JBK', day, percent: '2.5' },
    ],
    per_month: [{ from: day, until: '2027-12-31', amount: 1e10 }],
  };

  it('asks for its own amounts, and those given before come back', () => {
    const other = refitted({ ...scenario, variant: 'fund' }, undefined);
    expect(other).toEqual({
      indicator: 'share',
      variant: 'fund',
      edition: 3,
      approve: approve.map(({ feature }) => ({ feature, day })),
      add: [{ name: 'a', day, region: 'HNM' }],
      shift: [
        { from: 'CAP', to: 'HNM', day },
        { from: 'CAP', to: 'JBK', day, percent: '2.5' },
      ],
      per_month: [{ from: day, until: '2027-12-31' }],
    });
    const grown = withStep(other, 'add', { name: 'b', day, amount: 7 });
    const back = refitted({ ...grown, variant: 'fsc' }, scenario);
    const { day: _, ...rest } = scenario;
    expect(back).toEqual({ ...rest, add: [scenario.add?.[0], { name: 'b', day }] });
  });

  it('is not asked about what it is known to refuse', () => {
    const needs = [
      { feature: 'M05', wanted: 'amount' },
      { feature: 'P03', wanted: 'amount' },
      { feature: 'N01', wanted: 'nothing' },
      { feature: 'N02', wanted: 'bound' },
    ] as unknown as Plan['needs'];
    const of = (given: Scenario, takes: Takes) =>
      flawsOf(given, takes, needs).map(({ pointer, wrong }) => `${pointer} ${wrong}`);
    expect(of(scenario, won)).toEqual(['/approve/0/amount missing']);
    expect(of(refitted(scenario, undefined), fund)).toEqual([
      '/approve/0/amount missing',
      '/approve/1/amount missing',
      '/add/0/amount missing',
      '/per_month/0/amount missing',
      '/shift/0/amount missing',
    ]);
    expect(flawsOf(refitted(scenario, undefined), cases, [])).toEqual([
      { pointer: '/per_month/0/count', wrong: 'rate' },
      { pointer: '/shift/0', wrong: 'never' },
      { pointer: '/shift/1', wrong: 'never' },
    ]);
    const others = { ...empty, approve: ['N01', 'N02'].map((feature) => ({ feature, day })) };
    expect(of(others, won)).toEqual(['/approve/0 never']);
    expect(of(scenario, { steps: [], amount: 'amount_krw' })).toEqual(['/variant variant']);
    expect(of(empty, { steps: [], amount: 'amount_krw' })).toEqual([]);
  });

  it('what is wrong is told by the field it is about', () =>
    expect(
      flawsAt(
        [
          { pointer: '/add/1/amount', wrong: 'missing' },
          { pointer: '/add/1', wrong: 'never' },
          { pointer: '/add/10/name', wrong: 'name' },
        ],
        '/add/1',
      ),
    ).toEqual({ amount: 'missing', '': 'never' }));
});

it.each([
  ['2026-12-01', '2026-12-31', 1],
  ['2026-12-31', '2026-12-31', 1],
  ['2026-12-01', '2026-12-30', 0],
  ['2026-12-01', '2027-12-31', 13],
  ['2028-02-01', '2028-02-28', 0],
  ['2028-02-01', '2028-02-29', 1],
  ['2027-01-02', '2026-01-01', 0],
])('from %s to %s %d months end', (from, until, n) => expect(monthsEnding(from, until)).toBe(n));
