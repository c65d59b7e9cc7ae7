import { useEffect, useMemo, useState } from 'react';
import { useEscape, useFocusReturn } from './focus';
import { marking, samePlace } from './map/legend';
import { MapPanel } from './map/MapPanel';
import { type Page, PageContext } from './page';
import { FeatureCard } from './panels/Feature';
import { Header } from './panels/Header';
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

/** The page. What it shows follows from the address and the data; this is where the two meet. */
export function App() {
  const [view, go] = useView();
  const { theme, choice, next } = useTheme();
  const narrow = useNarrow();
  const [layersOpen, setLayersOpen] = useState(false);
  const lang = view.lang ?? preferredLang(navigator.languages);
  const words = texts[lang];
  const today = useMemo(() => todayInKorea(new Date()), []);
  const data = useData(view, view.at ?? today, lang);
  const { moment, entries, drawn, areas, regions, region, layerRows, rows, selected } = data;
  const here = useMemo(
    () => (region ? rows.filter(({ row }) => row.properties.region === region.code) : rows),
    [rows, region],
  );

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
    else if (view.region) page.enter(undefined);
  });
  useEffect(() => {
    document.documentElement.lang = lang;
    document.title = region ? `${region.name[lang]} · ${words.name}` : words.name;
  }, [lang, words, region]);

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
  const regionCard = region && moment && (
    <RegionCard region={region} areas={areas} rows={rows} moment={moment} focus={focus} />
  );
  const layers = <Layers entries={entries} drawn={drawn} rows={layerRows} />;

  return (
    <PageContext value={page}>
      <a className="skip" href="#main">
        {words.skip}
      </a>
      <div className="screen">
        <Header choice={choice} nextTheme={next} />
        <main id="main" tabIndex={-1}>
          <Lead counts={data.counts} moment={moment} today={today} published={data.published} />
          {data.error && (
            <p className="problem" role="alert">
              <b>{words.failed}</b> {data.error.message} {rows.length > 0 && words.stale}{' '}
              <button type="button" className="text-button" onClick={data.retry}>
                {words.retry}
              </button>
            </p>
          )}
          <div className="grid">
            <section id="map" className="card map-card" aria-label={words.map}>
              {!narrow && <div className="rail">{layers}</div>}
              <div className="map-frame">
                <MapBar
                  narrow={narrow}
                  drawn={new Set(rows.map(({ entry }) => entry.key)).size}
                  where={region?.name[lang]}
                  openLayers={() => setLayersOpen(true)}
                />
                {view.as === 'table' ? (
                  <Rows
                    rows={here}
                    areas={areas}
                    title={words.tableOf(region?.name[lang] ?? words.country, here.length)}
                  />
                ) : (
                  <MapPanel
                    entries={entries}
                    drawn={drawn}
                    rows={rows}
                    regions={regions}
                    areas={areas}
                    moment={moment}
                    selected={selected}
                    narrow={narrow}
                  />
                )}
                {!narrow && view.as !== 'table' && regionCard && <div className="pop">{regionCard}</div>}
              </div>
            </section>
            <div className="side">
              <Regions entries={entries} drawn={drawn} rows={rows} regions={regions} />
              <section className="card detail" aria-label={words.chosen}>
                {!narrow && featureCard}
                {data.missing && <p className="empty">{words.notThere}</p>}
                {(narrow || !view.select) && (
                  <NotDrawn rows={here.filter(({ row }) => marking(row) === 'none')} open={!narrow} />
                )}
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
