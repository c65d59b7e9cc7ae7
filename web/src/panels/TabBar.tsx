import { Icon, type IconName } from '../Icon';
import { usePage } from '../page';
import { ScreenLink } from './ScreenLinks';

/** The five ways around a small screen: two parts of the overview, two screens, and all of them. */
export function TabBar({ openMore }: { openMore: () => void }) {
  const { view, go, words } = usePage();
  const show = (id: string) => {
    go({ screen: undefined });
    // After the overview has been drawn.
    setTimeout(() => document.getElementById(id)?.scrollIntoView({ block: 'start' }));
  };
  const parts: [string, IconName, string][] = [
    [words.tabs.map, 'map', 'map'],
    [words.tabs.regions, 'list', 'regions'],
  ];
  return (
    <nav className="tab-bar" aria-label={words.tabs.label}>
      {parts.map(([title, icon, id], i) => (
        <button
          key={id}
          type="button"
          aria-current={i === 0 && !view.screen ? 'page' : undefined}
          onClick={() => show(id)}
        >
          <Icon name={icon} />
          <span>{title}</span>
        </button>
      ))}
      <ScreenLink to="targets" current={view.screen === 'targets'}>
        <Icon name="target" />
        <span>{words.tabs.targets}</span>
      </ScreenLink>
      <ScreenLink to="data" current={view.screen === 'data'}>
        <Icon name="download" />
        <span>{words.tabs.data}</span>
      </ScreenLink>
      <button type="button" aria-haspopup="dialog" onClick={openMore}>
        <Icon name="more" />
        <span>{words.tabs.more}</span>
      </button>
    </nav>
  );
}
