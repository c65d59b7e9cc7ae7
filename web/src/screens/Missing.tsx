import { type ComponentType, lazy } from 'react';
import { useGivenUp } from '../api/failures';
import { usePage } from '../page';

/** A part of the page whose program is fetched when it is first shown; when it cannot be fetched, it says so. */
export function lazily<P extends object>(load: () => Promise<{ default: ComponentType<P> }>) {
  return lazy(() => load().catch(() => ({ default: Missing as ComponentType<P> })));
}

/** Stands for a part of the page whose program could not be fetched, and can be put away where that part could. */
export function Missing({ onClose }: { onClose?: () => void }) {
  const { words } = usePage();
  return (
    <p className={onClose ? 'problem floating' : 'problem'} role="alert">
      <b>{words.screenFailed}</b>{' '}
      <button type="button" className="text-button" onClick={() => location.reload()}>
        {words.retry}
      </button>{' '}
      {onClose && (
        <button type="button" className="text-button" onClick={onClose}>
          {words.close}
        </button>
      )}
    </p>
  );
}

/** Grey lines where a screen will stand; nothing when it will not come. */
export function Waiting() {
  if (useGivenUp()) return null;
  return (
    <div className="lead-skeletons" aria-hidden="true">
      <span className="skeleton" />
      <span className="skeleton" />
      <span className="card" />
    </div>
  );
}
