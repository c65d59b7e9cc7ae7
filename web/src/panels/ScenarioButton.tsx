import { useMutation } from '@tanstack/react-query';
import type { Indicator } from '../api/figures';
import { usePlay } from '../api/scenarios';
import { Icon } from '../Icon';
import { variantOf } from '../indicators';
import { usePage } from '../page';

/** Begins a scenario of an indicator of which something may be supposed. */
export function ScenarioButton({ indicator }: { indicator: Indicator }) {
  const { view, go, words } = usePage();
  const play = usePlay();
  const begin = useMutation({
    mutationFn: () =>
      play({ indicator: indicator.id, variant: variantOf(indicator, view), edition: view.edition }),
  });
  if (!indicator.links.some((l) => l.rel === 'scenario')) return null;
  return (
    <>
      <button
        type="button"
        className="suppose"
        aria-haspopup="dialog"
        // Not disabled, which would lose the focus that the drawer gives back.
        aria-disabled={begin.isPending}
        onClick={() =>
          begin.isPending || begin.mutate(undefined, { onSuccess: ({ token }) => go({ scenario: token }) })
        }
      >
        <Icon name="fork" />
        {words.figures.suppose}
      </button>
      {begin.error && (
        <span className="hint" role="alert">
          {begin.error.message}
        </span>
      )}
    </>
  );
}
