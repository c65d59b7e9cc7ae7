import type { Lang } from '../view';

/** A whole number with separators. */
export function formatCount(n: number, lang: Lang): string {
  return new Intl.NumberFormat(locale(lang)).format(n);
}

/** A decimal as the service writes it, with separators and all its places. */
export function formatDecimal(value: string): string {
  const [whole = '', places] = value.split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (places ? `.${places}` : '');
}

/**
 * An amount of won, exactly: 1조 2,345억원; ₩1.2345tn. A decimal that is not a whole number of won, or that a
 * number cannot hold exactly, is returned as it was given.
 */
export function formatWon(amount: number | string, lang: Lang): string {
  const won = Number(amount);
  if (!Number.isSafeInteger(won)) return String(amount);
  return lang === 'ko' ? wonInKorean(won) : wonInEnglish(won);
}

/** An amount of won to the nearest 억, or in English to two places of its unit: what stands in charts and tables. */
export function formatWonNear(amount: number | string, lang: Lang): string {
  const won = Math.round(Number(amount));
  const unit = lang === 'ko' ? 1e8 : won >= 1e12 ? 1e10 : 1e7;
  return formatWon(
    Math.abs(won) < unit ? won : Math.sign(won) * Math.round(Math.abs(won) / unit) * unit,
    lang,
  );
}

/** Reports whether a unit, as titled in either language, is money. */
export function isMoney(unit: string): boolean {
  return unit === '원' || unit === 'KRW';
}

function wonInKorean(won: number): string {
  if (won < 0) return `△${wonInKorean(-won)}`;
  const parts: string[] = [];
  let rest = won;
  for (const [unit, word] of [
    [1e12, '조'],
    [1e8, '억'],
    [1e4, '만'],
    [1, ''],
  ] as const) {
    const n = Math.floor(rest / unit);
    rest -= n * unit;
    if (n > 0) parts.push(formatCount(n, 'ko') + word);
  }
  return `${parts.join(' ') || '0'}원`;
}

function wonInEnglish(won: number): string {
  const sign = won < 0 ? '−' : '';
  const size = Math.abs(won);
  const [unit, word] =
    size >= 1e12 ? [1e12, 'tn'] : size >= 1e9 ? [1e9, 'bn'] : size >= 1e6 ? [1e6, 'm'] : [1, ''];
  const value = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 12 }).format(size / unit);
  return `${sign}₩${value}${word}`;
}

/**
 * A date as known: a day, a month, a year, or two of these with a slash between them and ".." for an open end.
 * Anything else is returned as it is.
 */
export function formatDate(text: string, lang: Lang): string {
  const [from, to] = text.split('/');
  if (from !== undefined && to !== undefined) {
    return `${from === '..' ? '' : formatDate(from, lang)} – ${to === '..' ? '' : formatDate(to, lang)}`.trim();
  }
  const known = text.match(/^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/);
  if (!known) return text;
  const [, year, month, day] = known;
  const options: Intl.DateTimeFormatOptions = { timeZone: 'UTC', year: 'numeric' };
  if (month) options.month = lang === 'ko' ? 'long' : 'short';
  if (day) options.day = 'numeric';
  const date = new Date(`${year}-${month ?? '01'}-${day ?? '01'}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? text : new Intl.DateTimeFormat(locale(lang), options).format(date);
}

function locale(lang: Lang): string {
  return lang === 'ko' ? 'ko-KR' : 'en-GB';
}
