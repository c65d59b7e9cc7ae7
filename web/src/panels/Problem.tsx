import type { Moment } from '../api/queries';
import { usePage } from '../page';
import { shareWords } from '../text/share';

interface Props {
  error: Error | null;
  /** What is still shown. */
  stale?: Moment | undefined;
  retry: () => void;
}

/** What went wrong with the data, and the way to ask again. */
export function Problem({ error, stale, retry }: Props) {
  const { lang, words } = usePage();
  if (!error) return null;
  return (
    <p className="problem" role="alert">
      <b>{words.failed}</b> {error.message} {stale && shareWords[lang].staleAt(stale.edition, stale.at)}{' '}
      <button type="button" className="text-button" onClick={retry}>
        {words.retry}
      </button>
    </p>
  );
}
