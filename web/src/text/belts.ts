import type { Lang } from '../view';
import { formatCount } from './format';

const km = (n: number) => (n < 10 ? n.toFixed(1) : formatCount(Math.round(n), 'ko'));

const ko = {
  title: (belt: string, n: number) => `${belt}, 거점 ${formatCount(n, 'ko')}곳`,
  allTitle: (n: number) => `벨트와 특화단지 거점 ${formatCount(n, 'ko')}곳`,
  about:
    '한 지역이 여러 제도에 들 수 있어 제도마다 따로 적습니다. 발표·후보·신청은 지정이 아닙니다. 거점을 누르면 주변 자료와 거리를 볼 수 있습니다.',
  belt: '벨트',
  all: '모든 거점',
  list: '거점 목록',
  columns: { name: '거점', stage: '단계', since: '단계 날짜', place: '위치' },
  near: (n: number) => `반경 50 km 안의 자료 ${formatCount(n, 'ko')}건`,
  nearHint: '지구를 공으로 본 대권 거리(직선)이며 길을 따라 잰 거리가 아닙니다.',
  rough: '‘약’은 어느 한쪽의 위치를 시·군·구까지만 알아 대푯점으로 잰 거리입니다.',
  unplaced: '이 거점은 시·도까지만 알려져 거리를 재지 않습니다.',
  within: (from: number, to: number) => (from === 0 ? `${to} km 이내` : `${from}–${to} km`),
  distance: (n: number, rough: boolean) => `${rough ? '약 ' : ''}${km(n)} km`,
  nothing: '이 거리 안에는 자료가 없습니다.',
  none: '이 판에는 벨트를 나누는 자료가 없습니다.',
  table: '거점 표',
};

const en: typeof ko = {
  title: (belt, n) => `${belt}: ${formatCount(n, 'en')} ${n === 1 ? 'node' : 'nodes'}`,
  allTitle: (n) => `${formatCount(n, 'en')} nodes of belts and complexes`,
  about:
    'A place can be in several schemes, each written by itself. Announced, candidate or applied for is not designated. Press a node to see what is around it, and how far.',
  belt: 'Belt',
  all: 'All nodes',
  list: 'Nodes',
  columns: { name: 'Node', stage: 'Stage', since: 'Since', place: 'Place' },
  near: (n) => `${formatCount(n, 'en')} ${n === 1 ? 'entry' : 'entries'} within 50 km`,
  nearHint: 'Great-circle distances on a sphere, as the crow flies; not along roads.',
  rough: '“About”: one of the two is known to the city or county only, and measured from its middle.',
  unplaced: 'This node is known to the province only, so no distance is measured.',
  within: (from, to) => (from === 0 ? `Within ${to} km` : `${from}–${to} km`),
  distance: (n, rough) => `${rough ? 'about ' : ''}${km(n)} km`,
  nothing: 'Nothing lies within it.',
  none: 'This edition has no layer of belts.',
  table: 'Table of nodes',
};

/** The words of the screen of belts. */
export const beltWords: Record<Lang, typeof ko> = { ko, en };
