import { useIsFetching } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ProblemError, TimeoutError } from '../api/client';
import { useFailures } from '../api/failures';
import { usePage } from '../page';
import { type FailureWords, failureWords } from '../text/failures';
import type { Change } from '../useView';

/** After so many milliseconds it is said that there is still something to come. */
const patient = 8000;

/** What of all that is shown could not be loaded and why, what stands in its place, and the way to ask again. */
export function Problem() {
  const { view, go, lang, words } = usePage();
  const say = failureWords[lang];
  const { error, stale, trying, retry } = useFailures();
  const slow = useSlow() && !error;
  const message = useRef<HTMLParagraphElement>(null);
  const pressed = useRef(false);
  // The button goes with the problem; the focus that was on it goes on to what has come.
  useEffect(() => {
    if (error || !pressed.current) return;
    pressed.current = false;
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('main h1')?.focus();
  }, [error]);
  // What is refused would be refused again: another address may do.
  const refused = error instanceof ProblemError && error.status < 500 ? error.problem.parameter : undefined;
  const way: { title: string; change: Change } | undefined =
    refused === 'edition' && view.edition
      ? { title: words.newest, change: { edition: undefined } }
      : refused && view.filter?.[refused]
        ? { title: words.lists.clear, change: { filter: undefined } }
        : undefined;
  return (
    <>
      <p className={slow ? 'slow' : 'unseen'} role="status">
        {slow && say.slow}
      </p>
      {error && (
        <p ref={message} className="problem" role="alert">
          <b>{words.failed}</b> {reasonFor(error, say)} {stale.length > 0 && say.stale(stale)}{' '}
          {way ? (
            <button type="button" className="text-button" onClick={() => go(way.change, 'replace')}>
              {way.title}
            </button>
          ) : (
            <button
              type="button"
              className="text-button"
              aria-disabled={trying}
              onClick={() => {
                pressed.current = true;
                if (!trying) retry();
              }}
            >
              {trying ? say.trying : words.retry}
            </button>
          )}
        </p>
      )}
    </>
  );
}

/** What happened, in words of the reader's language, and what can be done. */
export function reasonFor(error: Error, say: FailureWords): string {
  if (error instanceof TimeoutError) return say.late;
  if (!(error instanceof ProblemError)) return say.unreached;
  const { status, problem, after } = error;
  const { detail, wanted, issues = [], requestId } = problem;
  if (status === 429) return say.busy(after);
  if (status >= 500) {
    const what = [502, 503, 504].includes(status) ? say.down : say.broken;
    return requestId ? `${what} ${say.request(requestId)}` : what;
  }
  if (!detail) return say.gone;
  const more = issues.length === 0 && wanted && !detail.includes(wanted) ? [say.wanted(wanted)] : [];
  return [detail, ...more, ...issues.map((i) => `${i.wanted}. ${i.fix}`)].join(' ');
}

function useSlow(): boolean {
  const waiting = useIsFetching({ predicate: ({ state }) => state.data === undefined }) > 0;
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!waiting) return setSlow(false);
    const timer = setTimeout(() => setSlow(true), patient);
    return () => clearTimeout(timer);
  }, [waiting]);
  return slow;
}
