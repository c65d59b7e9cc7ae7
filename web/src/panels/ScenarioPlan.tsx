import type { Plan, PlanQuestion } from '../api/scenarios';
import { usePage } from '../page';
import { scenarioWords } from '../text/scenario';
import { exactly, quantityText } from './figure';
import { signedText } from './scenario';

type Aim = Pick<PlanQuestion, 'objective' | 'bound'>;

interface Props {
  plan: Plan;
  aim: Aim;
  setAim: (aim: Aim) => void;
  /** Supposes what the plan chose. */
  take: () => void;
}

const objectives = ['fewest', 'amount'] as const;
const bounds = ['low', 'value', 'high'] as const;

/** The smallest set of known projects that brings the indicator to its target, and whether that is proven. */
export function ScenarioPlan({ plan, aim, setAim, take }: Props) {
  const { lang, words } = usePage();
  const say = scenarioWords[lang];
  const target = plan.target as { at_least?: string } | undefined;
  const goal = target?.at_least && quantityText(exactly(target.at_least), plan, words);
  const chosen = plan.projects.filter((p) => p.chosen);
  return (
    <section className="least" aria-labelledby="scenario-plan">
      <h3 id="scenario-plan">{say.plan}</h3>
      <p className="hint">{say.planAbout(goal || '–')}</p>
      {plan.not_computable ? (
        <p className="empty">{plan.not_computable[lang]}</p>
      ) : (
        <>
          <div className="aim">
            <fieldset className="segments">
              <legend className="unseen">{say.objective}</legend>
              {objectives.map((objective) => (
                <label key={objective}>
                  <input
                    type="radio"
                    name="objective"
                    checked={aim.objective === objective}
                    onChange={() => setAim({ ...aim, objective })}
                  />
                  <span>{say.objectives[objective]}</span>
                </label>
              ))}
            </fieldset>
            <label className="chip">
              <span>{say.bound}</span>
              <select
                value={aim.bound}
                onChange={({ target: { value } }) =>
                  setAim({ ...aim, bound: bounds.find((b) => b === value) ?? 'low' })
                }
              >
                {bounds.map((bound) => (
                  <option key={bound} value={bound}>
                    {say.bounds[bound]}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <p className="found-plan">
            <b>{outcomeOf(plan, words)}</b> {proofOf(plan, say)}
          </p>
          {chosen.length > 0 && (
            <ul className="chosen">
              {chosen.map((p) => (
                <li key={p.feature}>
                  {p.name[lang]} <small>{amountText(p.amount, p.basis === 'case', words)}</small>
                </li>
              ))}
            </ul>
          )}
          {chosen.length > 0 && (
            <button type="button" className="take" onClick={take}>
              {say.take}
            </button>
          )}
          {plan.assumptions.length > 0 && (
            <details>
              <summary>{say.assumptions}</summary>
              <ul className="assumed">
                {plan.assumptions.map((a) => (
                  <li key={a.en}>{a[lang]}</li>
                ))}
              </ul>
            </details>
          )}
          <Counted plan={plan} />
        </>
      )}
    </section>
  );
}

// What each thing that counts already does to the figure.
function Counted({ plan }: { plan: Plan }) {
  const { lang, words } = usePage();
  const say = scenarioWords[lang];
  if (plan.counted.length === 0) return null;
  return (
    <details>
      <summary>{say.marginal}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.figures.entry}</th>
            <th scope="col" className="count">
              {say.without}
            </th>
            <th scope="col" className="count">
              {say.effect}
            </th>
          </tr>
        </thead>
        <tbody>
          {plan.counted.map((c) => (
            <tr key={c.feature}>
              <th scope="row">{c.name[lang]}</th>
              <td className="count">
                {c.without === null ? '–' : quantityText(exactly(c.without), plan, words)}
              </td>
              <td className="count">{c.effect === null ? '–' : signedText(c.effect, plan, words)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** An amount of won, or so many cases. */
export function amountText(
  amount: string,
  cases: boolean,
  words: ReturnType<typeof usePage>['words'],
): string {
  return cases ? words.figures.cases(amount) : words.won(amount);
}

function outcomeOf(plan: Plan, words: ReturnType<typeof usePage>['words']): string {
  const { status } = scenarioWords[words.lang];
  const cases = plan.projects.some((p) => p.basis === 'case');
  const after = plan.after === undefined ? '–' : (quantityText(exactly(plan.after), plan, words) ?? '–');
  if (plan.status === 'reached') return status.reached;
  if (plan.status === 'reachable')
    return status.reachable(
      words.number(plan.chosen.length),
      amountText(plan.amount ?? '0', cases, words),
      after,
    );
  if (plan.status === 'unreachable') {
    const missing = plan.missing_after;
    if (plan.chosen.length === 0 || missing === null) return status.unreachableFlat;
    return status.unreachable(after, amountText(missing, cases, words));
  }
  return status.open;
}

function proofOf(plan: Plan, say: (typeof scenarioWords)['ko']): string {
  if (plan.status === 'reached') return '';
  if (!plan.proven) return say.unproven;
  return plan.status === 'unreachable' ? say.provenNone : say.proven;
}
