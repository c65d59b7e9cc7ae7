import { useSyncExternalStore } from 'react';

const narrow = matchMedia('(max-width: 40rem)');

/** Whether the screen is as small as a telephone's, where cards become sheets. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      narrow.addEventListener('change', changed);
      return () => narrow.removeEventListener('change', changed);
    },
    () => narrow.matches,
  );
}
