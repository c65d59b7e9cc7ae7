import type { Figure, Indicator } from '../api/figures';
import type { Moment } from '../api/queries';
import type { Area, Listing } from '../areas';
import type { DrawnRow, Entry } from '../map/legend';
import type { MapControl } from '../map/MapView';
import { usePage } from '../page';
import { tableOf } from './chartPicture';
import { SaveButton } from './SaveButton';

/** The indicator whose figures a map shows: which of it, and the figure of all that is listed. */
export interface Shaded {
  indicator: Indicator;
  variant: string | undefined;
  listing: Listing;
  whole: Figure | undefined;
}

interface Props {
  control: MapControl | undefined;
  /** The entries of the legend that are drawn, and the rows that they draw. */
  entries: Entry[];
  rows: DrawnRow[];
  area: Area | undefined;
  shaded: Shaded | undefined;
  moment: Moment;
}

/** Saves the map: as it is drawn, or as outlines. */
export function SaveMap({ control, entries, rows, area, shaded, moment }: Props) {
  const { lang, words } = usePage();
  const title = [shaded?.indicator.title ?? words.map, area?.name[lang] ?? words.country].join(' · ');
  const shown = entries.filter((e) => rows.some(({ entry }) => entry.key === e.key));
  const layers = [...new Set(shown.map((e) => e.layer))];
  const of = (at: Moment) => `edition=${at.edition}&at=${at.at}`;
  return (
    <div className="save-map">
      <SaveButton
        title={title}
        take={(button) => {
          const stage = button.closest('.stage');
          const svg = stage?.querySelector<SVGSVGElement>('.outline');
          if (!svg) return undefined;
          return {
            id: ['map', shaded?.indicator.id, area?.code].filter(Boolean).join('_'),
            title,
            drawings: [{ svg }],
            canvas: control && { pixels: control.picture(), width: svg.getBoundingClientRect().width },
            entries: shown,
            shaded: shaded?.indicator,
            moment,
            figure: shaded?.whole,
            notes: [words.boundaries],
            tables: [
              ...(shaded
                ? [
                    {
                      title: shaded.indicator.title,
                      href: tableOf(shaded.indicator.id, 'figures', {
                        ...moment,
                        variant: shaded.variant,
                        region: shaded.listing.within?.code,
                        by: shaded.listing.by,
                      }),
                    },
                  ]
                : []),
              ...layers.map(({ id, title }) => ({
                title: title[lang],
                href: `/api/collections/${id}/items?${of(moment)}&limit=10000&f=csv-bom`,
              })),
            ],
          };
        }}
      />
    </div>
  );
}
