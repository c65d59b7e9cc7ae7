import { navigate, useSearch } from 'wouter/use-browser-location';
import { usePage } from '../page';
import { failureWords } from '../text/failures';
import { unreadIn, withoutUnread } from '../unread';
import type { Base } from '../useData';
import { readVariant } from '../variant';
import { formatView } from '../view';

/** Says what in the address cannot be used, and of which days little or nothing is known. */
export function Unread({ base, absent }: { base: Base; absent: boolean }) {
  const { view, go, lang, words, closeFeature } = usePage();
  const say = failureWords[lang];
  const search = useSearch();
  const { ready, areas, indicators, collections, today, first } = base;
  const unread = unreadIn(search, {
    areas: ready ? areas.map((a) => a.code) : undefined,
    indicators: ready ? indicators.map((i) => i.id) : undefined,
    variants: ready ? (id) => indicators.some((i) => readVariant(i, id)) : undefined,
    layers: collections?.map((c) => c.id),
    missing: ({ layer }) => collections !== undefined && !collections.some((c) => c.id === layer),
  });
  const at = view.at ?? today;
  const early = [at, view.with ?? at].find((day) => first !== undefined && day < first);
  const late = [at, view.with ?? at].find((day) => day > today);
  return (
    <div role="status" className="notices">
      {unread.length > 0 && (
        <p className="notice">
          {say.unread(unread.map(({ key, value }) => say.part(say.parts[key], value)))}{' '}
          <button
            type="button"
            className="text-button"
            onClick={() =>
              navigate(location.pathname + formatView(withoutUnread(view, unread)), { replace: true })
            }
          >
            {say.clear}
          </button>
        </p>
      )}
      {absent && (
        <p className="notice">
          {words.notThere}{' '}
          <button type="button" className="text-button" onClick={closeFeature}>
            {say.deselect}
          </button>
        </p>
      )}
      {late && (
        <p className="notice">
          {say.ahead(late)}{' '}
          <button
            type="button"
            className="text-button"
            onClick={() => go(late === view.at ? { at: undefined } : { with: today }, 'replace')}
          >
            {say.today}
          </button>
        </p>
      )}
      {early && first && (
        <p className="notice">
          {say.before(early, first)}{' '}
          <button
            type="button"
            className="text-button"
            onClick={() => go(early === view.at ? { at: first } : { with: first }, 'replace')}
          >
            {say.toFirst}
          </button>
        </p>
      )}
    </div>
  );
}
