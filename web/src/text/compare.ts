import type { Lang } from '../view';
import { formatCount, formatDate } from './format';

const ko = {
  title: (names: string[]) => `${names.join(' · ')} 비교`,
  many: (n: number) => `${n}개 지역 비교`,
  about: '지역을 2곳에서 8곳까지 골라 같은 날의 값을 나란히 봅니다. 순위는 확인된 값으로 매깁니다.',
  level: '지역 단위',
  levels: { region: '권역', sido: '시·도' },
  areas: '비교할 지역',
  borders: '행정구역',
  bordersNow: '지금의 행정구역',
  bordersThen: '그날의 행정구역',
  bordersHint: (day: string) =>
    `${day}의 시·도는 지금과 달랐습니다. ‘그날’은 그때 있던 시·도로 세고, ‘지금’은 같은 자료를 지금의 시·도에 맞추어 다시 셉니다.`,
  indicators: '비교할 지표',
  full: (n: number) => `${n}곳까지 고를 수 있습니다. 다른 지역을 보려면 하나를 빼 주세요.`,
  few: (n: number) => `${n}곳 이상 고르면 비교합니다.`,
  noIndicator: '지표를 하나 이상 골라 주세요.',
  rank: '순위',
  ranked: (rank: number, all: number) => `${all}곳 중 ${rank}위`,
  area: '지역',
  part: '전국 대비 비중',
  on: (day: string) => `${formatDate(day, 'ko')} 현재`,
  apart: (more: string, less: string, by: string) => `${more}의 확인된 값이 ${less}보다 ${by} 많습니다.`,
  same: (a: string, b: string, value: string) => `${a}와(과) ${b}의 확인된 값이 ${value}(으)로 같습니다.`,
  courses: '시간에 따른 변화',
  coursesHint: '세로축은 모두 같습니다. 띠는 가능한 범위이고, 선은 값이 바뀐 날에만 움직입니다.',
  day: '날짜',
  chart: (title: string) => `${title} 비교표`,
};

const en: typeof ko = {
  title: (names) => `${names.join(' · ')} compared`,
  many: (n) => `${formatCount(n, 'en')} areas compared`,
  about: 'Choose two to eight areas to see their values on the same day. Ranks follow what is known.',
  level: 'Level',
  levels: { region: 'Regions', sido: 'Provinces' },
  areas: 'Areas',
  borders: 'Borders',
  bordersNow: 'Borders of today',
  bordersThen: 'Borders of that day',
  bordersHint: (day) =>
    `On ${day} the provinces were not what they are today. Count by those that stood then, or count the same data again by those of now.`,
  indicators: 'Indicators',
  full: (n) => `At most ${n} areas can be compared. Leave one to see another.`,
  few: (n) => `Choose at least ${n} areas to compare.`,
  noIndicator: 'Choose at least one indicator.',
  rank: 'Rank',
  ranked: (rank, all) => `${rank} of ${all}`,
  area: 'Area',
  part: 'Part of the nation',
  on: (day) => `as of ${formatDate(day, 'en')}`,
  apart: (more, less, by) => `By what is known, ${more} is ${by} above ${less}.`,
  same: (a, b, value) => `By what is known, ${a} and ${b} are the same: ${value}.`,
  courses: 'Over time',
  coursesHint: 'All on one scale. The pale band is the possible range; a line moves only on days of change.',
  day: 'Day',
  chart: (title) => `${title}: table of the comparison`,
};

/** The words of the screen that compares areas. */
export const compareWords: Record<Lang, typeof ko> = { ko, en };
