import { type ComponentType, Suspense, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useFocusReturn } from './focus';
import { Offline } from './offline/Offline';
import { type Page, PageContext } from './page';
import { Header } from './panels/Header';
import { ScreenLinks } from './panels/ScreenLinks';
import { ModalSheet } from './panels/Sheet';
import { TabBar } from './panels/TabBar';
import { lazily, Waiting } from './screens/Missing';
import { Overview } from './screens/Overview';
import { embedded, useOutwardLinks } from './share/embed';
import { EmbedFoot, PrintFoot } from './share/Feet';
import { preferredLang, texts } from './text';
import { useTheme } from './theme/useTheme';
import { type Base, useBase } from './useData';
import { useNarrow } from './useNarrow';
import { useView } from './useView';
import { type Screen, today as todayInKorea } from './view';

const ScenarioDrawer = lazily(() => import('./panels/Scenario'));

type ScreenOf = ComponentType<{ base: Base }>;

const others: Record<Screen, ScreenOf> = {
  compare: lazily(() => import('./screens/compare/CompareScreen')),
  belts: lazily(() => import('./screens/belts/BeltsScreen')),
  fund: lazily(() => import('./screens/fund/FundScreen')),
  targets: lazily(() => import('./screens/targets/TargetsScreen')),
  data: lazily(() => import('./screens/data/DataScreen')),
};

/** The page. What it shows follows from the address and the data; this is where the two meet. */
export function App() {
  const [view, go] = useView();
  const { theme, choice, next, printOut } = useTheme();
  const narrow = useNarrow();
  const [moreOpen, setMoreOpen] = useState(false);
  const lang = view.lang ?? preferredLang(navigator.languages);
  const words = texts[lang];
  const today = useMemo(() => todayInKorea(new Date()), []);
  const base = useBase(view, today, lang);
  const arrived = useMoved(view.screen);
  const dayMoved = useMoved(view.at);

  const { focus, remember, giveBack } = useFocusReturn();
  const page = useMemo<Page>(
    () => ({
      view,
      go,
      lang,
      words,
      theme,
      printOut,
      arrived,
      focus,
      choose: (select, also) => {
        remember(`${select.layer}/${select.id}`);
        go({ ...also, select });
      },
      closeFeature: () => {
        go({ select: undefined });
        giveBack();
      },
      enter: (code) => {
        if (code) remember(`region/${code}`);
        go({ region: code, map: undefined });
        if (!code) giveBack();
      },
    }),
    [view, go, lang, words, theme, printOut, arrived, focus, remember, giveBack],
  );
  const name = words.nav.screens[view.screen ?? 'overview'];
  useEffect(() => {
    document.documentElement.lang = lang;
    const parts = [base.area?.name[lang], view.screen && name, words.name];
    document.title = parts.filter(Boolean).join(' · ');
  }, [lang, words, base.area, view.screen, name]);
  useEffect(() => setMoreOpen(false), [view.screen]);
  useOutwardLinks();

  // Which screen it is shows at once; the screen itself takes longer than a reader should wait for that.
  const screen = useDeferredValue(view.screen);
  const Shown = screen ? others[screen] : Overview;
  return (
    <PageContext value={page}>
      {!embedded && (
        <a className="skip" href="#main">
          {words.skip}
        </a>
      )}
      <div className={embedded ? 'screen embedded' : 'screen'}>
        {!embedded && <Header areas={base.areas} choice={choice} nextTheme={next} />}
        <Offline moment={base.moment} />
        <main id="main" tabIndex={-1}>
          <Suspense key={screen ?? 'overview'} fallback={<Waiting />}>
            <Shown base={base} />
          </Suspense>
        </main>
        {embedded ? <EmbedFoot moment={base.moment} /> : <PrintFoot moment={base.moment} />}
      </div>
      <p className="unseen" role="status">
        {[arrived && name, dayMoved && base.moment && `${words.asOf} ${words.date(base.moment.at)}`]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {view.scenario && (
        <Suspense>
          <ScenarioDrawer base={base} />
        </Suspense>
      )}
      {narrow && !embedded && <TabBar openMore={() => setMoreOpen(true)} />}
      {narrow && moreOpen && (
        <ModalSheet title={words.nav.label} onClose={() => setMoreOpen(false)}>
          <ScreenLinks />
        </ModalSheet>
      )}
    </PageContext>
  );
}

// Whether the reader has gone from what the page was opened on: the screen, or the day.
function useMoved(at: string | undefined): boolean {
  const first = useRef(at);
  const moved = useRef(false);
  moved.current ||= at !== first.current;
  return moved.current;
}
