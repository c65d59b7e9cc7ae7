import type { MouseEvent } from 'react';
import { Icon } from '../Icon';
import { usePage } from '../page';
import { formatView } from '../view';

/** The way to the downloads of a list: the same layer, filter and day on the screen of the data. */
export function DownloadLink({ layer, filter }: { layer: string; filter: Record<string, string> }) {
  const { view, go, words } = usePage();
  const to = { screen: 'data' as const, layer, filter };
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <p className="more">
      <a href={formatView({ ...view, ...to })} onClick={follow}>
        {words.lists.download}
        <Icon name="download" />
      </a>
    </p>
  );
}
