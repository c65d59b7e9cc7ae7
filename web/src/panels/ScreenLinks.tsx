import type { MouseEvent } from 'react';
import { usePage } from '../page';
import { formatView, type Screen, screens } from '../view';

const all: (Screen | undefined)[] = [undefined, ...screens];

/** The ways to the screens. What is looked at goes along; a screen shows of it what it can. */
export function ScreenLinks() {
  const { view, words } = usePage();
  return all.map((screen) => (
    <ScreenLink key={screen ?? 'overview'} to={screen} current={view.screen === screen}>
      {words.nav.screens[screen ?? 'overview']}
    </ScreenLink>
  ));
}

/** The way to a screen: a link that can be opened elsewhere, and that here changes no more than the screen. */
export function ScreenLink(props: { to: Screen | undefined; current: boolean; children: React.ReactNode }) {
  const { to, current, children } = props;
  const { view, go } = usePage();
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go({ screen: to });
  };
  const { screen: _, ...rest } = view;
  return (
    <a
      href={formatView(to ? { ...rest, screen: to } : rest) || '/'}
      aria-current={current ? 'page' : undefined}
      onClick={follow}
    >
      {children}
    </a>
  );
}
