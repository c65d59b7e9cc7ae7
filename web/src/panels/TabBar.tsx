import { Icon, type IconName } from '../Icon';
import { usePage } from '../page';

/** The four ways around a small screen. */
export function TabBar() {
  const { view, go, words } = usePage();
  const show = (id: string, as: 'table' | undefined) => {
    go({ as });
    requestAnimationFrame(() => document.getElementById(id)?.scrollIntoView({ block: 'start' }));
  };
  const tabs: [string, IconName, boolean, () => void][] = [
    [words.tabs.map, 'map', view.as === undefined, () => show('map', undefined)],
    [words.tabs.rows, 'table', view.as === 'table', () => show('map', 'table')],
    [words.tabs.regions, 'list', false, () => show('regions', view.as)],
  ];
  return (
    <nav className="tab-bar" aria-label={words.tabs.label}>
      {tabs.map(([title, icon, current, act]) => (
        <button key={title} type="button" aria-current={current || undefined} onClick={act}>
          <Icon name={icon} />
          <span>{title}</span>
        </button>
      ))}
      <a href="/api">
        <Icon name="code" />
        <span>{words.tabs.api}</span>
      </a>
    </nav>
  );
}
