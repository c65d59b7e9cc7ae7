import { useId, useMemo } from 'react';
import { type Indicator, useRestated } from '../../api/figures';
import { useRows } from '../../api/queries';
import { type Area, areasOf } from '../../areas';
import { leading, variantOf } from '../../indicators';
import { usePage } from '../../page';
import { compareWords } from '../../text/compare';
import type { Base } from '../../useData';
import { Head } from '../Head';
import { Waiting } from '../Missing';
import { Comparison } from './Comparison';
import { type Choice, chosenOf, codesAmong, codesOf, fewest, type Level, most, switchArea } from './compare';
import '../screens.css';
import './compare.css';

const none: never[] = [];

/** Areas beside each other: their values on one day, their ranks, and how they came there. */
export default function CompareScreen({ base }: { base: Base }) {
  const { view, lang, words } = usePage();
  const say = compareWords[lang];
  const { indicators, moment } = base;
  const shown = view.indicators
    ? indicators.filter((i) => view.indicators?.includes(i.id))
    : leading(indicators);
  const { then, coming } = useThen(base, shown[0]);
  const ready = base.ready && !coming;
  const byThen = then !== undefined && view.borders === 'then';
  const areas = coming ? none : byThen ? then : base.areas;
  const choice = chosenOf(view.areas && codesAmong(view.areas, areas, then ?? none), areas);
  const { chosen, choices } = choice;
  const names = chosen.map((a) => a.short[lang]);
  return (
    <>
      <Head
        base={{ ...base, ready, areas: then ? [...base.areas, ...then] : base.areas }}
        title={
          names.length === 0
            ? words.nav.screens.compare
            : names.length > 4
              ? say.many(names.length)
              : say.title(names)
        }
        about={say.about}
      />
      {ready ? (
        <section className="card chooser" aria-label={words.nav.screens.compare}>
          <Levels choice={choice} areas={areas} />
          {then && choice.level === 'sido' && moment && <Borders day={moment.at} byThen={byThen} />}
          <Areas choice={choice} />
          <Measures indicators={indicators} shown={shown} />
        </section>
      ) : (
        <Waiting />
      )}
      {choices.length > 0 && chosen.length < fewest && <p className="empty">{say.few(fewest)}</p>}
      {indicators.length > 0 && shown.length === 0 && <p className="empty">{say.noIndicator}</p>}
      {chosen.length >= fewest &&
        moment &&
        shown.map((indicator) => (
          <Comparison
            key={indicator.id}
            indicator={indicator}
            choice={choice}
            areas={byThen ? moment.at : undefined}
            moment={moment}
          />
        ))}
    </>
  );
}

// The areas of the day where the si/do were others than those of now; asked for where si/do are compared. Till it is
// known what they were, an address that speaks of them cannot be read.
function useThen(
  base: Base,
  indicator: Indicator | undefined,
): { then: Area[] | undefined; coming: boolean } {
  const { view } = usePage();
  const { definitions, areas, moment, ready } = base;
  const levels = (view.areas ?? none).map((code) => areas.find((a) => a.code === code)?.level);
  const asked = ready && levels.some((level) => level !== 'region') ? indicator?.id : undefined;
  const restated = useRestated(
    asked,
    { variant: indicator && variantOf(indicator, view), by: 'sido' },
    moment,
  );
  const layers = useMemo(
    () => (restated ? definitions.filter((d) => d.area === 'sido' || d.area === 'region') : none),
    [restated, definitions],
  );
  const { rows, exact } = useRows(layers, moment, false);
  const then = useMemo(
    () => (layers.length > 0 && exact ? areasOf(layers, rows) : undefined),
    [layers, exact, rows],
  );
  const spoken = view.borders === 'then' || levels.includes(undefined);
  return { then, coming: asked !== undefined && spoken && (restated === undefined || !exact) };
}

// Whether the si/do of the day are compared, or those of now.
function Borders({ day, byThen }: { day: string; byThen: boolean }) {
  const { go, lang, words } = usePage();
  const say = compareWords[lang];
  const hint = useId();
  return (
    <div className="borders">
      <fieldset className="segments" aria-describedby={hint}>
        <legend className="unseen">{say.borders}</legend>
        {([undefined, 'then'] as const).map((borders) => (
          <label key={borders ?? 'now'}>
            <input
              type="radio"
              name="borders"
              checked={byThen === (borders === 'then')}
              onChange={() => go({ borders }, 'replace')}
            />
            <span>{borders ? say.bordersThen : say.bordersNow}</span>
          </label>
        ))}
      </fieldset>
      <p id={hint} className="hint">
        {say.bordersHint(words.date(day))}
      </p>
    </div>
  );
}

function Levels({ choice, areas }: { choice: Choice; areas: Area[] }) {
  const { go, lang } = usePage();
  const say = compareWords[lang];
  const levels: Level[] = ['region', 'sido'];
  return (
    <fieldset className="segments">
      <legend className="unseen">{say.level}</legend>
      {levels.map((level) => (
        <label key={level}>
          <input
            type="radio"
            name="level"
            checked={choice.level === level}
            onChange={() => go({ areas: codesOf(level, choice, areas) }, 'replace')}
          />
          <span>{say.levels[level]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Areas({ choice }: { choice: Choice }) {
  const { go, lang } = usePage();
  const say = compareWords[lang];
  const full = choice.chosen.length >= most;
  return (
    <fieldset className="toggles">
      <legend>{say.areas}</legend>
      {choice.choices.map((area) => {
        const on = choice.chosen.includes(area);
        return (
          <label key={area.code} className={on ? 'on' : undefined}>
            <input
              type="checkbox"
              checked={on}
              disabled={!on && full}
              onChange={() => go({ areas: switchArea(choice, area) }, 'replace')}
            />
            {area.short[lang]}
          </label>
        );
      })}
      {full && choice.choices.length > most && <p className="hint">{say.full(most)}</p>}
    </fieldset>
  );
}

function Measures({ indicators, shown }: { indicators: Indicator[]; shown: Indicator[] }) {
  const { go, lang } = usePage();
  const say = compareWords[lang];
  const without = (indicator: Indicator) =>
    indicators.filter((i) => (i === indicator) !== shown.includes(i)).map((i) => i.id);
  return (
    <fieldset className="toggles">
      <legend>{say.indicators}</legend>
      {indicators.map((indicator) => {
        const on = shown.includes(indicator);
        const only = on && shown.length === 1;
        return (
          <label key={indicator.id} className={on ? 'on' : undefined}>
            <input
              type="checkbox"
              checked={on}
              disabled={only}
              onChange={() => go({ indicators: without(indicator) }, 'replace')}
            />
            {indicator.title}
          </label>
        );
      })}
    </fieldset>
  );
}
