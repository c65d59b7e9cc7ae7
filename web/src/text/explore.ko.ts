import type { Figure, Indicator } from '../api/figures';
import type { Area } from '../areas';
import type { Range } from '../indicators';
import { formatCount, formatDate, formatDecimal, formatWon, formatWonNear, isMoney } from './format';

const levels = { region: '권역', sido: '시·도', sigungu: '시·군·구' };

/** The words of what is explored in Korean: the coloured map, the table of areas and the days. */
export const exploreKo = {
  colorBy: '지도와 표로 볼 지표',
  noIndicator: '없음',
  otherIndicators: (n: number) => `다른 지표 ${n}개`,
  noData: '자료 없음',
  measured: ({ title, kind }: Pick<Indicator, 'title' | 'kind'>) =>
    kind === 'share' ? '전체 대비 비중' : title,
  counted: (unit: string) => `수는 색이 아니라 숫자로 적습니다(${unit}).`,
  figure: ({ value, low, high, unit }: Pick<Figure, 'value' | 'low' | 'high' | 'unit'>) => {
    const write = writer(unit.ko);
    if (value !== null) return `${write(value)}${unit.ko === '%' ? '%' : ''}`;
    if (low === null || high === null) return '–';
    return `${write(low)}–${write(high)}${unit.ko === '%' ? '%' : ''}`;
  },
  bounds: (low: string | null, high: string | null, unit = '') =>
    low === null || high === null ? '' : low === high ? '확정' : `${writer(unit)(low)}–${writer(unit)(high)}`,
  level: levels as Record<Area['level'], string>,
  table: (by: Area['level'], where: string | undefined) =>
    where ? `${where} ${levels[by]}별 현황` : `${levels[by]}별 현황`,
  value: ({ kind, unit }: Pick<Indicator, 'kind' | 'unit'>) =>
    kind === 'share' ? `전체 대비(${unit})` : isMoney(unit) ? '확인된 금액' : `확인된 수(${unit})`,
  boundsColumn: '가능한 범위',
  steps: '변화',
  stepsOf: (name: string, points: { day: string; value: string | null }[]) => {
    const known = points.filter((p) => p.value !== null);
    const [first, last] = [known[0], known.at(-1)];
    if (!first || !last) return `${name}: 기록이 없습니다.`;
    return `${name}: ${formatDate(first.day, 'ko')} ${first.value}에서 ${formatDate(last.day, 'ko')} ${last.value}까지 ${known.length}번`;
  },
  amount: '금액',
  unknownIn: (by: Area['level']) => `${levels[by]} 알 수 없음`,
  range: ({ low, high }: Range, kind: Indicator['kind']) => {
    const text = (n: bigint) =>
      kind === 'share' || kind === 'sum' ? formatWon(Number(n), 'ko') : formatCount(Number(n), 'ko');
    return low === high ? text(low) : `${text(low)} – ${text(high)}`;
  },
  partial: '이름이나 위치가 확인된 자료로 셉니다. 위치를 모르는 자료는 어느 지역에도 넣지 않습니다.',
  days: '변화가 있었던 날 고르기',
  daysHint: (title: string) => `${title}: 값이 바뀐 날`,
  day: (day: string, value: string | undefined) =>
    value ? `${formatDate(day, 'ko')}, ${value}` : formatDate(day, 'ko'),
  play: '차례로 보기',
  pause: '멈추기',
};

// How a value of a unit is written: money as people write it, all else with its places.
function writer(unit: string) {
  return isMoney(unit) ? (n: string) => formatWonNear(n, 'ko') : formatDecimal;
}
