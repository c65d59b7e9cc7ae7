import { useLayoutEffect, useRef, useState } from 'react';
import type { PlayedScenario, Scenario, Takes } from '../api/scenarios';
import type { Area } from '../areas';
import { Icon } from '../Icon';
import { usePage } from '../page';
import { scenarioWords } from '../text/scenario';
import { ScenarioStepForm } from './ScenarioStepForm';
import {
  type Flaw,
  flawsAt,
  type Step,
  type StepKind,
  stepKinds,
  type Typed,
  typedOf,
  withoutStep,
  withStep,
} from './steps';

interface Props {
  scenario: Scenario;
  takes: Takes;
  flaws: Flaw[];
  played: PlayedScenario | undefined;
  areas: Area[];
  /** What the amounts are called that the variant takes. */
  amount: string;
  /** Whether the indicator is a share, of which a project without a region may be on either side. */
  sided: boolean;
  /** The day that a new step begins with. */
  day: string;
  change: (scenario: Scenario) => void;
}

/** What a reader supposes beside known projects: projects made up, shifts between regions, and monthly rates. */
export function ScenarioSteps(props: Props) {
  const { scenario, takes, flaws, played, areas, amount, sided, day, change } = props;
  const { lang, words } = usePage();
  const say = scenarioWords[lang];
  const [opened, setOpened] = useState<StepKind>();
  const [edited, setEdited] = useState<string>();
  const [said, setSaid] = useState('');
  const section = useRef<HTMLElement>(null);
  // What takes the focus once the form or button that had it is gone.
  const next = useRef<string>(undefined);
  const focusOn = (name: string) => {
    next.current = name;
  };
  useLayoutEffect(() => {
    if (!next.current || document.activeElement !== document.body) return;
    section.current?.querySelector<HTMLElement>(`[data-step="${next.current}"]`)?.focus();
    next.current = undefined;
  });
  const nameOf = (code: string) => areas.find((a) => a.code === code)?.name[lang] ?? code;
  const kinds = stepKinds.filter((kind) => takes.steps.includes(kind));
  const form = { takes, areas, amount, sided };
  const blank: Record<StepKind, Typed> = {
    add: { day, ...(takes.amount === null && { count: '1' }) },
    shift: { day },
    per_month: { from: day, until: `${Number(day.slice(0, 4)) + 1}-12-31` },
  };
  const close = (kind: StepKind) => {
    setOpened(undefined);
    focusOn(kind);
  };

  const entry = (kind: StepKind, step: Step, at: number) => {
    const pointer = `/${kind}/${at}`;
    const own = flawsAt(flaws, pointer);
    const flawed = Object.keys(own).length > 0;
    const text = textOf(kind, step, pointer);
    const remove = () => {
      change(withoutStep(scenario, kind, at));
      setSaid(say.removed(text));
      setEdited(undefined);
      focusOn(kinds[0] ?? kind);
    };
    return (
      <li key={pointer}>
        <p className="step">
          <b className="mark">{say.mark}</b> {text}
        </p>
        {edited === pointer || flawed ? (
          <ScenarioStepForm
            // What it lacks is asked for anew.
            key={Object.keys(own).join()}
            kind={kind}
            initial={typedOf(step, words.won)}
            flaws={own}
            focus={edited === pointer}
            {...form}
            submit={say.keep}
            put={(changed) => {
              setEdited(undefined);
              change(withStep(scenario, kind, changed, at));
              focusOn(pointer);
            }}
            cancel={
              flawed
                ? undefined
                : () => {
                    setEdited(undefined);
                    focusOn(pointer);
                  }
            }
          />
        ) : (
          <button
            type="button"
            className="text-button"
            data-step={pointer}
            aria-label={say.editOf(text)}
            onClick={() => setEdited(pointer)}
          >
            {say.edit}
          </button>
        )}
        <button type="button" className="text-button" aria-label={say.removeOf(text)} onClick={remove}>
          {say.remove}
        </button>
      </li>
    );
  };
  return (
    <section ref={section} className="own-steps" aria-labelledby="scenario-own">
      <h3 id="scenario-own">{say.own}</h3>
      <p className="hint">{kinds.length > 0 ? say.ownHint : say.noOwn}</p>
      <ul>{stepKinds.flatMap((kind) => (scenario[kind] ?? []).map((step, at) => entry(kind, step, at)))}</ul>
      <p className="step-openers">
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            className="chip"
            data-step={kind}
            aria-expanded={opened === kind}
            onClick={() => setOpened(opened === kind ? undefined : kind)}
          >
            <Icon name="plus" /> {say.open[kind]}
          </button>
        ))}
      </p>
      {opened && kinds.includes(opened) && (
        <ScenarioStepForm
          key={opened}
          kind={opened}
          initial={blank[opened]}
          flaws={{}}
          focus
          {...form}
          submit={say.put}
          put={(step) => {
            change(withStep(scenario, opened, step));
            close(opened);
          }}
          cancel={() => close(opened)}
        />
      )}
      <p className="unseen" role="status">
        {said}
      </p>
    </section>
  );

  // A step in a line; what a percentage comes to is known once it has been played.
  function textOf(kind: StepKind, step: Step, pointer: string): string {
    const {
      name,
      amount: won,
      count,
      percent,
      region,
      day: on,
      from,
      to,
      until,
    } = step as Partial<Record<string, string | number>>;
    const area = region === undefined ? say.nowhere : nameOf(String(region));
    const date = (d: unknown) => words.date(String(d));
    const much =
      won !== undefined
        ? words.won(won)
        : takes.amount === null
          ? words.figures.cases(String(count ?? 1))
          : say.noAmount;
    if (kind === 'add') return say.steps.add(String(name), much, area, date(on));
    if (kind === 'per_month') return say.steps.per_month(much, area, date(from), date(until));
    const amount = played?.effects.find((e) => e.pointer === pointer)?.amount;
    const share =
      percent &&
      (amount ? say.percentIs(String(percent), words.wonNear(amount)) : say.percentOf(String(percent)));
    return say.steps.shift(nameOf(String(from)), nameOf(String(to)), share || much, date(on));
  }
}
