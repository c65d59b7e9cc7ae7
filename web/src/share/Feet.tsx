import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Moment, Row } from '../api/queries';
import { usePage } from '../page';
import { shareWords } from '../text/share';
import { formatView, today } from '../view';
import { publishersOf } from './text';

/** The foot of an embedded view: what it is, as of when, and the way to the whole of it. */
export function EmbedFoot({ moment }: { moment: Moment | undefined }) {
  const { view, lang, words } = usePage();
  const say = shareWords[lang];
  return (
    <footer className="embed-foot">
      <p>
        <b>{words.name}</b> {moment && say.stateOf(moment.at, moment.edition)} · {say.pressForSources}
      </p>
      <a href={`/${formatView({ ...view, lang })}`} target="_blank" rel="noopener">
        {say.fullPage} <span className="unseen">({words.newTab})</span>
      </a>
    </footer>
  );
}

const mostPublishers = 16;

/** What is printed under every screen: whose documents it rests on, and where the same can be seen. */
export function PrintFoot({ moment }: { moment: Moment | undefined }) {
  const { view, lang, words } = usePage();
  const say = shareWords[lang];
  const client = useQueryClient();
  const [publishers, setPublishers] = useState<string[]>([]);
  useEffect(() => {
    const gather = () => {
      const lists = client.getQueriesData<Row[]>({ queryKey: ['rows'], type: 'active' });
      const citations = lists.flatMap(([, rows]) => rows ?? []).flatMap((row) => row.citations);
      // The page is printed as it stands when this returns.
      flushSync(() => setPublishers(publishersOf(citations)));
    };
    addEventListener('beforeprint', gather);
    return () => removeEventListener('beforeprint', gather);
  }, [client]);
  if (!moment) return null;
  return (
    <footer className="print-foot">
      {publishers.length > 0 && (
        <p>
          {say.sources(publishers.slice(0, mostPublishers), Math.max(0, publishers.length - mostPublishers))}
        </p>
      )}
      <p>
        {words.name} · {say.stateOf(moment.at, moment.edition)} · {say.printed(today(new Date()))} ·{' '}
        {words.boundaries}
      </p>
      <p className="address">
        {say.printAddress}: {`${location.origin}/${formatView({ ...view, ...moment, lang })}`}
      </p>
    </footer>
  );
}
