import { Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Figure, Indicator } from '../api/figures';
import type { Moment } from '../api/queries';
import { Icon } from '../Icon';
import type { Entry } from '../map/legend';
import { usePage } from '../page';
import { lazily } from '../screens/Missing';
import { shareWords } from '../text/share';

const SavePicture = lazily(() => import('./SavePicture'));

/** What is saved: drawings of the page, and what must be known of them wherever they are shown. */
export interface Picture {
  /** What it is called in the name of the file. */
  id: string;
  title: string;
  drawings: { svg: SVGSVGElement; name?: string | null | undefined }[];
  /** The map as it is drawn, with its width in the page; a picture of pixels shows it in place of the drawings. */
  canvas?: { pixels: HTMLCanvasElement; width: number } | undefined;
  /** What marks and colours stand for, where that is not written beside them. */
  entries?: Entry[];
  shaded?: Indicator | undefined;
  moment: Moment;
  /** The figure to cite. */
  figure?: Figure | undefined;
  notes: string[];
  /** The same as tables, at the service. */
  tables: { title: string; href: string }[];
}

interface Props {
  title: string;
  /** Takes the picture that the button stands beside; none as long as there is nothing to show. */
  take: (button: HTMLElement) => Picture | undefined;
}

/** Opens the picture of a chart or a map to save it. */
export function SaveButton({ title, take }: Props) {
  const { lang } = usePage();
  const say = shareWords[lang];
  const [picture, setPicture] = useState<Picture>();
  return (
    <>
      <button
        type="button"
        className="icon-button save-picture"
        aria-haspopup="dialog"
        aria-label={say.saveOf(title)}
        title={say.save}
        onClick={({ currentTarget }) => setPicture(take(currentTarget))}
      >
        <Icon name="picture" />
      </button>
      {picture &&
        createPortal(
          <Suspense>
            <SavePicture picture={picture} onClose={() => setPicture(undefined)} />
          </Suspense>,
          document.body,
        )}
    </>
  );
}
