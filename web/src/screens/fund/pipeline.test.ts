import { expect, it } from 'vitest';
import type { Definition, Properties } from '../../api/definition';
import type { Row } from '../../api/queries';
import { sinceOf } from '../stages';
import { lagsOf, relatedTo, stepsOf, sumOf } from './pipeline';

const stage = (id: string) => ({ id, title: { ko: id, en: id } });
const definition = {
  stages: [stage('proposed'), stage('approved'), stage('under-construction')],
} as Definition;
const row = (id: string, properties: Properties) => ({ id, properties }) as Row;
const rows = [
  row('a', { stage: 'approved', proposed_on: '2026-01-01', approved_on: '2026-01-31' }),
  row('b', {
    stage: 'under-construction',
    proposed_on: '2026-01-01',
    approved_on: '2026-01-11',
    under_construction_on: '2026-06',
    parent: 'a',
  }),
  row('c', { stage: 'approved', approved_on: '2026-03-05' }),
  // Approved only after the day looked at.
  row('d', { stage: 'proposed', proposed_on: '2026-02', approved_on: '2026-12-01' }),
  row('e', { stage: null }),
];

it('a step holds what has reached it by a known date, whatever came before', () => {
  const told = stepsOf(definition, rows).map((s) => [s.id, s.reached.map((r) => r.id).join(''), s.current]);
  expect(told).toEqual([
    ['proposed', 'abd', 1],
    ['approved', 'abc', 2],
    ['under-construction', 'b', 1],
  ]);
});

it('a lag is counted between exact days only', () => {
  expect(lagsOf(definition, rows)).toEqual([
    { from: 'proposed', to: 'approved', count: 2, median: 20, least: 10, most: 30 },
  ]);
  expect(lagsOf(definition, [])).toEqual([]);
});

it('amounts are summed of what the figure counts', () => {
  const counted = [
    { id: 'a', low: '100', high: '120' },
    { id: 'c', low: '7', high: '9' },
    { id: 'd', low: null, high: null },
    { id: 'z', low: '1', high: '1' },
  ];
  expect(sumOf(rows.slice(0, 3), counted)).toEqual({ low: 107n, high: 129n });
  // What nothing bounds has no sum that it cannot exceed.
  expect(sumOf(rows, counted)).toEqual({ low: 107n, high: null });
  expect(sumOf(rows.slice(4), counted)).toBeUndefined();
});

it('the day is that of the present stage', () => {
  expect(rows.map((r) => sinceOf(r.properties))).toEqual([
    '2026-01-31',
    '2026-06',
    '2026-03-05',
    '2026-02',
    undefined,
  ]);
});

it('what names the other is related to it, both ways', () => {
  expect(relatedTo(rows[0] as Row, rows).map((r) => r.id)).toEqual(['b']);
  expect(relatedTo(rows[1] as Row, rows).map((r) => r.id)).toEqual(['a']);
  expect(relatedTo(rows[2] as Row, rows)).toEqual([]);
});
