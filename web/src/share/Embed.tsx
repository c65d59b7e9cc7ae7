import { useQuery } from '@tanstack/react-query';
import { useId, useLayoutEffect, useRef, useState } from 'react';
import type { Moment } from '../api/queries';
import { Icon } from '../Icon';
import { usePage } from '../page';
import { shareWords } from '../text/share';
import { formatView } from '../view';
import { frameCode, framersOf } from './text';
import './share.css';

interface Props {
  moment: Moment;
  onClose: () => void;
}

const [least, usual, most] = [320, 720, 2000] as const;

/** The code that puts the view on another site, and which sites may have it. */
export default function Embed({ moment, onClose }: Props) {
  const { view, lang, words } = usePage();
  const say = shareWords[lang];
  const dialog = useRef<HTMLDialogElement>(null);
  const code = useRef<HTMLTextAreaElement>(null);
  const [pinned, setPinned] = useState(false);
  const [height, setHeight] = useState<number>(usual);
  const [said, setSaid] = useState('');
  const id = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const framers = useQuery({
    queryKey: ['framers'],
    queryFn: async () => {
      const { ok, headers } = await fetch('/embed');
      return (ok && framersOf(headers.get('Content-Security-Policy'))) || null;
    },
  }).data;
  const shown = formatView({ ...view, ...(pinned ? moment : {}), scenario: undefined, lang } as typeof view);
  const text = frameCode(`${location.origin}/embed${shown}`, document.title, height);
  const copy = async () => {
    code.current?.select();
    try {
      await navigator.clipboard.writeText(text);
      setSaid(say.copied);
    } catch {
      setSaid(say.copyFailed);
    }
  };
  return (
    <dialog
      ref={dialog}
      className="share-dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2 id={id}>{say.embedTitle}</h2>
        <button type="button" className="icon-button" aria-label={words.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div className="embed-form">
        <fieldset>
          <legend>{say.embedWhich}</legend>
          {[false, true].map((fixed) => (
            <label key={String(fixed)}>
              <input
                type="radio"
                name="pinned"
                checked={pinned === fixed}
                onChange={() => setPinned(fixed)}
              />
              {fixed ? say.embedPinned(moment.at, moment.edition) : say.embedNewest}
            </label>
          ))}
        </fieldset>
        <label>
          <span className="label">{say.embedHeight}</span>
          <input
            type="number"
            min={least}
            max={most}
            step={10}
            defaultValue={usual}
            onChange={({ target: { valueAsNumber: n } }) => {
              if (n >= least && n <= most) setHeight(Math.round(n));
            }}
          />
        </label>
        <textarea ref={code} readOnly value={text} aria-label={say.embedCode} spellCheck={false} />
        <p className="hint">
          {framers === 'none' && say.embedNobody}
          {framers === 'any' && say.embedAnyone}
          {Array.isArray(framers) && say.embedSites(framers.join(', '))}
          {framers === null && say.embedUnknown}
        </p>
      </div>
      <p className="ways">
        <button type="button" className="chip" onClick={copy}>
          {say.copyCode}
        </button>
        <span className="hint" role="status">
          {said}
        </span>
      </p>
    </dialog>
  );
}
