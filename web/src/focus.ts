import { useEffect, useMemo, useRef, useState } from 'react';
import { usePage } from './page';

/**
 * Remembers what opened a card, so that closing it gives the focus back: the element, or when that has gone, the one
 * whose `data-opens` has the same name. What the address alone opened takes no focus.
 */
export function useFocusReturn() {
  const [focus, setFocus] = useState(false);
  const opener = useRef<{ element: Element | null; name: string }>(undefined);
  return useMemo(
    () => ({
      /** Whether a card that opens now takes the focus. */
      focus,
      remember: (name: string) => {
        setFocus(true);
        const element = document.activeElement;
        if (!element?.closest('.feature, .region-card')) opener.current = { element, name };
      },
      giveBack: () => {
        const { element, name = '' } = opener.current ?? {};
        opener.current = undefined;
        // After the panels have been drawn again.
        requestAnimationFrame(() => {
          const back = element?.isConnected
            ? element
            : document.querySelector(`[data-opens="${CSS.escape(name)}"]`);
          (back as HTMLElement | null)?.focus({ preventScroll: true });
        });
      },
    }),
    [focus],
  );
}

/** Gives the focus to what opens something of a name, after the panels have been drawn again. */
export function focusOpener(name: string) {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`[data-opens="${CSS.escape(name)}"]`)?.focus({ preventScroll: true });
  });
}

/** Calls close when Esc is pressed where nothing else has a use for it. */
export function useEscape(close: () => void) {
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (!(event.target as Element).closest('dialog.modal, input[type=date]')) latest.current();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}

/** Gives the focus to the heading of a screen that the reader has gone to, not to that of the one first opened. */
export function useArrival() {
  const { arrived } = usePage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!arrived) return;
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [arrived]);
  return heading;
}
