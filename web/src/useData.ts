import { useEffect, useMemo } from 'react';
import { useFigures, useIndicators } from './api/figures';
import {
  type Collection,
  keepCatalog,
  type Moment,
  useCatalog,
  useDefinitions,
  useEdition,
  useFeature,
  useRows,
} from './api/queries';
import { areasListed, areasOf, listingOf } from './areas';
import { indicatorShown, variantOf } from './indicators';
import { drawnKeys, legendEntries, rowsDrawn } from './map/legend';
import { useOffline } from './offline/connection';
import { keepMoment, keptMoment } from './offline/kept';
import type { FeatureRef, Lang, View } from './view';

const none: never[] = [];

/** What every screen is about: the day and edition, the layers, the areas and the indicators. */
export type Base = ReturnType<typeof useBase>;

/** What every screen shows of a view on a day. What has not arrived yet is empty or undefined. */
export function useBase(view: View, day: string, lang: Lang) {
  // Without the service, the newest is what was last seen of it.
  const offline = useOffline();
  const kept = useMemo(() => (offline ? keptMoment() : undefined), [offline]);
  const today = kept?.at ?? day;
  const at = view.at ?? today;
  const catalog = useCatalog(view.edition ?? kept?.edition, kept?.at ?? at, lang);
  const { definitions = none, collections, edition } = catalog;
  const moment = useMemo<Moment | undefined>(() => (edition ? { edition, at } : undefined), [edition, at]);
  const published = useEdition(edition).data?.at;
  const entries = useMemo(() => legendEntries(definitions), [definitions]);

  // Features are stamped with the areas of today, and figures are of these, whatever the day they are looked at.
  const now = useMemo<Moment | undefined>(
    () => (edition ? { edition, at: today } : undefined),
    [edition, today],
  );
  const areaLayers = useMemo(() => definitions.filter((d) => d.area), [definitions]);
  const areaRows = useRows(areaLayers, now, false);
  const areas = useMemo(() => areasOf(areaLayers, areaRows.rows), [areaLayers, areaRows.rows]);
  const area = areas.find((a) => a.code === view.region);
  const indicators = useIndicators(moment, lang);
  const first = useMemo(() => firstDay(collections), [collections]);
  const newest = !offline && !view.edition && !view.at;
  useEffect(() => {
    if (!newest || !moment) return;
    keepMoment(moment);
    void keepCatalog(moment, lang);
  }, [newest, moment, lang]);
  return {
    today,
    moment,
    now,
    published,
    /** The first day of which anything is known. */
    first,
    collections,
    definitions,
    entries,
    areas,
    area,
    indicators: indicators.data ?? none,
    /** Whether layers, areas and indicators are known. */
    ready: catalog.definitions !== undefined && areas.length > 0 && indicators.data !== undefined,
  };
}

// The day from which on the service dates anything.
function firstDay(collections: Collection[] | undefined): string | undefined {
  return collections
    ?.flatMap((c) => c.extent?.temporal?.interval[0]?.[0]?.slice(0, 10) ?? [])
    .sort()
    .at(0);
}

/** What the overview shows beside. */
export function useOverview(view: View, base: Base) {
  const { moment, definitions, entries, areas, area } = base;
  const drawn = useMemo(() => drawnKeys(entries, view.layers), [entries, view.layers]);
  const listing = useMemo(() => listingOf(area, areas), [area, areas]);
  const listed = useMemo(() => areasListed(listing, areas), [listing, areas]);
  const indicator = indicatorShown(base.indicators, view);
  const cut = {
    variant: indicator && variantOf(indicator, view),
    region: listing.within?.code,
  };
  const ready = areas.length > 0 ? indicator?.id : undefined;
  const figures = useFigures(ready, { ...cut, by: listing.by }, moment);
  const whole = useFigures(ready, cut, moment);

  // The layers that the reader asked for, and those that the legend counts.
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

  const { select } = view;
  const ofLayer = select && layerRows.rows.get(select.layer);
  const known = ofLayer?.find((row) => row.id === select?.id);
  // A feature of a layer that is not listed is asked for by itself.
  const alone =
    select && definitions.some((d) => d.id === select.layer) && !wanted.some((l) => l.id === select.layer);
  const asked = useFeature(alone ? select : undefined, moment);
  return {
    drawn,
    listing,
    listed,
    indicator,
    variant: cut.variant,
    figures: figures.data,
    whole: whole.data?.[0],
    /** The indicator that the map shows, and which of its figures. */
    shaded: indicator && { indicator, variant: cut.variant, listing, whole: whole.data?.[0] },
    layerRows: layerRows.rows,
    rows,
    selected: known ?? asked.data ?? undefined,
    /** The service says that the selected feature does not exist. */
    missing: !known && (ofLayer !== undefined || asked.data === null),
    /** Whether all features that are drawn have come. */
    arrived: wanted.every((l) => layerRows.rows.get(l.id)),
  };
}

/** One feature of any layer, with the definition of that; the feature is null when the service has none of that id. */
export function useOne(ref: FeatureRef | undefined, base: Base) {
  const { moment, collections } = base;
  const layer = ref?.layer;
  const its = useMemo(() => collections?.filter((c) => c.id === layer), [collections, layer]);
  const row = useFeature(its?.length ? ref : undefined, moment).data;
  return { row, definition: useDefinitions(its, moment)?.[0] };
}
