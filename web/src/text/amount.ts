/** The greatest amount that can be typed, in whole won: what a number of the page holds exactly, and the service takes. */
export const mostWon = 9e15;

/** Why a text is no amount of won: empty, not one, without its unit, not above zero, not whole, too great. */
export type NoAmount = 'missing' | 'unreadable' | 'unit' | 'zero' | 'fraction' | 'most';

// Powers of ten. What stands within a unit multiplies its number, as in 5천억.
const within: Record<string, number> = { 천: 3, 백: 2, 십: 1 };
const units: Record<string, number> = {
  ...{ 조: 12, 억: 8, 만: 4 },
  ...{ trillion: 12, tn: 12, t: 12, billion: 9, bn: 9, b: 9, million: 6, mn: 6, m: 6, thousand: 3, k: 3 },
};
const currency = /^(?:₩|￦|\\|krw)\s*|\s*(?:원|won|krw)$/g;
const part = /\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,12}))?\s*([천백십])?([조억만]|[a-z]+)?\s*/y;

// Below this, a bare number is far more likely one in 억 or in billions whose unit was left out.
const leastBare = 100_000_000n;
const places = 12;

/**
 * Reads an amount of whole won as officials write it: 1조 2,000억원, 5천억, 1.2 tn, ₩500bn, or plain won. It is read
 * exactly, never rounded.
 */
export function readWon(text: string): number | NoAmount {
  const given = text.normalize('NFKC').trim().toLowerCase();
  if (given === '') return 'missing';
  if (/^[-−–△▲]/.test(given)) return 'zero';
  const bare = given.replaceAll(currency, '');
  const total = totalOf(bare);
  if (bare === '' || total === undefined) return 'unreadable';
  const scale = 10n ** BigInt(places);
  if (total === 0n) return 'zero';
  if (total % scale !== 0n) return 'fraction';
  const won = total / scale;
  if (won > BigInt(mostWon)) return 'most';
  if (bare === given && /^[\d,]+$/.test(bare) && won < leastBare) return 'unit';
  return Number(won);
}

// In parts of a won, 10^12 of them; undefined for what is not an amount. Units stand from the greatest down.
function totalOf(text: string): bigint | undefined {
  let [total, section] = [0n, 0n];
  let [lastUnit, lastWithin] = [Infinity, Infinity];
  part.lastIndex = 0;
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (!found) return undefined;
    const [, whole = '', fraction = '', multiple, word] = found;
    const inner = multiple ? (within[multiple] ?? 0) : 0;
    if (inner >= lastWithin) return undefined;
    lastWithin = inner;
    section += BigInt(whole.replaceAll(',', '') + fraction.padEnd(places, '0')) * 10n ** BigInt(inner);
    if (!word && inner > 0) continue;
    const unit = word ? units[word] : 0;
    if (unit === undefined || unit >= lastUnit) return undefined;
    [lastUnit, lastWithin] = [unit, Infinity];
    total += section * 10n ** BigInt(unit);
    section = 0n;
  }
  return total + section;
}
