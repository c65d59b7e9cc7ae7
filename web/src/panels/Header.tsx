import type { Area } from '../areas';
import { Emblem, Icon } from '../Icon';
import { usePage } from '../page';
import type { ThemeChoice } from '../theme/useTheme';
import type { Lang } from '../view';
import { PlaceSearch } from './PlaceSearch';
import { ScreenLinks } from './ScreenLinks';

const languages: [Lang, string, string][] = [
  ['ko', '한국어', '한'],
  ['en', 'English', 'EN'],
];

const themeIcons = { auto: 'auto', light: 'sun', dark: 'moon' } as const;

interface Props {
  areas: Area[];
  choice: ThemeChoice;
  nextTheme: () => void;
}

/** The top of the page: its name, the screens, the search for places, language and theme. */
export function Header({ areas, choice, nextTheme }: Props) {
  const { go, lang, words } = usePage();
  return (
    <header className="top">
      <a className="brand" href="/">
        <Emblem />
        <span>
          <b>{words.name}</b>
          <small>{words.tagline}</small>
        </span>
      </a>
      <nav aria-label={words.nav.label}>
        <ScreenLinks />
      </nav>
      <PlaceSearch areas={areas} />
      <fieldset className="segments">
        <legend className="unseen">
          <span lang="ko">언어</span> <span lang="en">Language</span>
        </legend>
        {languages.map(([code, name, short]) => (
          <label key={code} lang={code}>
            <input
              type="radio"
              name="lang"
              aria-label={name}
              checked={lang === code}
              onChange={() => go({ lang: code }, 'replace')}
            />
            <span>
              <span className="wide">{name}</span>
              <span className="narrow">{short}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <button
        type="button"
        className="icon-button"
        title={words.theme[choice]}
        aria-label={`${words.theme[choice]}. ${words.theme.next}`}
        onClick={nextTheme}
      >
        <Icon name={themeIcons[choice]} />
      </button>
    </header>
  );
}
