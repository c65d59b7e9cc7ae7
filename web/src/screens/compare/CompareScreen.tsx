import type { Indicator } from '../../api/figures';
import { leading } from '../../indicators';
import { usePage } from '../../page';
import { compareWords } from '../../text/compare';
import type { Base } from '../../useData';
import { Head } from '../Head';
import { Waiting } from '../Missing';
import { Comparison } from './Comparison';
import { type Choice, chosenOf, codesOf, fewest, type Level, most, switchArea } from './compare';
import '../screens.css';
import './compare.css';

/** Areas beside each other: their values on one day, their ranks, and how they came there. */
export default function CompareScreen({ base }: { base: Base }) {
  const { view, lang, words } = usePage();
  const say = compareWords[lang];
  const { areas, indicators, moment } = base;
  const choice = chosenOf(view.areas, areas);
  const { chosen, choices } = choice;
  const shown = view.indicators
    ? indicators.filter((i) => view.indicators?.includes(i.id))
    : leading(indicators);
  const names = chosen.map((a) => a.short[lang]);
  return (
    <>
      <Head
        base={base}
        title={
          names.length === 0
            ? words.nav.screens.compare
            : names.length > 4
              ? say.many(names.length)
              : say.title(names)
        }
        about={say.about}
      />
      {base.ready ? (
        <section className="card chooser" aria-label={words.nav.screens.compare}>
          <Levels choice={choice} base={base} />
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
          <Comparison key={indicator.id} indicator={indicator} choice={choice} moment={moment} />
        ))}
    </>
  );
}

function Levels({ choice, base }: { choice: Choice; base: Base }) {
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
            onChange={() => go({ areas: codesOf(level, choice, base.areas) }, 'replace')}
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
