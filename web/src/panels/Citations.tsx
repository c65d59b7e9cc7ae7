import type { Citation } from '../api/queries';
import { Icon } from '../Icon';
import { usePage } from '../page';
import { addressOf, languageOf } from './facts';

// How a document was read, or what it is; a word that the page does not know stands as it came.
function Note({ text }: { text: string }) {
  return (
    <span className="code" {...languageOf(text, usePage().lang)}>
      {text}
    </span>
  );
}

/** The documents that something is known from, with publisher and date, each opening in a new tab. */
export function Citations({ citations }: { citations: Citation[] }) {
  const { lang, words } = usePage();
  if (citations.length === 0) return <p>{words.noSources}</p>;
  return (
    <ul>
      {citations.map((c) => {
        const address = addressOf(c);
        const title = c.publisher ?? c.title ?? address?.hostname ?? c.url ?? c.source;
        return (
          <li key={`${c.source} ${c.date ?? ''} ${title}`}>
            {address ? (
              <a href={address.href} target="_blank" rel="noopener noreferrer">
                <span {...languageOf(title, lang)}>{title}</span>
                <Icon name="out" />
                <span className="unseen">({words.newTab})</span>
              </a>
            ) : (
              <span {...languageOf(title, lang)}>{title}</span>
            )}
            {c.date && <span>{words.date(c.date)}</span>}
            {[c.kind, c.via].map((note) => note && <Note key={note} text={words.documents[note] ?? note} />)}
          </li>
        );
      })}
    </ul>
  );
}
