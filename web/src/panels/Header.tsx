import { Emblem, Icon } from '../Icon';
import { usePage } from '../page';
import type { ThemeChoice } from '../theme/useTheme';
import type { Lang } from '../view';

const languages: [Lang, string, string][] = [
  ['ko', '한국어', '한'],
  ['en', 'English', 'EN'],
];

const themeIcons = { auto: 'auto', light: 'sun', dark: 'moon' } as const;

/** The top of the page: its name, the way to the data, language and theme. */
export function Header({ choice, nextTheme }: { choice: ThemeChoice; nextTheme: () => void }) {
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
        <a href="/" aria-current="page">
          {words.nav.overview}
        </a>
        <a href="/api">{words.nav.data}</a>
      </nav>
      <fieldset className="segments">
        <legend className="unseen">{words.language}</legend>
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
