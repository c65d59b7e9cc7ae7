import { useLayoutEffect, useRef, useState } from 'react';
import { useCitation } from '../api/figures';
import { Icon } from '../Icon';
import { usePage } from '../page';
import { shareWords } from '../text/share';
import { formatView } from '../view';
import { Plate } from './Plate';
import { fileOf, pngOf, save } from './picture';
import type { Picture } from './SaveButton';
import { fileName, publishersOf } from './text';
import './share.css';

interface Props {
  picture: Picture;
  onClose: () => void;
}

const pixelRatio = 2;
const mostPublishers = 8;

/** The picture as it will be saved, and the ways to save it: as pixels, as a drawing, and as the table behind it. */
export default function SavePicture({ picture, onClose }: Props) {
  const { view, lang, words } = usePage();
  const say = shareWords[lang];
  const { title, figure, moment, canvas } = picture;
  const dialog = useRef<HTMLDialogElement>(null);
  const plates = useRef<{ pixels?: SVGSVGElement | null; drawing?: SVGSVGElement | null }>({});
  const [said, setSaid] = useState('');
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const cited = useCitation(figure?.id, lang);
  const publishers = publishersOf(cited.data?.documents.map((d) => d.citation) ?? []);
  const address = `${location.origin}/${formatView({ ...view, ...moment, lang })}`;
  const shown = {
    picture,
    state: `${words.name} · ${say.stateOf(moment.at, moment.edition)}`,
    notes: [
      ...picture.notes,
      ...(publishers.length > 0
        ? [say.sources(publishers.slice(0, mostPublishers), Math.max(0, publishers.length - mostPublishers))]
        : []),
      figure ? say.citation(figure.id, `${location.origin}/f/${figure.id}`) : address,
    ],
  };

  const make = async (ending: 'png' | 'svg') => {
    const plate = plates.current[ending === 'png' || !canvas ? 'pixels' : 'drawing'];
    if (!plate) return;
    setSaid(say.saving);
    try {
      const name = fileName(picture.id, moment, ending);
      save(
        ending === 'png'
          ? await pngOf(plate, pixelRatio)
          : new Blob([await fileOf(plate)], { type: 'image/svg+xml' }),
        name,
      );
      setSaid(say.saved(name));
    } catch {
      setSaid(say.saveFailed);
    }
  };
  return (
    <dialog
      ref={dialog}
      className="share-dialog"
      aria-labelledby="save-title"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2 id="save-title">{say.saveOf(title)}</h2>
        <button type="button" className="icon-button" aria-label={words.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="preview" tabIndex={0} aria-label={say.preview}>
        <Plate
          {...shown}
          pixels
          attach={(svg) => {
            plates.current.pixels = svg;
          }}
        />
      </section>
      {canvas && (
        <div className="unseen" aria-hidden="true">
          <Plate
            {...shown}
            pixels={false}
            attach={(svg) => {
              plates.current.drawing = svg;
            }}
          />
        </div>
      )}
      <p className="ways">
        <button type="button" className="chip" disabled={cited.isLoading} onClick={() => make('png')}>
          {say.asPng}
        </button>
        <button type="button" className="chip" disabled={cited.isLoading} onClick={() => make('svg')}>
          {canvas ? say.asSvgOutline : say.asSvg}
        </button>
        {picture.tables.map(({ title: table, href }) => (
          <a key={href} className="chip" href={href} download>
            {picture.tables.length > 1 ? say.csvOf(table) : say.csv}
          </a>
        ))}
      </p>
      <p className="hint" role="status">
        {said}
      </p>
    </dialog>
  );
}
