import { Suspense, useMemo, useState } from 'react';
import { useFailures } from '../api/failures';
import { liesIn, pathTo } from '../areas';
import { useEscape } from '../focus';
import { leading } from '../indicators';
import { marking, samePlace } from '../map/legend';
import { MapPanel } from '../map/MapPanel';
import { usePage } from '../page';
import { Answer } from '../panels/Answer';
import { FeatureCard } from '../panels/Feature';
import { ColorKey, Indicators } from '../panels/Indicators';
import { Layers } from '../panels/Layers';
import { MapBar } from '../panels/MapBar';
import { NotDrawn } from '../panels/NotDrawn';
import { RegionCard } from '../panels/Region';
import { Regions } from '../panels/Regions';
import { Rows } from '../panels/Rows';
import { ModalSheet, Sheet } from '../panels/Sheet';
import { Skeleton } from '../panels/Skeleton';
import { embedded } from '../share/embed';
import { type Base, useOverview } from '../useData';
import { useNarrow } from '../useNarrow';
import { Head } from './Head';
import { lazily } from './Missing';
import { useUnplaced } from './overview/useUnplaced';

const Targets = lazily(async () => ({ default: (await import('../panels/Targets')).Targets }));
const Timeline = lazily(() => import('../panels/Timeline'));
const TwoMaps = lazily(() => import('./days/TwoMaps'));
const Changes = lazily(() => import('./days/Changes'));
const Below = lazily(() => import('./overview/Below'));
const History = lazily(async () => ({ default: (await import('./targets/History')).History }));

/** The first screen: how far the targets are, where things are, and which areas have how much. */
export function Overview({ base }: { base: Base }) {
  const { view, lang, words, focus, enter, closeFeature } = usePage();
  const narrow = useNarrow();
  const [layersOpen, setLayersOpen] = useState(false);
  const { moment, now, definitions, entries, areas, area, indicators } = base;
  const leaders = useMemo(() => leading(indicators), [indicators]);
  const data = useOverview(view, base);
  const { drawn, indicator, figures, layerRows, rows, selected } = data;
  const { one, absent } = useUnplaced(base);
  const here = useMemo(
    () => (area ? rows.filter(({ row }) => liesIn(row, area, areas)) : rows),
    [rows, area, areas],
  );
  const path = useMemo(() => pathTo(area, areas), [area, areas]);
  useEscape(() => {
    if (view.select) closeFeature();
    else if (view.region) enter(path.at(-2)?.code);
  });

  const placed = definitions.find((d) => d.id === view.select?.layer);
  const shown = selected && placed ? { row: selected, definition: placed } : one;
  const featureCard = shown && moment && (
    <>
      <FeatureCard
        row={shown.row}
        definition={shown.definition}
        title={one?.target?.title}
        areas={areas}
        moment={moment}
        neighbours={samePlace(shown.row, rows)}
        focus={focus}
        onClose={closeFeature}
      />
      {one?.target && (
        <Suspense>
          <History target={one.target} base={base} />
        </Suspense>
      )}
    </>
  );
  const regionCard = area && moment && (
    <RegionCard
      area={area}
      areas={areas}
      rows={rows}
      figure={[...(figures ?? []), data.whole].find((f) => f?.region === area.code)}
      indicator={indicator}
      moment={moment}
      focus={focus}
    />
  );
  // What the map shows goes on to show what stands in for what failed.
  const [standing] = useFailures().stale;
  const layers = base.ready ? (
    <>
      <Indicators indicators={indicators} shown={indicator} />
      <Layers entries={entries} drawn={drawn} rows={layerRows} />
    </>
  ) : (
    <Skeleton />
  );

  const targets = (
    <Suspense fallback={<div className="targets" />}>
      <Targets indicators={leaders} all={indicators} area={area} moment={moment} />
    </Suspense>
  );

  return (
    <>
      <Head
        base={base}
        title={<Answer indicators={base.ready ? leaders : undefined} moment={moment} />}
        absent={data.missing || absent}
      />
      {narrow && !view.with && targets}
      <div className="grid">
        <section id="map" className="card map-card" aria-label={words.map}>
          {!narrow && <div className="rail">{layers}</div>}
          <div className="map-frame">
            <MapBar
              narrow={narrow}
              drawn={new Set(rows.map(({ entry }) => entry.key)).size}
              path={path}
              openLayers={() => setLayersOpen(true)}
            />
            {view.with ? (
              <Suspense>
                <TwoMaps base={base} data={data} narrow={narrow} />
              </Suspense>
            ) : view.as === 'table' ? (
              <Rows
                rows={here}
                areas={areas}
                title={words.tableOf(area?.name[lang] ?? words.country, here.length)}
              />
            ) : (
              <MapPanel
                entries={entries}
                drawn={drawn}
                rows={rows}
                areas={areas}
                area={area}
                within={data.listing.within}
                listed={data.listed}
                figures={figures}
                classes={indicator?.classes}
                shaded={data.shaded}
                moment={standing ?? moment}
                now={now}
                selected={selected}
                narrow={narrow}
              />
            )}
            {!narrow && (featureCard || (view.as !== 'table' && regionCard)) && (
              <div className="pop">{featureCard || regionCard}</div>
            )}
          </div>
          {narrow && indicator && view.as !== 'table' && <ColorKey shown={indicator} />}
          {now && indicators.length > 0 ? (
            <Suspense fallback={<div className="time" />}>
              <Timeline indicators={indicators} shown={indicator} now={now} />
            </Suspense>
          ) : (
            !base.ready && <div className="time" />
          )}
        </section>
        <div className="side">
          {view.with && (
            <Suspense fallback={<span className="skeleton" />}>
              <Changes base={base} data={data} />
            </Suspense>
          )}
          {!narrow && !view.with && targets}
          <Regions
            entries={entries}
            drawn={drawn}
            rows={rows}
            areas={areas}
            listing={data.listing}
            listed={data.listed}
            indicator={indicator}
            variant={data.variant}
            figures={figures}
            whole={data.whole}
            moment={moment}
            ready={base.ready}
          />
        </div>
      </div>
      {!view.with && !embedded && (
        <Suspense>
          <Below base={base} data={data} />
        </Suspense>
      )}
      <section className="card detail" aria-label={words.notOnMap}>
        <NotDrawn
          rows={base.ready && data.arrived ? here.filter(({ row }) => marking(row) === 'none') : undefined}
          open={!narrow}
        />
      </section>
      {narrow && layersOpen && (
        <ModalSheet title={words.layers} onClose={() => setLayersOpen(false)}>
          {layers}
        </ModalSheet>
      )}
      {narrow && !layersOpen && (featureCard || regionCard) && (
        <Sheet key={featureCard ? 'feature' : 'region'} title={words.chosen}>
          {featureCard || regionCard}
        </Sheet>
      )}
    </>
  );
}
