import type { Area } from './areas';

const initials = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const firstSyllable = 0xac00;
const lastSyllable = 0xd7a3;
const syllablesPerInitial = 588;
const syllablesPerVowel = 28;

/**
 * The areas that a reader may mean, the likeliest first: by a Korean name or its first consonants (ㄱㅈ), by an English
 * name, or by a code. Spaces, hyphens and case do not matter.
 */
export function findAreas(areas: Area[], text: string, limit = 8): Area[] {
  const query = plain(text);
  if (!query) return [];
  return areas
    .map((area, i) => ({ area, i, rank: rankOf(area, query) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank || a.i - b.i)
    .slice(0, limit)
    .map(({ area }) => area);
}

/** The first consonants of the Korean syllables of a text; what is no syllable stays. */
export function initialsOf(text: string): string {
  return [...text].map((letter) => initialOf(letter) ?? letter).join('');
}

// 0 for a whole name or code, 1 for the beginning of a name, 2 for a part of it.
function rankOf(area: Area, query: string): number {
  const names = [area.short.ko, area.name.ko, area.name.en].map(plain);
  if (names.includes(query) || area.code.toLowerCase() === query) return 0;
  const places = names.map((name) => placeIn(name, query)).filter((place) => place >= 0);
  if (places.length === 0) return Number.POSITIVE_INFINITY;
  return Math.min(...places) === 0 ? 1 : 2;
}

// Where a query is found in a name, letter by letter; -1 when it is not.
function placeIn(name: string, query: string): number {
  const [letters, wanted] = [[...name], [...query]];
  return letters.findIndex((_, start) =>
    wanted.every((letter, i) => matches(letters[start + i], letter, i === wanted.length - 1)),
  );
}

// A consonant stands for every syllable it begins; of the syllable being typed, the final consonant may be missing.
function matches(letter: string | undefined, wanted: string, last: boolean): boolean {
  if (letter === undefined) return false;
  if (letter === wanted || initialOf(letter) === wanted) return true;
  const [have, want] = [syllable(letter), syllable(wanted)];
  if (!last || have === undefined || want === undefined || want % syllablesPerVowel !== 0) return false;
  return Math.floor(have / syllablesPerVowel) === want / syllablesPerVowel;
}

function initialOf(letter: string): string | undefined {
  const index = syllable(letter);
  return index === undefined ? undefined : initials[Math.floor(index / syllablesPerInitial)];
}

function syllable(letter: string): number | undefined {
  const code = letter.codePointAt(0) ?? 0;
  return code >= firstSyllable && code <= lastSyllable ? code - firstSyllable : undefined;
}

function plain(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s·.,'’-]+/g, '');
}
