import type { Target } from '../../api/targets';
import { formatCount, formatDecimal, formatWon } from '../../text/format';
import type { Lang } from '../../view';

// Units of money as the documents title them, and how much of the currency one is.
const money: Record<string, ['KRW' | 'USD', number]> = {
  원: ['KRW', 1],
  KRW: ['KRW', 1],
  '십억 원': ['KRW', 1e9],
  'Billion KRW': ['KRW', 1e9],
  '조 원': ['KRW', 1e12],
  'Trillion KRW': ['KRW', 1e12],
  '십억 달러': ['USD', 1e9],
  'Billion USD': ['USD', 1e9],
};

/** What a target is, with its unit; money as people of the language write it. Undefined for one in words alone. */
export function quantity({ value, unit = '' }: Pick<Target, 'value' | 'unit'>, lang: Lang) {
  if (!value) return undefined;
  const [currency, scale] = money[unit] ?? [];
  if (currency && scale) {
    return ends(value, (n) => amount(Math.round(Number(n) * scale), currency, lang));
  }
  const plain = ends(value, formatDecimal);
  return unit === '%' ? `${plain}%` : [plain, lang === 'en' ? unit.toLowerCase() : unit].join(' ').trim();
}

// Announced amounts have few places, so that a number holds them exactly.
function amount(n: number, currency: 'KRW' | 'USD', lang: Lang): string {
  if (currency === 'KRW') return formatWon(n, lang);
  return lang === 'ko' ? `${formatCount(n / 1e8, lang)}억 달러` : `$${formatCount(n / 1e9, lang)}bn`;
}

function ends({ low, high }: NonNullable<Target['value']>, write: (n: string) => string): string {
  return low === high ? write(low) : `${write(low)}–${write(high)}`;
}
