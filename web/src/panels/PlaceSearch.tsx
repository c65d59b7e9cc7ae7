import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Area } from '../areas';
import { Icon } from '../Icon';
import { usePage } from '../page';
import { findAreas } from '../search';

/** The search for a place by name, first consonants or code; choosing one looks into it on the map. */
export function PlaceSearch({ areas }: { areas: Area[] }) {
  const { go, lang, words } = usePage();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const found = findAreas(areas, text);
  const shown = open && text.trim() !== '';
  const active = shown ? found[at] : undefined;

  useEffect(() => {
    const pressed = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);

  const choose = (area: Area) => {
    setText('');
    setOpen(false);
    go({ screen: undefined, region: area.code, map: undefined });
  };
  const typed = (event: KeyboardEvent) => {
    // A syllable that is still being put together takes the key itself.
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) {
      setOpen(true);
      setAt((at + step + found.length) % found.length);
    } else if (event.key === 'Enter' && active) choose(active);
    else if (event.key === 'Escape' && text) setText('');
    else return;
    event.preventDefault();
  };
  return (
    <search className="place-search">
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        role="combobox"
        autoComplete="off"
        aria-label={words.search.label}
        aria-expanded={shown}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={active && `${id}-${active.code}`}
        aria-keyshortcuts="Control+K Meta+K"
        placeholder={words.search.hint}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onKeyDown={typed}
        onBlur={() => setOpen(false)}
      />
      <div className="found" hidden={!shown}>
        <div id={id} role="listbox" aria-label={words.search.label}>
          {found.map((area, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the combobox
            <div
              key={area.code}
              id={`${id}-${area.code}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === at}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(area)}
            >
              {area.name[lang]}
              <small>{aboveOf(area, areas, lang)}</small>
            </div>
          ))}
        </div>
        <p className="hint" role="status">
          {shown && words.search.found(found.length)}
        </p>
      </div>
    </search>
  );
}

// What an area lies in, to tell it from others of its name.
function aboveOf(area: Area, areas: Area[], lang: 'ko' | 'en'): string {
  const above = area.level === 'sigungu' ? area.sido : area.level === 'sido' ? area.region : undefined;
  return areas.find((a) => a.code === above && a.level !== area.level)?.short[lang] ?? area.code;
}
