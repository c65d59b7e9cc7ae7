import { Fragment } from 'react';
import type { Area } from '../areas';
import { Icon } from '../Icon';
import { usePage } from '../page';

interface Props {
  narrow: boolean;
  /** How many entries of the legend are drawn. */
  drawn: number;
  /** The areas gone through to the one looked into, and it. */
  path: Area[];
  openLayers: () => void;
}

/** What lies over the map and its table: where one is, the layers on a small screen, and the choice of the two. */
export function MapBar({ narrow, drawn, path, openLayers }: Props) {
  const { view, go, lang, words, enter } = usePage();
  return (
    <>
      {narrow ? (
        <button type="button" className="layers-button" onClick={openLayers}>
          <Icon name="layers" />
          {words.layers} <b>{words.number(drawn)}</b>
        </button>
      ) : (
        <nav className="path" aria-label={words.path}>
          {[undefined, ...path].map((area, i) => {
            const name = area ? area.short[lang] : words.country;
            return i < path.length ? (
              <Fragment key={name}>
                <button type="button" className="text-button" onClick={() => enter(area?.code)}>
                  {name}
                </button>
                <span aria-hidden="true">›</span>
              </Fragment>
            ) : (
              <b key={name} aria-current="location">
                {area?.name[lang] ?? name}
              </b>
            );
          })}
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
