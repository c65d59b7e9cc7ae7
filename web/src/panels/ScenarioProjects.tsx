import { useId, useRef, useState } from 'react';
import type { Plan, PlayedScenario, Project, Scenario } from '../api/scenarios';
import { usePage } from '../page';
import { readWon } from '../text/amount';
import { scenarioWords } from '../text/scenario';
import { isDay } from '../view';
import { exactly, quantityText } from './figure';
import { AmountField } from './ScenarioFields';
import { amountText } from './ScenarioPlan';
import { approved, type Open, openProjects, signedText, withdrawn } from './scenario';
import { type Flaw, flawsAt } from './steps';

interface Props {
  plan: Plan;
  scenario: Scenario;
  flaws: Flaw[];
  /** What the service made of it, as far as it has answered. */
  played: PlayedScenario | undefined;
  /** What the amounts are called that the variant takes. */
  amount: string;
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
  const all = openProjects(rest.plan, rest.scenario, rest.played?.effects ?? []);
  const known = all.filter((o) => !o.need);
  const lacking = all.filter((o) => o.need);
  // What is said above the list need not be said of each.
  const reasons = lacking.map((o) => o.need?.wanted === 'amount' && o.need.reason?.[lang]);
  const common = reasons.find((reason, i) => reason && reasons.indexOf(reason) !== i);
  const names = new Map(all.map((o) => [o.feature, o.name[lang]]));
  const item = (open: Open) => (
    <Item key={open.feature} open={open} names={names} common={common} day={day} {...rest} />
  );
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
          <p className="hint">{say.amountHint(rest.amount)}</p>
          <ul>{lacking.map(item)}</ul>
        </details>
      )}
    </section>
  );
}

type ItemProps = Omit<Props, 'setDay'> & {
  open: Open;
  names: Map<string, string>;
  /** A reason that is not said again. */
  common: string | false | undefined;
};

function Item(props: ItemProps) {
  const { open, names, common, day, plan, scenario, flaws, played, amounts, setAmount, change } = props;
  const { lang, words } = usePage();
  const say = scenarioWords[lang];
  const note = useId();
  const { feature, project, need, approval, excludedBy } = open;
  const name = open.name[lang];
  const asked = need?.wanted === 'amount';
  const amount = asked ? amounts[feature] : undefined;
  const row = useRef<HTMLLIElement>(null);
  const at = scenario.approve?.findIndex((a) => a.feature === feature) ?? -1;
  const flawed = at < 0 ? {} : flawsAt(flaws, `/approve/${at}`);
  const { amount: lacking, ...others } = flawed;
  const role = played?.effects.find((e) => e.feature === feature)?.role ?? project?.role;
  const approve = (over: { day?: string; amount?: number; in?: boolean | undefined }) => {
    const { in: side, ...next } = { feature, day, ...(amount ? { amount } : {}), ...approval, ...over };
    change(approved(scenario, side === undefined ? next : { ...next, in: side }));
  };
  const why =
    excludedBy && !approval ? say.excluded(names.get(excludedBy) ?? excludedBy) : need?.reason?.[lang];
  const said = [
    role && role !== 'none' && words.figures.roles[role],
    project && !approval && say.alone(figureText(project.with), effectText(project)),
    project?.basis === 'rest' && say.rest,
    why !== common && why,
  ].filter(Boolean);
  return (
    <li ref={row} className={approval ? 'ticked' : undefined}>
      <label className="name">
        <input
          type="checkbox"
          checked={approval !== undefined}
          disabled={!approval && (need?.wanted === 'nothing' || excludedBy !== undefined)}
          aria-describedby={note}
          onChange={() => {
            if (approval) return change(withdrawn(scenario, feature));
            approve({});
            if (asked && amount === undefined)
              row.current?.querySelector<HTMLElement>('.amount input')?.focus();
          }}
        />
        <span>{name}</span>
      </label>
      {asked || lacking ? (
        <AmountInput
          label={say.amountOf(name)}
          won={amount}
          flaw={lacking}
          enter={(won) => {
            setAmount(feature, won);
            if (approval) approve({ amount: won });
          }}
        />
      ) : (
        project && <b className="amount">{amountText(project.amount, project.basis === 'case', words)}</b>
      )}
      {Object.entries(others).map(([member, wrong]) => (
        <p key={member} className="wrong">
          {typeof wrong === 'string' ? say.wrong[wrong]('') : wrong.said}
        </p>
      ))}
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
function AmountInput(props: {
  label: string;
  won: number | undefined;
  flaw: Flaw['wrong'] | undefined;
  enter: (won: number) => void;
}) {
  const { label, won, flaw, enter } = props;
  const { lang, words } = usePage();
  const say = scenarioWords[lang];
  const [text, setText] = useState(won === undefined ? '' : words.won(won));
  const [left, setLeft] = useState(false);
  const [known, setKnown] = useState(won);
  const read = readWon(text);
  // Undone, or asked of another variant.
  if (won !== known) {
    setKnown(won);
    if (won !== read) setText(won === undefined ? '' : words.won(won));
  }
  const wrong = typeof read === 'string' && (text === '' ? flaw : left && read);
  const settle = () => {
    setLeft(true);
    if (typeof read === 'number' && read !== won) enter(read);
  };
  return (
    <AmountField
      className="amount"
      example={false}
      label={label}
      value={text}
      change={setText}
      settle={settle}
      error={wrong ? (typeof wrong === 'string' ? say.wrong[wrong](text) : wrong.said) : undefined}
    />
  );
}
