import { useMemo } from 'react';
import { isPlaced } from './api/definition';
import { type Moment, useCatalog, useEdition, useFeature, useRows } from './api/queries';
import { areasOf } from './areas';
import { drawnKeys, legendEntries, rowsDrawn } from './map/legend';
import type { Lang, View } from './view';

const none: never[] = [];

/** Everything the page shows of a view on a day. What has not arrived yet is empty or undefined. */
export function useData(view: View, at: string, lang: Lang) {
  const catalog = useCatalog(view.edition, at);
  const { definitions = none, edition } = catalog;
  const moment = useMemo<Moment | undefined>(() => (edition ? { edition, at } : undefined), [edition, at]);
  const published = useEdition(edition).data?.at;
  const entries = useMemo(() => legendEntries(definitions), [definitions]);
  const drawn = useMemo(() => drawnKeys(entries, view.layers), [entries, view.layers]);

  const areaLayers = useMemo(() => definitions.filter((d) => d.area), [definitions]);
  const areaRows = useRows(areaLayers, moment, false);
  const areas = useMemo(() => areasOf(areaLayers, areaRows.rows), [areaLayers, areaRows.rows]);
  const regions = useMemo(() => areas.filter((a) => a.level === 'region'), [areas]);

  // The layers that the reader asked for, and those that the headline counts.
  const wanted = useMemo(() => {
    const layers = new Set(entries.filter((e) => drawn.has(e.key) || e.layer.style.on).map((e) => e.layer));
    return [...layers].filter((l) => !l.area && l.style.rules.some((r) => r.draw !== 'context'));
  }, [entries, drawn]);
  const layerRows = useRows(wanted, moment);
  const rows = useMemo(
    () =>
      rowsDrawn(
        layerRows.rows,
        entries.filter((e) => drawn.has(e.key)),
      ),
    [layerRows.rows, entries, drawn],
  );
  const counts = useMemo(() => {
    const counted = wanted.filter((l) => l.style.on && isPlaced(l));
    return counted.flatMap((l) => {
      const count = layerRows.rows.get(l.id)?.length;
      return count === undefined ? [] : [{ title: l.title[lang], count }];
    });
  }, [wanted, layerRows.rows, lang]);

  const { select } = view;
  const listed = select && layerRows.rows.get(select.layer);
  const known = listed?.find((row) => row.id === select?.id);
  // A feature of a layer that is not listed is asked for by itself.
  const alone =
    select && definitions.some((d) => d.id === select.layer) && !wanted.some((l) => l.id === select.layer);
  const asked = useFeature(alone ? select : undefined, moment);
  return {
    moment,
    published,
    definitions,
    entries,
    drawn,
    areas,
    regions,
    region: regions.find((r) => r.code === view.region),
    layerRows: layerRows.rows,
    rows,
    counts,
    selected: known ?? asked.data ?? undefined,
    /** The service says that the selected feature does not exist. */
    missing: !known && (listed !== undefined || asked.data === null),
    error: catalog.error ?? areaRows.error ?? layerRows.error ?? asked.error,
    retry: () => {
      catalog.retry();
      areaRows.retry();
      layerRows.retry();
      if (asked.error) void asked.refetch();
    },
  };
}
