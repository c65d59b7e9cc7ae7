import type { Lang } from '../view';
import { formatCount, formatDate } from './format';

const ko = {
  moves: (title: string) => `지역별 변화 · ${title}`,
  grounds: '자료의 범위와 출처',
  documents: (n: number) => `문서 ${formatCount(n, 'ko')}건`,
  more: (n: number) => ` 외 ${formatCount(n, 'ko')}곳`,
  allDocuments: '출처 모두 보기',
  state: (at: string, edition: number) =>
    `${formatDate(at, 'ko')} 기준, 자료 ${formatCount(edition, 'ko')}판입니다.`,
  permalink: '이 기준일과 판의 주소',
};

const en: typeof ko = {
  moves: (title) => `How each area moved · ${title}`,
  grounds: 'Coverage and sources',
  documents: (n) => `${formatCount(n, 'en')} documents`,
  more: (n) => ` and ${formatCount(n, 'en')} more`,
  allDocuments: 'All sources',
  state: (at, edition) => `As of ${formatDate(at, 'en')}, edition ${formatCount(edition, 'en')}.`,
  permalink: 'Address with this day and edition',
};

/** The words of what stands under the map. */
export const overviewWords: Record<Lang, typeof ko> = { ko, en };
