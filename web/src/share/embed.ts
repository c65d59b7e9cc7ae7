import { useEffect } from 'react';

/** Whether the page stands within somebody else's: the view alone, without the ways to other screens. */
export const embedded = location.pathname === '/embed';

/** In an embedded view, opens what leads out of it in a tab of its own: nothing else may be framed. */
export function useOutwardLinks(): void {
  useEffect(() => {
    if (!embedded) return;
    const open = ({ target }: MouseEvent) => {
      const link = target instanceof Element ? target.closest('a') : null;
      if (!link || link.pathname === location.pathname) return;
      link.target = '_blank';
      link.rel = 'noopener';
    };
    addEventListener('click', open, true);
    return () => removeEventListener('click', open, true);
  }, []);
}
