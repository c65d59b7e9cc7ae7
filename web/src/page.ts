import { createContext, useContext } from 'react';
import type { Words } from './text/ko';
import type { Change, Go } from './useView';
import type { FeatureRef, Lang, View } from './view';

/** What every panel knows: the view, the way to change it, and the language. */
export interface Page {
  view: View;
  go: Go;
  lang: Lang;
  words: Words;
  theme: 'light' | 'dark';
  /** Prints the screen in light colours. */
  printOut: () => void;
  /** Whether the reader came to the screen from another one, so that its heading takes the focus. */
  arrived: boolean;
  /** Whether a card that opens now takes the focus. */
  focus: boolean;
  /** Selects a feature and moves the focus to its card; what else changes with it is one step back as well. */
  choose: (ref: FeatureRef, also?: Change) => void;
  /** Closes the card of the selected feature and gives the focus back. */
  closeFeature: () => void;
  /** Looks into a region, or at the whole country. */
  enter: (region: string | undefined) => void;
}

/** Holds the page for the panels in it. */
export const PageContext = createContext<Page | undefined>(undefined);

/** The page that the panel is in. */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('a panel stands outside of a page');
  return page;
}
