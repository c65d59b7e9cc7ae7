import { useEffect, useState, useSyncExternalStore } from 'react';

/** The choice of the reader; auto follows the device. */
export type ThemeChoice = 'auto' | 'light' | 'dark';

const choices: ThemeChoice[] = ['auto', 'light', 'dark'];
const key = 'theme';
const darkDevice = matchMedia('(prefers-color-scheme: dark)');

/** The theme in force, the choice behind it, and the way to the next choice, which is kept for later visits. */
export function useTheme() {
  const [choice, setChoice] = useState<ThemeChoice>(stored);
  const device = useSyncExternalStore(followDevice, () => darkDevice.matches);
  const theme: 'light' | 'dark' = choice === 'auto' ? (device ? 'dark' : 'light') : choice;
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
  return { theme, choice, next };
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
