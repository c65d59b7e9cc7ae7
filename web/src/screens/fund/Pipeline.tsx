import type { Definition } from '../../api/definition';
import { type Indicator, useFigureParts } from '../../api/figures';
import type { Row } from '../../api/queries';
import { variantOf } from '../../indicators';
import { entryOf } from '../../map/legend';
import { usePage } from '../../page';
import { Skeleton } from '../../panels/Skeleton';
import { isMoney } from '../../text/format';
import { fundWords } from '../../text/fund';
import type { Base } from '../../useData';
import { lagsOf, type Sum, stepsOf, sumOf } from './pipeline';

interface Props {
  base: Base;
  layer: Definition;
  rows: Row[];
  /** The indicator whose counting decides which amounts are added. */
  share: Indicator;
}

/** How many features have reached each stage, by the kinds of the legend, with the amounts that count. */
export function Pipeline({ base, layer, rows, share }: Props) {
  const { view, lang, words, theme } = usePage();
  const say = fundWords[lang];
  const counted = useFigureParts(share.id, { variant: variantOf(share, view) }, base.moment, lang).data;
  const kinds = base.entries.filter((e) => e.layer.id === layer.id);
  const steps = stepsOf(layer, rows);
  const lags = lagsOf(layer, rows);
  const most = Math.max(1, ...steps.map((s) => s.reached.length));
  const title = (id: string) => layer.stages?.find((s) => s.id === id)?.title[lang] ?? id;
  return (
    <section className="card list pipeline" aria-labelledby="pipeline">
      <header>
        <h2 id="pipeline">{say.pipeline}</h2>
        <ul className="kinds" aria-label={say.kinds}>
          {kinds.map(({ key, rule }) => (
            <li key={key}>
              <i style={{ background: rule.color[theme], opacity: rule.off ? 0.45 : 1 }} />
              {rule.title[lang]}
            </li>
          ))}
        </ul>
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">{say.stage}</th>
            <th scope="col">{say.reached}</th>
            <th scope="col" className="count">
              {say.current}
            </th>
            <th scope="col" className="count">
              {say.counted}
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => {
            const sum = counted && sumOf(step.reached, counted.parts);
            return (
              <tr key={step.id}>
                <th scope="row">{title(step.id)}</th>
                <td className="with-bar">
                  <b>{words.number(step.reached.length)}</b>
                  <span className="stack" aria-hidden="true">
                    {kinds.map(({ key, rule }) => {
                      const part = step.reached.filter(
                        (row) => entryOf(kinds, layer.id, row.properties)?.key === key,
                      ).length;
                      return (
                        part > 0 && (
                          <i
                            key={key}
                            style={{
                              width: `${(100 * part) / most}%`,
                              background: rule.color[theme],
                              opacity: rule.off ? 0.45 : 1,
                            }}
                          />
                        )
                      );
                    })}
                  </span>
                </td>
                <td className="count light">{words.number(step.current)}</td>
                <td className="count">
                  {counted ? sum ? sumText(sum, counted.unit[lang]) : '–' : <Skeleton />}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="hint">
        {say.pipelineHint} {say.countedHint(share.title)}
      </p>
      <h3>{say.lags}</h3>
      {lags.length === 0 ? (
        <p className="empty">{say.noLags}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{say.lag}</th>
              <th scope="col" className="count">
                {say.median}
              </th>
              <th scope="col" className="count">
                {say.range}
              </th>
              <th scope="col" className="count">
                {say.ofCount}
              </th>
            </tr>
          </thead>
          <tbody>
            {lags.map((lag) => (
              <tr key={`${lag.from} ${lag.to}`}>
                <th scope="row">
                  {title(lag.from)} → {title(lag.to)}
                </th>
                <td className="count">{say.days(lag.median)}</td>
                <td className="count light">{say.dayRange(lag.least, lag.most)}</td>
                <td className="count light">{words.number(lag.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );

  function sumText({ low, high }: Sum, unit: string): string {
    const said = (n: bigint) =>
      isMoney(unit) ? words.won(String(n)) : words.figures.quantity(words.number(Number(n)), unit);
    if (high === null) return say.atLeast(said(low));
    return low === high ? said(low) : `${said(low)} – ${said(high)}`;
  }
}
