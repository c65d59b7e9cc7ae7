import { useEffect, useMemo, useRef, useState } from 'react';

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
