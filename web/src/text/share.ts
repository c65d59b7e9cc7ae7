import type { Lang } from '../view';
import { formatCount, formatDate } from './format';

const ko = {
  offline: '오프라인',
  unreached: '서비스에 연결되지 않음',
  offlineWith: (edition: number, at: string) =>
    `자료 ${formatCount(edition, 'ko')}판, ${formatDate(at, 'ko')} 기준으로 받아 둔 내용입니다. 연결되면 최신 판으로 바뀝니다.`,

  save: '그림 저장',
  saveOf: (title: string) => `그림 저장: ${title}`,
  preview: '저장할 그림',
  asPng: 'PNG 그림',
  asSvg: 'SVG 그림',
  asSvgOutline: 'SVG 그림(윤곽 지도)',
  csv: '표 CSV',
  csvOf: (title: string) => `CSV: ${title}`,
  saving: '그림을 만드는 중입니다.',
  saved: (file: string) => `${file} 파일로 저장했습니다.`,
  saveFailed: '그림을 만들지 못했습니다. 연결을 확인한 뒤 다시 눌러 주세요.',
  stateOf: (at: string, edition: number) =>
    `${formatDate(at, 'ko')} 기준 · 자료 ${formatCount(edition, 'ko')}판`,
  sources: (publishers: string[], more: number) =>
    `출처: ${publishers.join(', ')}${more > 0 ? ` 외 ${formatCount(more, 'ko')}곳` : ''}`,
  citation: (id: string, address: string) => `인용 번호 ${id} · ${address}`,

  embed: '퍼가기',
  embedTitle: '이 화면을 다른 누리집에 넣기',
  embedWhich: '보여 줄 자료',
  embedNewest: '늘 최신 판',
  embedPinned: (at: string, edition: number) =>
    `${formatDate(at, 'ko')} 기준 ${formatCount(edition, 'ko')}판에 고정`,
  embedHeight: '높이(픽셀)',
  embedCode: '넣을 코드',
  copyCode: '코드 복사',
  copied: '복사했습니다.',
  copyFailed: '복사하지 못했습니다. 코드를 골라 직접 복사해 주세요.',
  embedNobody:
    '이 서비스는 아직 어느 누리집에도 퍼가기를 허용하지 않았습니다. 운영자에게 허용할 주소를 알려 주세요.',
  embedAnyone: '어느 누리집에나 넣을 수 있습니다.',
  embedSites: (sites: string) => `다음 누리집에만 넣을 수 있습니다: ${sites}`,
  embedUnknown: '어느 누리집에 넣을 수 있는지 확인하지 못했습니다.',
  fullPage: '전체 화면으로 보기',
  pressForSources: '수치를 누르면 출처가 나옵니다.',

  printAddress: '같은 화면의 주소',
  printed: (day: string) => `${formatDate(day, 'ko')} 인쇄`,
};

const en: typeof ko = {
  offline: 'Offline',
  unreached: 'The service cannot be reached',
  offlineWith: (edition, at) =>
    `This is what was kept: edition ${formatCount(edition, 'en')}, as of ${formatDate(at, 'en')}. It changes to the newest once there is a connection.`,

  save: 'Save picture',
  saveOf: (title) => `Save picture: ${title}`,
  preview: 'The picture',
  asPng: 'PNG picture',
  asSvg: 'SVG picture',
  asSvgOutline: 'SVG picture (outlines)',
  csv: 'Table as CSV',
  csvOf: (title) => `CSV: ${title}`,
  saving: 'Making the picture.',
  saved: (file) => `Saved as ${file}.`,
  saveFailed: 'The picture could not be made. Check the connection and press again.',
  stateOf: (at, edition) => `As of ${formatDate(at, 'en')} · edition ${formatCount(edition, 'en')}`,
  sources: (publishers, more) =>
    `Sources: ${publishers.join(', ')}${more > 0 ? ` and ${formatCount(more, 'en')} more` : ''}`,
  citation: (id, address) => `Cite as ${id} · ${address}`,

  embed: 'Embed',
  embedTitle: 'Put this view on another site',
  embedWhich: 'Data to show',
  embedNewest: 'Always the newest edition',
  embedPinned: (at, edition) =>
    `Fixed to edition ${formatCount(edition, 'en')} as of ${formatDate(at, 'en')}`,
  embedHeight: 'Height in pixels',
  embedCode: 'Code to put in',
  copyCode: 'Copy the code',
  copied: 'Copied.',
  copyFailed: 'Copying failed. Select the code and copy it yourself.',
  embedNobody:
    'This service does not let any site embed it yet. Tell its operator the address that should be allowed.',
  embedAnyone: 'Any site may embed it.',
  embedSites: (sites) => `Only these sites may embed it: ${sites}`,
  embedUnknown: 'Which sites may embed it could not be found out.',
  fullPage: 'See the full page',
  pressForSources: 'Press a number for its sources.',

  printAddress: 'Address of this view',
  printed: (day) => `Printed on ${formatDate(day, 'en')}`,
};

/** The words of saving, printing and embedding a view, and of a view without a network. */
export const shareWords: Record<Lang, typeof ko> = { ko, en };
export type ShareWords = typeof ko;
