import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { Icon } from '../Icon';
import { usePage } from '../page';

/** A panel from the lower edge of a small screen; the page beneath it can still be used. */
export function Sheet({ title, children }: { title: string; children: ReactNode }) {
  return (
    <aside className="sheet" aria-label={title}>
      {children}
    </aside>
  );
}

/** A sheet that holds the page until it is closed. */
export function ModalSheet(props: { title: string; onClose: () => void; children: ReactNode }) {
  const { title, onClose, children } = props;
  const { words } = usePage();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Before the element is gone, so that the focus goes back to what opened it.
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} className="sheet modal" aria-label={title} onCancel={onClose}>
      <header>
        <h2>{title}</h2>
        <button type="button" className="icon-button" aria-label={words.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </dialog>
  );
}
