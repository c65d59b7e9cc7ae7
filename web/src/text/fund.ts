import type { Lang } from '../view';
import { formatCount } from './format';

const ko = {
  pipeline: '단계별 현황',
  pipelineHint:
    '단계에 도달한 날이 알려진 것만 셉니다. 앞 단계의 날짜가 없는 것도 있어 윗줄이 아랫줄보다 적을 수 있습니다.',
  stage: '단계',
  kinds: '구분',
  reached: '도달 건수',
  current: '현재 단계',
  counted: '집계한 값',
  countedHint: (indicator: string) => `집계한 값은 ‘${indicator}’ 지표가 세는 것만 더합니다.`,
  atLeast: (amount: string) => `${amount} 이상`,
  lags: '단계별 소요 기간',
  noLags: '앞뒤 단계의 날이 모두 알려진 자료가 없습니다.',
  lag: '단계',
  median: '중앙값',
  range: '최단–최장',
  ofCount: '자료',
  days: (n: number) => `${formatCount(n, 'ko')}일`,
  dayRange: (least: number, most: number) =>
    least === most
      ? `${formatCount(least, 'ko')}일`
      : `${formatCount(least, 'ko')}–${formatCount(most, 'ko')}일`,
  plans: '계획과 실적',
  plansHint: '세로줄은 계획·목표, 막대는 확인된 값, 가는 선은 가능한 범위입니다.',
  indicator: '지표',
  item: '항목',
  value: '실적',
  goal: '계획',
  rate: '달성률',
  list: '사업 목록',
  columns: { name: '사업', kind: '구분', stage: '단계', since: '단계 날짜', amount: '금액', place: '위치' },
  related: '관련 사업',
  noPipeline: '이 판에는 투자의 단계를 보이는 자료가 없습니다.',
  table: (title: string) => `${title} 표`,
};

const en: typeof ko = {
  pipeline: 'By stage',
  pipelineHint:
    'Only what has a known day at a stage is counted there. Some have none at an earlier one, so an upper row may be shorter.',
  stage: 'Stage',
  kinds: 'Kinds',
  reached: 'Reached',
  current: 'There now',
  counted: 'Counted',
  countedHint: (indicator) => `Counted is what “${indicator}” counts.`,
  atLeast: (amount) => `at least ${amount}`,
  lags: 'Time between stages',
  noLags: 'Nothing has known days at two stages.',
  lag: 'Stages',
  median: 'Median',
  range: 'Shortest to longest',
  ofCount: 'Entries',
  days: (n) => `${formatCount(n, 'en')} ${n === 1 ? 'day' : 'days'}`,
  dayRange: (least, most) =>
    least === most
      ? `${formatCount(least, 'en')} days`
      : `${formatCount(least, 'en')}–${formatCount(most, 'en')} days`,
  plans: 'Plans and results',
  plansHint:
    'The upright mark is the plan or target, the bar what is known, the thin line the possible range.',
  indicator: 'Indicator',
  item: 'Item',
  value: 'Result',
  goal: 'Plan',
  rate: 'Reached',
  list: 'Projects',
  columns: {
    name: 'Project',
    kind: 'Kind',
    stage: 'Stage',
    since: 'Since',
    amount: 'Amount',
    place: 'Place',
  },
  related: 'Related projects',
  noPipeline: 'This edition has no layer that shows the stages of investments.',
  table: (title) => `Table of ${title}`,
};

/** The words of the screen of the fund. */
export const fundWords: Record<Lang, typeof ko> = { ko, en };
