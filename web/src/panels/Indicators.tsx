import type { Indicator } from '../api/figures';
import { classColors, leading } from '../indicators';
import { usePage } from '../page';

interface Props {
  indicators: Indicator[];
  shown: Indicator | undefined;
}

/**
 * The choice of the indicator that map and table show, and the key of its colours. Those that lead the page and the one
 * chosen are at hand; the others are folded, so that the legend stays in sight.
 */
export function Indicators({ indicators, shown }: Props) {
  const { words } = usePage();
  const atHand = leading(indicators);
  if (shown && !atHand.includes(shown)) atHand.push(shown);
  const folded = indicators.filter((indicator) => !atHand.includes(indicator));
  return (
    <section className="indicators">
      <fieldset>
        <legend>{words.explore.colorBy}</legend>
        {atHand.map(({ id, title }) => (
          <Choice key={id} id={id} title={title} shown={shown} />
        ))}
        <Choice id="" title={words.explore.noIndicator} shown={shown} />
        {folded.length > 0 && (
          <details>
            <summary>{words.explore.otherIndicators(folded.length)}</summary>
            {folded.map(({ id, title }) => (
              <Choice key={id} id={id} title={title} shown={shown} />
            ))}
          </details>
        )}
      </fieldset>
      {shown && <ColorKey shown={shown} />}
    </section>
  );
}

function Choice({ id, title, shown }: { id: string; title: string; shown: Indicator | undefined }) {
  const { go } = usePage();
  return (
    <label>
      <input
        type="radio"
        name="indicator"
        checked={id === (shown?.id ?? '')}
        onChange={() => go({ indicator: id }, 'replace')}
      />
      <span>{title}</span>
    </label>
  );
}

/** What the colours of an indicator stand for; of one without classes, that its numbers are written out. */
export function ColorKey({ shown }: { shown: Indicator }) {
  const { words, theme } = usePage();
  if (!shown.classes) return <p className="hint">{words.explore.counted(shown.unit)}</p>;
  return (
    <div className="color-key">
      <p>
        {words.explore.measured(shown)} {shown.unit}
      </p>
      <ol>
        {classColors[theme].map((color, i) => (
          <li key={color}>
            <i style={{ background: color }} />
            {shown.classes?.[i] && <span>{shown.classes[i]}</span>}
          </li>
        ))}
      </ol>
      <p>
        <i className="hatched" />
        {words.explore.noData}
      </p>
    </div>
  );
}
