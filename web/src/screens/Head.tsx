import type { ReactNode } from 'react';
import { useArrival } from '../focus';
import { AsOf } from '../panels/AsOf';
import { Problem } from '../panels/Problem';
import { Unread } from '../panels/Unread';
import type { Base } from '../useData';

interface Props {
  base: Base;
  title: ReactNode;
  /** What the screen is for, in a sentence. */
  about?: ReactNode;
  /** Whether the selected feature does not exist on this day in this edition. */
  absent?: boolean;
}

/** The top of a screen: its heading, which takes the focus of whoever went to it, and the day it is of. */
export function Head({ base, title, about, absent = false }: Props) {
  const heading = useArrival();
  return (
    <>
      <section className="lead">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {about && <p className="about">{about}</p>}
        </div>
        <AsOf base={base} />
      </section>
      <Problem />
      <Unread base={base} absent={absent} />
    </>
  );
}
