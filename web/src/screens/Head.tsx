import type { ReactNode } from 'react';
import type { Moment } from '../api/queries';
import { useArrival } from '../focus';
import { AsOf } from '../panels/AsOf';
import { Problem } from '../panels/Problem';
import type { Base } from '../useData';

interface Props {
  base: Base;
  title: ReactNode;
  /** What the screen is for, in a sentence. */
  about?: ReactNode;
  /** What the screen itself could not load, and the way to ask again. */
  error?: Error | null | undefined;
  retry?: () => void;
  /** What is still shown when something could not be loaded. */
  stale?: Moment | undefined;
}

/** The top of a screen: its heading, which takes the focus of whoever went to it, and the day it is of. */
export function Head({ base, title, about, error, retry, stale }: Props) {
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
      <Problem
        error={base.error ?? error ?? null}
        stale={stale}
        retry={() => {
          base.retry();
          retry?.();
        }}
      />
    </>
  );
}
