import type { Moment } from '../api/queries';
import { usePage } from '../page';
import { shareWords } from '../text/share';
import { useOffline } from './connection';

/** Says, while the service cannot be reached, which edition and day the page is of. */
export function Offline({ moment }: { moment: Moment | undefined }) {
  const { lang } = usePage();
  const say = shareWords[lang];
  const offline = useOffline();
  return (
    <p className={offline ? 'offline' : 'unseen'} role="status">
      {offline && (
        <>
          <b>{say.offline}</b> {moment ? say.offlineWith(moment.edition, moment.at) : say.offlineWithout}
        </>
      )}
    </p>
  );
}
