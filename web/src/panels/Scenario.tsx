import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { ProblemError } from '../api/client';
import { useFailures } from '../api/failures';
import { type PlanQuestion, usePlan } from '../api/scenarios';
import { Icon } from '../Icon';
import { PageContext, usePage } from '../page';
import { failureWords } from '../text/failures';
import { scenarioWords } from '../text/scenario';
import type { Base } from '../useData';
import { formatView } from '../view';
import { reasonFor } from './Problem';
import { ScenarioPlan } from './ScenarioPlan';
import { ScenarioProjects } from './ScenarioProjects';
import { Outcome, ScenarioResult } from './ScenarioResult';
import { ScenarioSteps } from './ScenarioSteps';
import { Skeleton } from './Skeleton';
import { assumedIn, planned, withoutFlawed } from './scenario';
import type { Flaw } from './steps';
import { useScenario } from './useScenario';
import { VariantChoice } from './Variants';
import './scenario.css';

/** What would be if projects were approved, added, shifted or came at a rate: the scenario that the address holds, to look at and change. */
export default function ScenarioDrawer({ base }: { base: Base }) {
  const page = usePage();
  const { go, lang, choose } = page;
  const say = scenarioWords[lang];
  const { token, played, scenario, settled, flaws, held, busy, suppose, undo, retry, ...state } =
    useScenario(base);
  const close = () => go({ scenario: undefined });
  const dialog = useModal();

  const indicator = base.indicators.find((i) => i.id === scenario?.indicator);
  const measured = settled?.takes.amount ?? undefined;
  const layer = base.definitions.find((d) => d.id === indicator?.layer);
  const amount = layer?.schema[measured ?? '']?.title[lang] ?? say.amount;
  // What is assumed of projects, by what their amounts stand for, as an amount of one kind says nothing of another.
  const [amounts, setAmounts] = useState<Record<string, Record<string, number>>>({});
  const [aim, setAim] = useState<Pick<PlanQuestion, 'objective' | 'bound'>>({
    objective: 'fewest',
    bound: 'low',
  });
  const [day, setDay] = useState(base.today);
  const assumed = {
    ...(measured !== undefined && amounts[measured]),
    ...(settled && measured !== undefined && assumedIn(settled.scenario)),
  };
  const plan = usePlan(
    settled && indicator?.links.some((l) => l.rel === 'plan')
      ? {
          indicator: settled.scenario.indicator,
          variant: settled.scenario.variant,
          edition: settled.scenario.edition,
          at: base.today,
          ...aim,
          assume: assumed,
        }
      : undefined,
  );
  // What is chosen in the evidence of a number lies on the page beneath.
  const inner = useMemo<typeof page>(
    () => ({
      ...page,
      choose: (ref) => {
        go({ scenario: undefined });
        choose(ref);
      },
    }),
    [page, go, choose],
  );
  const error = state.error ?? plan.error;
  const failures = useFailures();
  // What is refused would be refused again.
  const refused = error instanceof ProblemError && error.status < 500;
  const again = retry ?? (refused ? undefined : failures.retry);
  const variant = flaws.find((f) => f.pointer === '/variant')?.wrong;
  return (
    <PageContext value={inner}>
      <dialog
        ref={dialog}
        className="scenario modal"
        aria-labelledby="scenario-title"
        onCancel={(event) => {
          // That of a dialog over it comes here as well.
          if (event.target !== event.currentTarget) return;
          event.preventDefault();
          close();
        }}
      >
        <header>
          <div>
            <p>
              <b className="mark">{say.mark}</b> {played?.note[lang]}
            </p>
            <h2 id="scenario-title">{played && say.title(played.title[lang])}</h2>
          </div>
          <Actions token={token} held={held} undo={undo} close={close} />
        </header>
        {error && (
          <p className="problem" role="alert">
            <b>{say.failed}</b> {reasonFor(error, failureWords[lang])}{' '}
            <button type="button" className="text-button" onClick={again ?? close}>
              {again ? say.again : say.close}
            </button>
          </p>
        )}
        {!played && !error && <Skeleton />}
        {played && <Outcome played={played} busy={busy} held={held} />}
        {scenario && flaws.length > 0 && (
          <Held
            flaws={flaws}
            leaveOut={variant ? undefined : () => suppose(withoutFlawed(scenario, flaws))}
          />
        )}
        <div className="scenario-body">
          <div>
            {scenario && indicator && (
              <div>
                <VariantChoice
                  indicator={indicator}
                  id={scenario.variant ?? ''}
                  choose={(id) => suppose({ ...scenario, variant: id })}
                />
                {variant && (
                  <p className="wrong">
                    {typeof variant === 'string' ? say.wrong[variant]('') : variant.said}
                  </p>
                )}
              </div>
            )}
            {played && <ScenarioResult played={played} indicator={indicator} busy={busy} held={held} />}
          </div>
          {scenario && settled && (
            <div>
              {plan.data && (
                <ScenarioPlan
                  plan={plan.data}
                  aim={aim}
                  setAim={setAim}
                  take={() => suppose(planned(scenario, plan.data, day, assumed))}
                />
              )}
              <ScenarioSteps
                scenario={scenario}
                takes={settled.takes}
                flaws={flaws}
                played={played}
                areas={base.areas}
                amount={amount}
                sided={indicator?.kind === 'share'}
                day={day}
                change={suppose}
              />
              {plan.data && (
                <ScenarioProjects
                  plan={plan.data}
                  scenario={scenario}
                  flaws={flaws}
                  played={played}
                  amount={amount}
                  day={day}
                  setDay={setDay}
                  amounts={assumed}
                  setAmount={(feature, won) =>
                    measured !== undefined &&
                    setAmounts((all) => ({ ...all, [measured]: { ...all[measured], [feature]: won } }))
                  }
                  change={suppose}
                />
              )}
            </div>
          )}
        </div>
      </dialog>
    </PageContext>
  );
}

// What to do with a scenario that is held; what no field of the drawer is about is said here.
function Held({ flaws, leaveOut }: { flaws: Flaw[]; leaveOut: (() => void) | undefined }) {
  const { lang } = usePage();
  const say = scenarioWords[lang];
  const elsewhere = flaws.filter((f) => !/^\/(variant$|(approve|add|shift|per_month)\/\d)/.test(f.pointer));
  const toField = ({ currentTarget }: React.MouseEvent) =>
    currentTarget.closest('dialog')?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  return (
    <div className="held">
      {elsewhere.map(({ pointer, wrong }) => (
        <p key={pointer} className="wrong">
          {typeof wrong === 'string' ? say.wrong[wrong]('') : wrong.said}
        </p>
      ))}
      <button type="button" className="text-button" onClick={toField}>
        {say.toField}
      </button>
      {leaveOut && (
        <button type="button" className="text-button" onClick={leaveOut}>
          {say.leaveOut}
        </button>
      )}
    </div>
  );
}

interface ActionsProps {
  token: string;
  /** The address does not hold what is supposed by now. */
  held: boolean;
  undo: (() => void) | undefined;
  close: () => void;
}

function Actions({ token, held, undo, close }: ActionsProps) {
  const { lang, words } = usePage();
  const say = scenarioWords[lang];
  const [said, setSaid] = useState('');
  const copy = () =>
    navigator.clipboard.writeText(`${location.origin}/${formatView({ scenario: token, lang })}`).then(
      () => setSaid(words.copied),
      () => setSaid(words.copyFailed),
    );
  const actions = [
    ['undo', say.undo, undo],
    ['link', held ? say.copyHeld : say.copy, held ? undefined : copy],
    ['print', words.print, () => print()],
    ['close', say.close, close],
  ] as const;
  return (
    <div className="scenario-actions">
      {actions.map(([icon, title, act]) => (
        <button
          key={icon}
          type="button"
          className="icon-button"
          aria-label={title}
          title={title}
          disabled={!act}
          onClick={act}
        >
          <Icon name={icon} />
        </button>
      ))}
      <span className="said" role="status" onAnimationEnd={() => setSaid('')}>
        {said}
      </span>
    </div>
  );
}

// Opens a dialog over the page for as long as it is there.
function useModal() {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Before the element is gone, so that the focus goes back to what opened it.
    return () => element?.close();
  }, []);
  return dialog;
}
