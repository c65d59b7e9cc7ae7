import type { Target } from '../../api/targets';
import { formatCount, formatDecimal, formatWon } from '../../text/format';
import type { Lang } from '../../view';

/** What a target is, with its unit; money as people of the language write it. Undefined for one in words alone. */
export function quantity({ value, unit = '', money }: Pick<Target, 'value' | 'unit' | 'money'>, lang: Lang) {
  if (!value) return undefined;
  if (money) return ends(value, (n) => amount(Math.round(Number(n) * money.scale), money.currency, lang));
  const plain = ends(value, formatDecimal);
  return unit === '%' ? `${plain}%` : [plain, lang === 'en' ? unit.toLowerCase() : unit].join(' ').trim();
}

// Announced amounts have few places, so that a number holds them exactly.
function amount(n: number, currency: string, lang: Lang): string {
  if (currency === 'KRW') return formatWon(n, lang);
  if (lang === 'en') return `${currency === 'USD' ? '$' : `${currency} `}${formatCount(n / 1e9, lang)}bn`;
  return `${formatCount(n / 1e8, lang)}억 ${({ USD: '달러', EUR: '유로' } as Record<string, string>)[currency] ?? currency}`;
}

function ends({ low, high }: NonNullable<Target['value']>, write: (n: string) => string): string {
  return low === high ? write(low) : `${write(low)}–${write(high)}`;
}
