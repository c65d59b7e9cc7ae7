import { Icon } from '../Icon';
import { usePage } from '../page';

interface Props {
  narrow: boolean;
  /** How many entries of the legend are drawn. */
  drawn: number;
  /** Name of the region looked into. */
  where: string | undefined;
  openLayers: () => void;
}

/** What lies over the map and its table: where one is, the layers on a small screen, and the choice of the two. */
export function MapBar({ narrow, drawn, where, openLayers }: Props) {
  const { view, go, words, enter } = usePage();
  return (
    <>
      {narrow ? (
        <button type="button" className="layers-button" onClick={openLayers}>
          <Icon name="layers" />
          {words.layers} <b>{words.number(drawn)}</b>
        </button>
      ) : (
        <nav className="path" aria-label={words.path}>
          {where && (
            <>
              <button type="button" className="text-button" onClick={() => enter(undefined)}>
                {words.country}
              </button>
              <span aria-hidden="true">›</span>
            </>
          )}
          <b aria-current="location">{where ?? words.country}</b>
        </nav>
      )}
      <fieldset className="segments map-or-table">
        <legend className="unseen">{words.showAs}</legend>
        {([undefined, 'table'] as const).map((as) => (
          <label key={as ?? 'map'}>
            <input type="radio" name="as" checked={view.as === as} onChange={() => go({ as })} />
            <span>{as ? words.table : words.map}</span>
          </label>
        ))}
      </fieldset>
    </>
  );
}
