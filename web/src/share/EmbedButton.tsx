import { Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Moment } from '../api/queries';
import { Icon } from '../Icon';
import { usePage } from '../page';
import { lazily } from '../screens/Missing';
import { shareWords } from '../text/share';

const Embed = lazily(() => import('./Embed'));

/** Opens the code that puts the view on another site. */
export function EmbedButton({ moment }: { moment: Moment | undefined }) {
  const say = shareWords[usePage().lang];
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="icon-button"
        aria-haspopup="dialog"
        aria-label={say.embed}
        title={say.embed}
        disabled={!moment}
        onClick={() => setOpen(true)}
      >
        <Icon name="code" />
      </button>
      {open &&
        moment &&
        createPortal(
          <Suspense>
            <Embed moment={moment} onClose={() => setOpen(false)} />
          </Suspense>,
          document.body,
        )}
    </>
  );
}
