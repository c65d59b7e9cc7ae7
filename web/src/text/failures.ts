import type { Lang } from '../view';
import { formatCount, formatDate } from './format';

const ko = {
  unreached: '서비스에 연결되지 않습니다. 네트워크를 확인한 뒤 다시 시도해 주세요.',
  late: '서비스가 제때 답하지 않습니다. 잠시 뒤 다시 시도해 주세요.',
  busy: (seconds: number | undefined) =>
    seconds
      ? `요청이 몰려 있습니다. ${formatCount(seconds, 'ko')}초쯤 뒤에 다시 시도해 주세요.`
      : '요청이 몰려 있습니다. 잠시 뒤 다시 시도해 주세요.',
  down: '서비스가 잠시 멈춰 있습니다. 잠시 뒤 다시 시도해 주세요.',
  broken: '서비스에 문제가 생겼습니다. 다시 시도해도 같으면 운영자에게 알려 주세요.',
  gone: '찾는 자료가 없습니다. 주소나 고른 조건을 확인해 주세요.',
  request: (id: string) => `(요청 번호 ${id})`,
  wanted: (what: string) => `쓸 수 있는 값: ${what}.`,
  stale: (states: { edition: number; at: string }[]) =>
    `불러오지 못한 자리에는 먼저 받은 ${states
      .map(({ edition, at }) => `${formatDate(at, 'ko')} 기준 ${formatCount(edition, 'ko')}판`)
      .join(', ')} 자료를 그대로 두었습니다.`,
  trying: '다시 불러오는 중',
  slow: '불러오는 데 시간이 걸리고 있습니다. 기다리면 이어서 나옵니다.',
  givenUp: '불러오지 못함',
  crashed: '화면을 그리다가 문제가 생겼습니다. 다시 열어도 같으면 운영자에게 알려 주세요.',
  reopen: '다시 열기',

  unread: (what: string[]) => `주소에 적힌 ${what.join(', ')}은(는) 쓸 수 없어 빼고 보여 드립니다.`,
  parts: {
    screen: '화면',
    at: '기준일',
    with: '비교일',
    edition: '판 번호',
    region: '지역',
    areas: '비교할 지역',
    indicator: '지표',
    indicators: '비교할 지표',
    cards: '카드의 지표',
    variant: '산정 기준',
    layer: '자료',
    select: '선택한 자료',
    scenario: '시나리오',
    map: '지도 위치',
  },
  part: (name: string, value: string) => `${name} ‘${value}’`,
  clear: '주소에서 빼기',
  deselect: '고른 것 지우기',
  ahead: (day: string) =>
    `${formatDate(day, 'ko')}은 아직 오지 않은 날입니다. 지금까지 알려진 자료로 계산했습니다.`,
  today: '오늘로',
  before: (day: string, first: string) =>
    `${formatDate(day, 'ko')}은 자료가 시작된 날(${formatDate(first, 'ko')})보다 앞입니다. 0이나 빈칸은 없었다는 뜻이 아니라 알려진 것이 없다는 뜻입니다.`,
  toFirst: '첫 자료의 날로',
};

const en: typeof ko = {
  unreached: 'The service cannot be reached. Check the network and try again.',
  late: 'The service did not answer in time. Try again in a moment.',
  busy: (seconds) =>
    seconds
      ? `There are too many requests. Try again in about ${formatCount(seconds, 'en')} ${seconds === 1 ? 'second' : 'seconds'}.`
      : 'There are too many requests. Try again in a moment.',
  down: 'The service is not running just now. Try again in a moment.',
  broken: 'Something went wrong in the service. If it happens again, tell its operator.',
  gone: 'What was asked for does not exist. Check the address or the conditions.',
  request: (id) => `(Request ${id})`,
  wanted: (what) => `Use ${what}.`,
  stale: (states) =>
    `In its place stands what came before: ${states
      .map(({ edition, at }) => `edition ${formatCount(edition, 'en')} as of ${formatDate(at, 'en')}`)
      .join(', ')}.`,
  trying: 'Trying again',
  slow: 'This is taking a while. It goes on by itself; there is no need to reload.',
  givenUp: 'Not loaded',
  crashed: 'Something went wrong while the page was drawn. If it happens again, tell the operator.',
  reopen: 'Open it again',

  unread: (what) => `The address holds ${what.join(', ')}, which cannot be used; the page is shown without.`,
  parts: {
    screen: 'screen',
    at: 'day',
    with: 'day to compare with',
    edition: 'edition',
    region: 'area',
    areas: 'areas to compare',
    indicator: 'indicator',
    indicators: 'indicators to compare',
    cards: 'indicators on the cards',
    variant: 'way of counting',
    layer: 'layer',
    select: 'selected entry',
    scenario: 'scenario',
    map: 'position of the map',
  },
  part: (name, value) => `${name} “${value}”`,
  clear: 'Remove from the address',
  deselect: 'Clear the selection',
  ahead: (day) => `${formatDate(day, 'en')} has not come yet. The figures are from what is known so far.`,
  today: 'Go to today',
  before: (day, first) =>
    `${formatDate(day, 'en')} is before the first data (${formatDate(first, 'en')}). A zero or an empty field means that nothing is known, not that there was nothing.`,
  toFirst: 'Go to the first day',
};

/** The words for what cannot be loaded, cannot be read in an address, or is not known on a day. */
export const failureWords: Record<Lang, typeof ko> = { ko, en };
export type FailureWords = typeof ko;
