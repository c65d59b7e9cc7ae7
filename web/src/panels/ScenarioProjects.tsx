import { useId, useState } from 'react';
import type { Plan, PlayedScenario, Project, Scenario } from '../api/scenarios';
import { usePage } from '../page';
import { scenarioWords } from '../text/scenario';
import { isDay } from '../view';
import { exactly, quantityText } from './figure';
import { amountText } from './ScenarioPlan';
import { approved, type Open, openProjects, reasonOf, signedText, withdrawn, wonTyped } from './scenario';

interface Props {
  plan: Plan;
  scenario: Scenario;
  /** What the service made of it, as far as it has answered. */
  played: PlayedScenario | undefined;
  /** The day on which what is ticked is approved. */
  day: string;
  setDay: (day: string) => void;
  /** Amounts supposed so far, in whole won. */
  amounts: Record<string, number>;
  setAmount: (feature: string, won: number) => void;
  change: (scenario: Scenario) => void;
}

/** Every known project that does not count yet, to be ticked as approved on a day; amounts nobody states are asked for. */
export function ScenarioProjects({ day, setDay, ...rest }: Props) {
  const { lang } = usePage();
  const say = scenarioWords[lang];
  const all = openProjects(rest.plan, rest.scenario);
  const known = all.filter((o) => !o.need);
  const lacking = all.filter((o) => o.need);
  const names = new Map(all.map((o) => [o.feature, o.name[lang]]));
  const item = (open: Open) => <Item key={open.feature} open={open} names={names} day={day} {...rest} />;
  return (
    <section className="open-projects" aria-labelledby="scenario-projects">
      <header>
        <div>
          <h3 id="scenario-projects">{say.projects}</h3>
          <p className="hint">{say.projectsHint}</p>
        </div>
        <p className="chip">
          <span aria-hidden="true">{say.day}</span>
          <DayInput label={say.day} value={day} min={rest.plan.day} change={setDay} />
        </p>
      </header>
      <ul>{known.map(item)}</ul>
      {lacking.length > 0 && (
        <details open={known.length === 0 || lacking.some((o) => o.approval)}>
          <summary>{say.lacking(String(lacking.length))}</summary>
          <p className="hint">{say.amountHint}</p>
          <ul>{lacking.map(item)}</ul>
        </details>
      )}
    </section>
  );
}

type ItemProps = Omit<Props, 'setDay'> & { open: Open; names: Map<string, string> };

function Item({ open, names, day, plan, scenario, played, amounts, setAmount, change }: ItemProps) {
  const { lang, words } = usePage();
  const say = scenarioWords[lang];
  const note = useId();
  const { feature, project, need, approval, excludedBy } = open;
  const name = open.name[lang];
  const amount = need ? amounts[feature] : undefined;
  const impossible = need?.wanted === 'nothing' || (need !== undefined && amount === undefined);
  const role = played?.effects.find((e) => e.feature === feature)?.role ?? project?.role;
  const approve = (over: { day?: string; amount?: number; in?: boolean | undefined }) => {
    const { in: side, ...next } = { feature, day, ...(amount ? { amount } : {}), ...approval, ...over };
    change(approved(scenario, side === undefined ? next : { ...next, in: side }));
  };
  const why =
    excludedBy && !approval ? say.excluded(names.get(excludedBy) ?? excludedBy) : reasonOf(open, lang);
  const said = [
    role && role !== 'none' && words.figures.roles[role],
    project && !approval && say.alone(figureText(project.with), effectText(project)),
    project?.basis === 'rest' && say.rest,
    why,
  ].filter(Boolean);
  return (
    <li className={approval ? 'ticked' : undefined}>
      <label className="name">
        <input
          type="checkbox"
          checked={approval !== undefined}
          disabled={!approval && (impossible || excludedBy !== undefined)}
          aria-describedby={note}
          onChange={() => (approval ? change(withdrawn(scenario, feature)) : approve({}))}
        />
        <span>{name}</span>
      </label>
      {need?.wanted === 'amount' ? (
        <AmountInput
          name={name}
          won={amount}
          enter={(won) => {
            setAmount(feature, won);
            if (approval) approve({ amount: won });
          }}
        />
      ) : (
        project && <b className="amount">{amountText(project.amount, project.basis === 'case', words)}</b>
      )}
      <p id={note} className="hint">
        {said.join(' · ')}
      </p>
      {approval && (
        <div className="supposed-of">
          {(role === 'unknown' || approval.in !== undefined) && (
            <label>
              <span className="unseen">{say.whether(name)}</span>
              <select
                value={approval.in === undefined ? 'unknown' : approval.in ? 'in' : 'out'}
                onChange={({ target: { value } }) =>
                  approve({ in: value === 'unknown' ? undefined : value === 'in' })
                }
              >
                {(['unknown', 'in', 'out'] as const).map((side) => (
                  <option key={side} value={side}>
                    {say.sides[side]}
                  </option>
                ))}
              </select>
            </label>
          )}
          <DayInput
            label={say.dayOf(name)}
            value={approval.day}
            min={plan.day}
            change={(on) => approve({ day: on })}
          />
        </div>
      )}
    </li>
  );

  function figureText(n: string): string {
    return quantityText(exactly(n), plan, words) ?? n;
  }

  // No more places than the figure has.
  function effectText({ effect, with: figure }: Project): string {
    const places = figure.split('.')[1]?.length ?? 0;
    return signedText(Number(effect).toFixed(places), plan, words);
  }
}

// A day takes effect when it is whole: while it is typed it is not.
function DayInput(props: { label: string; value: string; min: string; change: (day: string) => void }) {
  const { label, value, min, change } = props;
  return (
    <input
      type="date"
      aria-label={label}
      required
      value={value}
      min={min}
      max="2099-12-31"
      onChange={({ target }) => {
        if (isDay(target.value) && target.validity.valid) change(target.value);
      }}
    />
  );
}

// An amount takes effect when it is left, or with Enter.
function AmountInput(props: { name: string; won: number | undefined; enter: (won: number) => void }) {
  const { name, won, enter } = props;
  const { lang } = usePage();
  const say = scenarioWords[lang];
  const [text, setText] = useState(won === undefined ? '' : String(won / say.wonUnit));
  const typed = wonTyped(text, say.wonUnit);
  const settle = () => typed !== undefined && typed !== won && enter(typed);
  return (
    <label className="amount">
      <span className="unseen">{say.amountOf(name)}</span>
      <input
        inputMode="decimal"
        size={8}
        value={text}
        aria-invalid={text !== '' && typed === undefined}
        onChange={({ target }) => setText(target.value)}
        onBlur={settle}
        onKeyDown={({ key }) => key === 'Enter' && settle()}
      />
      <span aria-hidden="true">{say.amountUnit}</span>
    </label>
  );
}
