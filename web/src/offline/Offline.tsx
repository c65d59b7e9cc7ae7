import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { retryFailed } from '../api/failures';
import type { Moment } from '../api/queries';
import { usePage } from '../page';
import { shareWords } from '../text/share';
import { useOffline } from './connection';

/**
 * Says, while the service cannot be reached, which edition and day the page is of; once it can, what failed meanwhile is
 * asked for again.
 */
export function Offline({ moment }: { moment: Moment | undefined }) {
  const { lang } = usePage();
  const say = shareWords[lang];
  const client = useQueryClient();
  const offline = useOffline();
  useEffect(() => {
    if (!offline) retryFailed(client);
  }, [offline, client]);
  const told = offline && moment;
  return (
    <p className={told ? 'offline' : 'unseen'} role="status">
      {told && (
        <>
          <b>{navigator.onLine ? say.unreached : say.offline}</b> {say.offlineWith(moment.edition, moment.at)}
        </>
      )}
    </p>
  );
}
