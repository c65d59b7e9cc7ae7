import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';

/** The choice of the reader; auto follows the device. */
export type ThemeChoice = 'auto' | 'light' | 'dark';

const choices: ThemeChoice[] = ['auto', 'light', 'dark'];
const key = 'theme';
const darkDevice = matchMedia('(prefers-color-scheme: dark)');

/**
 * The theme in force, the choice behind it, the way to the next choice, which is kept for later visits, and the way to
 * print: paper is light.
 */
export function useTheme() {
  const [choice, setChoice] = useState<ThemeChoice>(stored);
  const [paper, setPaper] = useState(false);
  const device = useSyncExternalStore(followDevice, () => darkDevice.matches);
  const onScreen: 'light' | 'dark' = choice === 'auto' ? (device ? 'dark' : 'light') : choice;
  const theme = paper ? 'light' : onScreen;
  useEffect(() => {
    // The page is printed as it stands when this returns.
    const before = () => flushSync(() => setPaper(true));
    const after = () => setPaper(false);
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }, []);
  // A map takes its time to be drawn anew, which who prints by the keys of the browser does not give it.
  const printOut = useCallback(async () => {
    if (onScreen === 'dark') {
      setPaper(true);
      await mapsDrawn();
    }
    print();
    setPaper(false);
  }, [onScreen]);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const next = () => {
    const chosen = choices[(choices.indexOf(choice) + 1) % choices.length] as ThemeChoice;
    setChoice(chosen);
    try {
      localStorage.setItem(key, chosen);
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
  };
  return { theme, choice, next, printOut };
}

const longestRedraw = 4000;

// Resolves when every map of the page has been drawn anew, or has had time enough for it.
async function mapsDrawn(): Promise<void> {
  const until = performance.now() + longestRedraw;
  do await new Promise((resolve) => setTimeout(resolve, 100));
  while (document.querySelector('.canvas[data-idle="false"]') && performance.now() < until);
}

function followDevice(changed: () => void) {
  darkDevice.addEventListener('change', changed);
  return () => darkDevice.removeEventListener('change', changed);
}

function stored(): ThemeChoice {
  try {
    return choices.find((c) => c === localStorage.getItem(key)) ?? 'auto';
  } catch {
    return 'auto';
  }
}
