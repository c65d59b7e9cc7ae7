import type { Lang } from '../view';
import { en } from './en';
import { ko, type Words } from './ko';

/** The words of the page in each language. */
export const texts: Record<Lang, Words> = { ko, en };

/** The first of the reader's languages that the page speaks; Korean when it speaks none. */
export function preferredLang(languages: readonly string[]): Lang {
  for (const language of languages) {
    if (language.startsWith('ko')) return 'ko';
    if (language.startsWith('en')) return 'en';
  }
  return 'ko';
}
