import type { Indicator } from '../api/figures';
import { classColors } from '../indicators';
import { usePage } from '../page';

interface Props {
  indicators: Indicator[];
  shown: Indicator | undefined;
}

/** The choice of the indicator that map and table show, and the key of its colours. */
export function Indicators({ indicators, shown }: Props) {
  const { go, words } = usePage();
  const choices = [
    ...indicators.map(({ id, title }) => ({ id, title })),
    { id: '', title: words.explore.noIndicator },
  ];
  return (
    <section className="indicators">
      <fieldset>
        <legend>{words.explore.colorBy}</legend>
        {choices.map(({ id, title }) => (
          <label key={id}>
            <input
              type="radio"
              name="indicator"
              checked={id === (shown?.id ?? '')}
              onChange={() => go({ indicator: id }, 'replace')}
            />
            <span>{title}</span>
          </label>
        ))}
      </fieldset>
      {shown && <ColorKey shown={shown} />}
    </section>
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
