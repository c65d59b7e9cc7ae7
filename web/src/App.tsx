import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { liesIn, pathTo } from './areas';
import { useEscape, useFocusReturn } from './focus';
import { marking, samePlace } from './map/legend';
import { MapPanel } from './map/MapPanel';
import { type Page, PageContext } from './page';
import { FeatureCard } from './panels/Feature';
import { Header } from './panels/Header';
import { ColorKey, Indicators } from './panels/Indicators';
import { Layers } from './panels/Layers';
import { Lead } from './panels/Lead';
import { MapBar } from './panels/MapBar';
import { NotDrawn } from './panels/NotDrawn';
import { RegionCard } from './panels/Region';
import { Regions } from './panels/Regions';
import { Rows } from './panels/Rows';
import { ModalSheet, Sheet } from './panels/Sheet';
import { TabBar } from './panels/TabBar';
import { preferredLang, texts } from './text';
import { useTheme } from './theme/useTheme';
import { useData } from './useData';
import { useNarrow } from './useNarrow';
import { useView } from './useView';
import { today as todayInKorea } from './view';

const Targets = lazy(async () => ({ default: (await import('./panels/Targets')).Targets }));
const Timeline = lazy(() => import('./panels/Timeline'));

/** The page. What it shows follows from the address and the data; this is where the two meet. */
export function App() {
  const [view, go] = useView();
  const { theme, choice, next } = useTheme();
  const narrow = useNarrow();
  const [layersOpen, setLayersOpen] = useState(false);
  const lang = view.lang ?? preferredLang(navigator.languages);
  const words = texts[lang];
  const today = useMemo(() => todayInKorea(new Date()), []);
  const data = useData(view, today, lang);
  const {
    moment,
    now,
    entries,
    drawn,
    areas,
    area,
    indicators,
    indicator,
    figures,
    layerRows,
    rows,
    selected,
  } = data;
  const here = useMemo(
    () => (area ? rows.filter(({ row }) => liesIn(row, area, areas)) : rows),
    [rows, area, areas],
  );
  const path = useMemo(() => pathTo(area, areas), [area, areas]);

  const { focus, remember, giveBack } = useFocusReturn();
  const page = useMemo<Page>(
    () => ({
      view,
      go,
      lang,
      words,
      theme,
      choose: (select) => {
        remember(`${select.layer}/${select.id}`);
        go({ select });
      },
      enter: (code) => {
        if (code) remember(`region/${code}`);
        go({ region: code, map: undefined });
        if (!code) giveBack();
      },
    }),
    [view, go, lang, words, theme, remember, giveBack],
  );
  const closeFeature = () => {
    go({ select: undefined });
    giveBack();
  };
  useEscape(() => {
    if (view.select) closeFeature();
    else if (view.region) page.enter(path.at(-2)?.code);
  });
  useEffect(() => {
    document.documentElement.lang = lang;
    document.title = area ? `${area.name[lang]} · ${words.name}` : words.name;
  }, [lang, words, area]);

  const definition = data.definitions.find((d) => d.id === view.select?.layer);
  const featureCard = selected && definition && moment && (
    <FeatureCard
      row={selected}
      definition={definition}
      areas={areas}
      moment={moment}
      neighbours={samePlace(selected, rows)}
      focus={focus}
      onClose={closeFeature}
    />
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
  const layers = (
    <>
      <Indicators indicators={indicators} shown={indicator} />
      <Layers entries={entries} drawn={drawn} rows={layerRows} />
    </>
  );

  const targets = (
    <Suspense fallback={<div className="targets" />}>
      <Targets indicators={indicators} area={area} moment={moment} />
    </Suspense>
  );

  return (
    <PageContext value={page}>
      <a className="skip" href="#main">
        {words.skip}
      </a>
      <div className="screen">
        <Header choice={choice} nextTheme={next} />
        <main id="main" tabIndex={-1}>
          <Lead indicators={indicators} moment={moment} today={today} published={data.published} />
          {data.error && (
            <p className="problem" role="alert">
              <b>{words.failed}</b> {data.error.message} {rows.length > 0 && words.stale}{' '}
              <button type="button" className="text-button" onClick={data.retry}>
                {words.retry}
              </button>
            </p>
          )}
          {narrow && targets}
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
                {view.as === 'table' ? (
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
                    moment={moment}
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
              {now && indicators.length > 0 && (
                <Suspense fallback={<div className="time" />}>
                  <Timeline indicators={indicators} shown={indicator} now={now} />
                </Suspense>
              )}
            </section>
            <div className="side">
              {!narrow && targets}
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
              />
              <section className="card detail" aria-label={words.notOnMap}>
                {data.missing && <p className="empty">{words.notThere}</p>}
                <NotDrawn rows={here.filter(({ row }) => marking(row) === 'none')} open={!narrow} />
              </section>
            </div>
          </div>
        </main>
      </div>
      {narrow && <TabBar />}
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
    </PageContext>
  );
}
