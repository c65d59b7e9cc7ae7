import type { Lang } from '../view';
import { formatCount, formatDate } from './format';

const ko = {
  title: '무엇이 달라졌나',
  between: (from: string, to: string) => `${formatDate(from, 'ko')} → ${formatDate(to, 'ko')}`,
  same: '두 날이 같습니다. 비교일을 다른 날로 바꿔 주세요.',
  divider: '두 지도를 가르는 선',
  divided: (from: string, to: string, percent: number) =>
    `왼쪽 ${percent}%는 ${formatDate(from, 'ko')}, 오른쪽은 ${formatDate(to, 'ko')}`,
  which: '지도에 표시할 날',
  figures: '수치',
  figuresHint: '차이는 확인된 값끼리 뺀 것입니다. 괄호는 가능한 범위입니다.',
  indicator: '지표',
  from: '이전',
  to: '이후',
  by: '차이',
  official: '공식 발표',
  counted: '자료로 확인',
  none: '없음',
  standing: (n: number) => `나머지 지표 ${formatCount(n, 'ko')}개는 그대로입니다.`,
  noFigure: '달라진 수치가 없습니다.',
  areas: (title: string) => `지역 · ${title}`,
  area: '지역',
  areasStanding: (n: number) => `나머지 ${formatCount(n, 'ko')}곳은 그대로입니다.`,
  noArea: '값이 달라진 지역이 없습니다.',
  features: '자료',
  featuresOf: (layer: string, n: number) => `${layer} ${formatCount(n, 'ko')}건`,
  reached: (stage: string, n: number) => `${stage} ${formatCount(n, 'ko')}건`,
  came: '새로 추가',
  went: '목록에서 빠짐',
  was: (stage: string) => `이전 단계: ${stage}`,
  noFeature: '새로 생기거나 단계가 바뀐 자료가 없습니다.',
  absent: '없음',
  table: (where: string, n: number) =>
    `${where}, 두 날 가운데 하루라도 지도에 있는 자료 ${formatCount(n, 'ko')}건`,
};

const en: typeof ko = {
  title: 'What changed',
  between: (from, to) => `${formatDate(from, 'en')} → ${formatDate(to, 'en')}`,
  same: 'Both days are the same. Choose another day to compare with.',
  divider: 'Line between the two maps',
  divided: (from, to, percent) =>
    `left ${percent}%: ${formatDate(from, 'en')}, right: ${formatDate(to, 'en')}`,
  which: 'Day on the map',
  figures: 'Figures',
  figuresHint: 'Differences are between known values. Brackets hold the possible range.',
  indicator: 'Indicator',
  from: 'Earlier day',
  to: 'Later day',
  by: 'Change',
  official: 'officially reported',
  counted: 'known by entry',
  none: 'none',
  standing: (n) => (n === 1 ? 'One other indicator is unchanged.' : `${n} other indicators are unchanged.`),
  noFigure: 'No figure changed.',
  areas: (title) => `Areas · ${title}`,
  area: 'Area',
  areasStanding: (n) => (n === 1 ? 'One other area is unchanged.' : `${n} other areas are unchanged.`),
  noArea: 'The value of no area changed.',
  features: 'Entries',
  featuresOf: (layer, n) => `${layer}: ${formatCount(n, 'en')}`,
  reached: (stage, n) => `${stage}: ${formatCount(n, 'en')}`,
  came: 'New on the list',
  went: 'No longer listed',
  was: (stage) => `was ${stage.toLowerCase()}`,
  noFeature: 'Nothing was added and nothing reached another stage.',
  absent: 'none',
  table: (where, n) => `${where}: ${formatCount(n, 'en')} entries on the map on either day`,
};

/** The words of the comparison of two days. */
export const dayWords: Record<Lang, typeof ko> = { ko, en };
