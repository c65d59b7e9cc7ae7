import { useState } from 'react';
import type { Indicator } from '../api/figures';
import type { Moment } from '../api/queries';
import { Icon } from '../Icon';
import { usePage } from '../page';
import { formatView, isDay } from '../view';
import { Answer } from './Answer';

interface Props {
  indicators: Indicator[];
  moment: Moment | undefined;
  today: string;
  /** When the edition was published, as an instant. */
  published: string | undefined;
}

/** What the page says first, and the day and edition it says it of. */
export function Lead({ indicators, moment, today, published }: Props) {
  const { view, go, words } = usePage();
  return (
    <section className="lead">
      <div>
        <Answer indicators={indicators} moment={moment} />
      </div>
      <div className="as-of">
        <p>
          {view.edition && moment && (
            <>
              <b>{words.oldEdition(moment.edition)}</b>{' '}
              <button type="button" className="text-button" onClick={() => go({ edition: undefined })}>
                {words.newest}
              </button>
            </>
          )}
          {!view.edition &&
            moment &&
            published &&
            words.edition(moment.edition, words.date(koreanDay(published)))}
        </p>
        <label className="chip">
          <Icon name="calendar" />
          <span>{words.asOf}</span>
          <input
            type="date"
            value={view.at ?? today}
            min="2000-01-01"
            max="2099-12-31"
            onChange={({ target: { value } }) => {
              if (isDay(value)) go({ at: value === today ? undefined : value }, 'replace');
            }}
          />
        </label>
        {view.at && (
          <button type="button" className="chip" onClick={() => go({ at: undefined }, 'replace')}>
            {words.backToToday}
          </button>
        )}
        <span className="actions">
          <CopyLink moment={moment} />
          <button
            type="button"
            className="icon-button"
            aria-label={words.print}
            title={words.print}
            onClick={() => print()}
          >
            <Icon name="print" />
          </button>
        </span>
      </div>
    </section>
  );
}

// Copies an address that shows the same for ever: with the day and the edition named.
function CopyLink({ moment }: { moment: Moment | undefined }) {
  const { view, lang, words } = usePage();
  const [said, setSaid] = useState('');
  const copy = async () => {
    const address = `${location.origin}${location.pathname}${formatView({ ...view, ...moment, lang })}`;
    try {
      await navigator.clipboard.writeText(address);
      setSaid(words.copied);
    } catch {
      history.replaceState(history.state, '', address);
      setSaid(words.copyFailed);
    }
  };
  return (
    <>
      <button
        type="button"
        className="icon-button"
        aria-label={words.copyLink}
        title={words.copyLink}
        onClick={copy}
      >
        <Icon name="link" />
      </button>
      <span className="said" role="status" onAnimationEnd={() => setSaid('')}>
        {said}
      </span>
    </>
  );
}

function koreanDay(instant: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date(instant));
}
