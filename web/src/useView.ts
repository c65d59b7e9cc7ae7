import { useCallback, useMemo } from 'react';
import { navigate, useSearch } from 'wouter/use-browser-location';
import { formatView, parseView, type View } from './view';

/** A change of the view; a member that is undefined goes back to its default. */
export type Change = { [K in keyof View]?: View[K] | undefined };

/** Goes to a changed view: as a new step of the history, or in place of the present one. */
export type Go = (change: Change, how?: 'push' | 'replace') => void;

/** The view that the address of the page holds, and the way to change it. */
export function useView(): [View, Go] {
  const search = useSearch();
  const view = useMemo(() => parseView(search), [search]);
  const go = useCallback<Go>((change, how = 'push') => {
    const from = formatView(parseView(location.search));
    const to = formatView({ ...parseView(location.search), ...change } as View);
    if (to !== from) navigate(location.pathname + to, { replace: how === 'replace' });
  }, []);
  return [view, go];
}
