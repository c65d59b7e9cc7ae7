import { useState } from 'react';
import { usePage } from '../../page';
import { dataWords } from '../../text/data';

interface Props {
  /** What it is, for the name of the button. */
  name: string;
  text: string;
  /** Whether lines are broken to fit, which a program must not be. */
  wrap?: boolean;
}

/** A text to copy, with the button that does. */
export function Copy({ name, text, wrap = false }: Props) {
  const { lang } = usePage();
  const say = dataWords[lang];
  const [said, setSaid] = useState('');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid(say.copied),
      () => setSaid(say.copyFailed),
    );
  return (
    <div className="copy">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={wrap ? 'wrap' : undefined} tabIndex={0}>
        {text}
      </pre>
      <button type="button" className="text-button" aria-label={say.copyOf(name)} onClick={copy}>
        {say.copy}
      </button>
      <span role="status">{said}</span>
    </div>
  );
}
