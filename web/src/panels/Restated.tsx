import { usePage } from '../page';

/**
 * Marks a figure of an area that was not on its day what it is now: it is counted again in the area of today. The reason
 * is for whoever looks for it, or said beside.
 */
export function Restated({ said = false }: { said?: boolean }) {
  const { figures } = usePage().words;
  return (
    <>
      <span className="deciding" title={figures.restatedWhy}>
        {figures.restatedMark}
      </span>{' '}
      <span className={said ? undefined : 'unseen'}>{figures.restatedWhy}</span>
    </>
  );
}
