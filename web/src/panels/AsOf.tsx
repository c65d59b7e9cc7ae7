import { useState } from 'react';
import type { Moment } from '../api/queries';
import { focusOpener } from '../focus';
import { Icon } from '../Icon';
import { usePage } from '../page';
import { EmbedButton } from '../share/EmbedButton';
import type { Base } from '../useData';
import { formatView, isDay } from '../view';

/** The day and the edition that a screen is of, and what one does with the whole of it. */
export function AsOf({ base }: { base: Pick<Base, 'moment' | 'today' | 'published'> }) {
  const { moment, today, published } = base;
  const { view, go, words, printOut } = usePage();
  return (
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
        {/* The line has its height before it is known. */}
        {!(moment && (published || view.edition)) && '\u00a0'}
      </p>
      <label className="chip">
        <Icon name="calendar" />
        <span>{words.asOf}</span>
        <b className="on-paper">{words.date(view.at ?? today)}</b>
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
      {!view.screen && <Comparison at={view.at ?? today} />}
      <span className="actions">
        <CopyLink moment={moment} />
        <EmbedButton moment={moment} />
        <button
          type="button"
          className="icon-button"
          aria-label={words.print}
          title={words.print}
          onClick={printOut}
        >
          <Icon name="print" />
        </button>
      </span>
    </div>
  );
}

// The day that the screen is compared with, and the way out of the comparison.
function Comparison({ at }: { at: string }) {
  const { view, go, words } = usePage();
  if (!view.with)
    return (
      <button
        type="button"
        className="chip"
        data-opens="with"
        onClick={() => {
          go({ with: yearEndBefore(at) });
          focusOpener('without');
        }}
      >
        {words.compareDay}
      </button>
    );
  return (
    <>
      <label className="chip">
        <span>{words.compareDay}</span>
        <input
          type="date"
          data-opens="without"
          value={view.with}
          min="2000-01-01"
          max="2099-12-31"
          onChange={({ target: { value } }) => {
            if (isDay(value)) go({ with: value }, 'replace');
          }}
        />
      </label>
      <b className="on-paper">{words.date(view.with)}</b>
      <EndComparison sign />
    </>
  );
}

/** Ends the comparison of two days and gives the focus back to what begins one; a word, or where it is close a sign. */
export function EndComparison({ sign }: { sign?: boolean }) {
  const { go, words } = usePage();
  return (
    <button
      type="button"
      className={sign ? 'icon-button' : 'text-button'}
      aria-label={words.endComparison}
      onClick={() => {
        go({ with: undefined });
        focusOpener('with');
      }}
    >
      {sign ? <Icon name="close" /> : words.endComparison}
    </button>
  );
}

// What has become of a year is what one asks first.
function yearEndBefore(day: string): string {
  return `${Number(day.slice(0, 4)) - 1}-12-31`;
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
