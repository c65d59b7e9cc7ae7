import type { Lang } from '../view';
import { formatCount, formatDate } from './format';

const ko = {
  title: (all: number, measured: number) =>
    `목표와 계획 ${formatCount(all, 'ko')}건, ${formatCount(measured, 'ko')}건은 지표로 측정합니다`,
  about: '지표로 측정하는 목표는 실적과 비교하고, 나머지는 발표된 값과 기한을 그대로 적습니다.',
  measured: '핵심 목표',
  all: '발표된 목표와 계획',
  dueYear: '기한',
  noYear: '기한 없음',
  year: (year: string) => `${year}년`,
  columns: {
    status: '상태',
    theme: '분야',
    kind: '종류',
    title: '목표',
    value: '값',
    due: '기한',
    announced: '발표',
    figure: '실적',
  },
  status: { met: '달성', due: '진행 중', overdue: '기한 지남', 'no-data': '자료 없음' },
  qualifiers: {
    'at least': '이상',
    'more than': '초과',
    about: '약',
    'over five years': '5년간',
    'about; over five years': '약, 5년간',
    'more than, five years': '초과, 5년간',
    'per year': '매년',
    'under review': '검토 중',
    'company plans': '기업 계획',
    'three to four each': '권역별 3~4개',
    'nine universities': '9개 대학',
    'three fields, eleven strategies': '3대 분야 11대 전략',
    'up 18.4 percent': '18.4% 증가',
    'lower-tier and crisis areas': '균형발전 하위·위기 지역',
  } as Record<string, string>,
  /** Those that stand before the value. */
  leading: ['about'],
  table: '발표된 목표와 계획 표',
  rule: '상태를 정하는 규칙',
  api: '이 목록의 API 주소',
  region: '권역',
  matrix: (title: string) => `권역별 ${title}`,
  nothing: '없음',
  maybe: (variant: string) => `${variant}일 수 있음`,
  under: '◆는 이 기준으로 세어도 있는 것, ◇는 이 기준으로 세면 없는 것입니다.',
  whatItIs: '집계 대상',
  history: '이 목표의 추이',
  measuredBy: '측정 지표:',
  noHistory: '이 목표를 측정하는 지표가 없어 추이도 없습니다. 발표된 값과 기한만 적습니다.',
  official: '공식 발표',
  nextDue: (day: string, days: number, n: number) =>
    `다음 기한은 ${formatDate(day, 'ko')}(${days === 0 ? '오늘' : `${formatCount(days, 'ko')}일 남음`}), 달성하지 못했거나 알 수 없는 목표 ${formatCount(n, 'ko')}건입니다.`,
  next: '다음 기한',
};

const en: typeof ko = {
  title: (all, measured) =>
    `${formatCount(all, 'en')} targets and plans, ${formatCount(measured, 'en')} with an indicator`,
  about:
    'Targets with an indicator are held against what was done; of the others the announced value and date stand as they are.',
  measured: 'Leading targets',
  all: 'Announced targets and plans',
  dueYear: 'Due',
  noYear: 'No date',
  year: (year) => year,
  columns: {
    status: 'Status',
    theme: 'Theme',
    kind: 'Kind',
    title: 'Target',
    value: 'Value',
    due: 'Due',
    announced: 'Announced',
    figure: 'Progress',
  },
  status: { met: 'Met', due: 'Under way', overdue: 'Overdue', 'no-data': 'No data' },
  qualifiers: {},
  leading: ['about', 'at least', 'more than'],
  table: 'Table of announced targets and plans',
  rule: 'The rule of the status',
  api: 'This list in the API',
  region: 'Region',
  matrix: (title) => `${title} by region`,
  nothing: 'None',
  maybe: (variant) => `perhaps ${variant.toLowerCase()}`,
  under: '◆ holds by this count as well, ◇ does not.',
  whatItIs: 'What is counted',
  history: 'Course of this target',
  measuredBy: 'Measured by',
  noHistory: 'No indicator measures this target, so there is no course to show: only what was announced.',
  official: 'Officially reported',
  nextDue: (day, days, n) =>
    `Next due on ${formatDate(day, 'en')} (${days === 0 ? 'today' : `${formatCount(days, 'en')} days left`}): ${formatCount(n, 'en')} not met or unknown.`,
  next: 'Next due',
};

/** The words of the screen of targets. */
export const targetWords: Record<Lang, typeof ko> = { ko, en };
