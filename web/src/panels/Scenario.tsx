import { useMutation } from '@tanstack/react-query';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type PlanQuestion, type Scenario, usePlan, usePlay, usePlayed } from '../api/scenarios';
import { Icon } from '../Icon';
import { PageContext, usePage } from '../page';
import { scenarioWords } from '../text/scenario';
import type { Base } from '../useData';
import { formatView } from '../view';
import { ScenarioPlan } from './ScenarioPlan';
import { ScenarioProjects } from './ScenarioProjects';
import { Outcome, ScenarioResult } from './ScenarioResult';
import { assumedIn, planned } from './scenario';
import { VariantChoice } from './Variants';
import './scenario.css';

/** What would be if projects of the pipeline were approved: the scenario that the address holds, to look at and change. */
export default function ScenarioDrawer({ base }: { base: Base }) {
  const page = usePage();
  const { view, go, lang, choose } = page;
  const say = scenarioWords[lang];
  const token = view.scenario ?? '';
  const played = usePlayed(token);
  const play = usePlay();
  const [earlier, setEarlier] = useState<string[]>([]);
  const change = useMutation({ mutationFn: play });
  // Of changes made in haste only the last one counts, and none once the drawer is closed.
  const suppose = (scenario: Scenario) =>
    change.mutate(scenario, {
      onSuccess: (next) => {
        if (next.token === token) return;
        setEarlier((tokens) => [...tokens, token]);
        go({ scenario: next.token }, 'replace');
      },
    });
  const undo = () => {
    go({ scenario: earlier.at(-1) }, 'replace');
    setEarlier((tokens) => tokens.slice(0, -1));
  };
  const close = () => go({ scenario: undefined });
  const dialog = useModal();

  // What is being worked out is shown as it will be.
  const scenario = change.isPending ? change.variables : played.data?.scenario;
  const indicator = base.indicators.find((i) => i.id === scenario?.indicator);
  const [amounts, setAmounts] = useState<Record<string, number>>({});
  const [aim, setAim] = useState<Pick<PlanQuestion, 'objective' | 'bound'>>({
    objective: 'fewest',
    bound: 'low',
  });
  const [day, setDay] = useState(base.today);
  const assumed = scenario ? { ...amounts, ...assumedIn(scenario) } : amounts;
  const plan = usePlan(
    scenario && {
      indicator: scenario.indicator,
      variant: scenario.variant,
      edition: scenario.edition,
      at: base.today,
      ...aim,
      assume: assumed,
    },
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
  const error = change.error ?? played.error ?? plan.error;
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
              <b className="mark">{say.mark}</b> {played.data?.note[lang]}
            </p>
            <h2 id="scenario-title">{played.data && say.title(played.data.title[lang])}</h2>
          </div>
          <Actions token={token} undo={earlier.length > 0 ? undo : undefined} close={close} />
        </header>
        {error && (
          <p className="problem" role="alert">
            <b>{say.failed}</b> {error.message}
          </p>
        )}
        {!played.data && !error && <span className="skeleton" />}
        {played.data && <Outcome played={played.data} busy={change.isPending} />}
        <div className="scenario-body">
          <div>
            {scenario && indicator && (
              <VariantChoice
                indicator={indicator}
                id={scenario.variant ?? ''}
                choose={(variant) => suppose({ ...scenario, variant })}
              />
            )}
            {played.data && (
              <ScenarioResult played={played.data} indicator={indicator} busy={change.isPending} />
            )}
          </div>
          {scenario && plan.data && (
            <div>
              <ScenarioPlan
                plan={plan.data}
                aim={aim}
                setAim={setAim}
                take={() => suppose(planned(scenario, plan.data, day, assumed))}
              />
              <ScenarioProjects
                plan={plan.data}
                scenario={scenario}
                played={played.data}
                day={day}
                setDay={setDay}
                amounts={assumed}
                setAmount={(feature, won) => setAmounts((all) => ({ ...all, [feature]: won }))}
                change={suppose}
              />
            </div>
          )}
        </div>
      </dialog>
    </PageContext>
  );
}

function Actions(props: { token: string; undo: (() => void) | undefined; close: () => void }) {
  const { token, undo, close } = props;
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
    ['link', say.copy, copy],
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
