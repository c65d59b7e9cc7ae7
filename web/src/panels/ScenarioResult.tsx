import type { Indicator, Value } from '../api/figures';
import type { PlayedScenario } from '../api/scenarios';
import { usePage } from '../page';
import { scenarioWords } from '../text/scenario';
import { FigureButton } from './FigureButton';
import { exactly, quantityText } from './figure';
import { Met } from './Standing';
import { changeText, isSupposing } from './scenario';

interface Props {
  played: PlayedScenario;
  indicator: Indicator | undefined;
  busy: boolean;
  /** Something is supposed that is not worked out yet. */
  held: boolean;
}

/** What a scenario comes to, in a sentence. */
export function Outcome({ played, busy, held }: Pick<Props, 'played' | 'busy' | 'held'>) {
  const { lang, words } = usePage();
  const say = scenarioWords[lang];
  const nation = played.figures[0];
  if (!nation) return null;
  const said = (f: typeof nation.before | typeof nation.after) =>
    quantityText(f, nation.before, words) ?? f.not_computable?.[lang] ?? '–';
  const [before, after] = [said(nation.before), said(nation.after)];
  const text = !isSupposing(played.scenario)
    ? say.nothing
    : before === after
      ? say.same(after)
      : say.share(before, after);
  const { target } = nation.after;
  return (
    <p className="outcome" role="status">
      {busy ? say.busy : held ? say.held : text} {!busy && !held && target && <Met met={target.met} />}
    </p>
  );
}

/** The figures before and after, of the nation and by region, and from when on the target is reached. */
export function ScenarioResult({ played, indicator, busy, held }: Props) {
  const { lang, words } = usePage();
  const say = scenarioWords[lang];
  const { figures, scenario, target, assumptions } = played;
  const nation = figures[0];
  if (!nation) return null;
  const supposing = isSupposing(scenario);
  const goal = nation.after.target?.at_least;
  const ends = figures.flatMap((f) => [f.before.high ?? f.before.value, f.after.high ?? f.after.value]);
  const most = Math.max(Number(goal ?? 0), ...ends.map((n) => Number(n ?? 0))) || 1;
  return (
    <section
      className={busy ? 'played busy' : held ? 'played behind' : 'played'}
      aria-labelledby="scenario-result"
    >
      <h3 id="scenario-result">
        {say.result} <small>{say.onDay(words.date(nation.after.day))}</small>
      </h3>
      {held && <p className="wrong">{say.heldResult}</p>}
      <table>
        <thead>
          <tr>
            <th scope="col">{say.area}</th>
            <th scope="col">
              <span className="unseen">{words.figures.value}</span>
            </th>
            <th scope="col" className="count">
              {say.before}
            </th>
            {supposing && (
              <>
                <th scope="col" className="count supposed">
                  {say.after}
                </th>
                <th scope="col" className="count">
                  {say.change}
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {figures.map((f) => {
            const where = f.area?.[lang] ?? say.nation;
            const real = quantityText(f.before, f.before, words) ?? '–';
            return (
              <tr key={f.region ?? ''}>
                <th scope="row">{where}</th>
                <td className="spans">
                  <Spans
                    before={f.before}
                    after={supposing ? f.after : undefined}
                    most={most}
                    goal={f.region ? undefined : goal}
                  />
                </td>
                <td className="count">
                  {indicator ? (
                    <FigureButton
                      indicator={indicator}
                      figure={{ ...f.before, links: [] }}
                      where={f.region ? where : undefined}
                    >
                      {real}
                    </FigureButton>
                  ) : (
                    real
                  )}
                </td>
                {supposing && (
                  <>
                    <td className="count supposed">{quantityText(f.after, f.after, words) ?? '–'}</td>
                    <td className="count">{changeText(f.before, f.after, f.before, words)}</td>
                  </>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      {target && (
        <dl className="since">
          <dt>
            {say.since}{' '}
            <small>
              {words.figures.goalLine(quantityText(exactly(target.at_least), nation.before, words) ?? '')} ·{' '}
              {say.until(words.date(target.until))}
            </small>
          </dt>
          {(['for_certain', 'possibly'] as const).map((how) => (
            <dd key={how}>
              {how === 'for_certain' ? say.certain : say.possible}: {day(target.before[how])}
              {supposing && (
                <>
                  {' → '}
                  <b className="supposed">{day(target.after[how])}</b>
                </>
              )}
            </dd>
          ))}
        </dl>
      )}
      {assumptions.length > 0 && (
        <>
          <h4>{say.assumptions}</h4>
          <ul className="assumed">
            {assumptions.map((a) => (
              <li key={a.en}>{a[lang]}</li>
            ))}
          </ul>
        </>
      )}
      <p className="hint">{say.uncited}</p>
    </section>
  );

  function day(on: string | null): string {
    return on ? words.date(on) : say.never;
  }
}

interface SpansProps {
  before: Value;
  after: Value | undefined;
  /** What the whole width stands for. */
  most: number;
  goal: string | undefined;
}

// Where a value lies before, and below it after; the numbers stand beside.
function Spans({ before, after, most, goal }: SpansProps) {
  const percent = (n: string | null) => Math.min(100, (100 * Number(n ?? 0)) / most);
  const span = ({ value, low, high }: Value) => {
    const [from, to] = [percent(low ?? value), percent(high ?? value)];
    return { left: `${from}%`, width: `max(3px, ${to - from}%)` };
  };
  return (
    <span className="spans" aria-hidden="true">
      <i style={span(before)} />
      {after && <b style={span(after)} />}
      {goal && <u style={{ left: `${percent(goal)}%` }} />}
    </span>
  );
}
