import type { ReactNode } from 'react';
import type { Definition } from '../api/definition';
import type { Row } from '../api/queries';
import { useEscape } from '../focus';
import { usePage } from '../page';
import { FeatureCard } from '../panels/Feature';
import { Sheet } from '../panels/Sheet';
import type { Base } from '../useData';
import { useNarrow } from '../useNarrow';

interface Props {
  base: Base;
  definition: Definition;
  row: Row;
  /** What it is called, when its own name does not say. */
  title?: string;
  /** What the screen has to say of the feature beside its card. */
  children?: ReactNode;
}

/** The page of one feature beside a list: all that is known of it; on a small screen it is a sheet. */
export function Detail({ base, definition, row, title, children }: Props) {
  const { words, focus, closeFeature } = usePage();
  const narrow = useNarrow();
  useEscape(closeFeature);
  if (!base.moment) return null;
  const card = (
    <>
      <FeatureCard
        row={row}
        title={title}
        definition={definition}
        areas={base.areas}
        moment={base.moment}
        neighbours={[]}
        focus={focus}
        onClose={closeFeature}
      />
      {children}
    </>
  );
  return narrow ? (
    <Sheet title={words.chosen}>{card}</Sheet>
  ) : (
    <aside className="card page-of-one" aria-label={words.chosen}>
      {card}
    </aside>
  );
}
