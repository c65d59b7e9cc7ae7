import { type ReactNode, Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Figure, Indicator } from '../api/figures';
import { usePage } from '../page';
import { lazily } from '../screens/Missing';

const Evidence = lazily(async () => ({ default: (await import('./Evidence')).Evidence }));

interface Props {
  indicator: Indicator;
  figure: Figure;
  /** Name of the area the figure is of, when it is not of the nation. */
  where?: string | undefined;
  children: ReactNode;
}

/** A number of a figure; pressed, it shows where the figure comes from. */
export function FigureButton({ indicator, figure, where, children }: Props) {
  const { words } = usePage();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="number"
        aria-haspopup="dialog"
        title={words.figures.evidence}
        onClick={() => setOpen(true)}
      >
        {children}
      </button>
      {open &&
        createPortal(
          <Suspense>
            <Evidence indicator={indicator} figure={figure} where={where} onClose={() => setOpen(false)} />
          </Suspense>,
          document.body,
        )}
    </>
  );
}
