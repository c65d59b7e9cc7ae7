import type { exploreKo } from './explore.ko';
import { formatCount, formatDate, formatDecimal, formatWon, formatWonNear, isMoney } from './format';

const levels = { region: 'region', sido: 'province', sigungu: 'city or county' };

/** The words of what is explored in English. */
export const exploreEn: typeof exploreKo = {
  colorBy: 'Indicator on map and table',
  noIndicator: 'None',
  otherIndicators: (n: number) => `${n} other indicators`,
  noData: 'No data',
  measured: ({ title, kind }) => (kind === 'share' ? 'Share of the whole' : title),
  counted: (unit) => `Counts are written as numbers, not coloured (${unit}).`,
  figure: ({ value, low, high, unit }) => {
    const write = writer(unit.en);
    const sign = unit.en === '%' ? '%' : '';
    if (value !== null) return `${write(value)}${sign}`;
    return low === null || high === null ? '–' : `${write(low)}–${write(high)}${sign}`;
  },
  bounds: (low, high, unit = '') =>
    low === null || high === null
      ? ''
      : low === high
        ? 'certain'
        : `${writer(unit)(low)}–${writer(unit)(high)}`,
  level: { region: 'Region', sido: 'Province', sigungu: 'City or county' },
  table: (by, where) => (where ? `${where} by ${levels[by]}` : `By ${levels[by]}`),
  value: ({ kind, unit }) =>
    kind === 'share' ? `Share (${unit})` : isMoney(unit) ? 'Known amount' : `Known (${unit})`,
  boundsColumn: 'Range',
  steps: 'Change',
  stepsOf: (name, points) => {
    const known = points.filter((p) => p.value !== null);
    const [first, last] = [known[0], known.at(-1)];
    if (!first || !last) return `${name}: nothing is recorded.`;
    return `${name}: from ${first.value} on ${formatDate(first.day, 'en')} to ${last.value} on ${formatDate(last.day, 'en')} in ${known.length} values`;
  },
  amount: 'Amount',
  unknownIn: (by) => `No single ${levels[by]} known`,
  range: ({ low, high }, kind) => {
    const text = (n: bigint) =>
      kind === 'share' || kind === 'sum' ? formatWon(Number(n), 'en') : formatCount(Number(n), 'en');
    return low === high ? text(low) : `${text(low)} – ${text(high)}`;
  },
  partial: 'Counted from entries with a name or place. What has no known place is put into no area.',
  days: 'Go through the days of change',
  daysHint: (title) => `${title}: days of change`,
  day: (day, value) => (value ? `${formatDate(day, 'en')}, ${value}` : formatDate(day, 'en')),
  play: 'Play the days in order',
  pause: 'Pause',
};

// How a value of a unit is written: money as people write it, all else with its places.
function writer(unit: string) {
  return isMoney(unit) ? (n: string) => formatWonNear(n, 'en') : formatDecimal;
}
