import { usePage } from '../page';

/** Stands for a screen whose program could not be fetched. */
export function Missing() {
  const { words } = usePage();
  return (
    <p className="problem" role="alert">
      <b>{words.screenFailed}</b>{' '}
      <button type="button" className="text-button" onClick={() => location.reload()}>
        {words.retry}
      </button>
    </p>
  );
}

/** Grey lines where a screen will stand. */
export function Waiting() {
  return (
    <div className="lead-skeletons" aria-hidden="true">
      <span className="skeleton" />
      <span className="skeleton" />
      <span className="card" />
    </div>
  );
}
