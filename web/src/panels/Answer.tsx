import { useGivenUp } from '../api/failures';
import { type Indicator, useEachFigure } from '../api/figures';
import type { Moment } from '../api/queries';
import { variantOf } from '../indicators';
import { usePage } from '../page';
import { answerOf } from './figure';
import { Parts } from './Parts';
import { Skeleton } from './Skeleton';

// Not needed before there are figures to colour.
void import('./figures.css');

interface Props {
  /** Undefined until they are known. */
  indicators: Indicator[] | undefined;
  moment: Moment | undefined;
}

/** What a heading says of indicators: how far they are from their targets, each number with its evidence. */
export function Answer({ indicators, moment }: Props) {
  const { view, words } = usePage();
  const gone = useGivenUp();
  const { figures } = useEachFigure(
    (indicators ?? []).map((i) => ({ indicator: i.id, cut: { variant: variantOf(i, view) } })),
    moment,
  );
  return (
    <span className="answer">
      {!indicators && !gone && (
        <>
          <span className="sentence">
            <Skeleton />
          </span>
          <span className="sentence">
            <Skeleton />
          </span>
          <span className="unseen">{words.figures.waiting}</span>
        </>
      )}
      {indicators?.map((indicator, i) => {
        const figure = figures[i];
        return (
          <span key={indicator.id} className={`sentence ${figure?.target?.pace?.status ?? ''}`}>
            {figure ? (
              <Parts indicator={indicator} figure={figure} parts={answerOf(indicator, figure, words)} />
            ) : (
              <>
                {gone && indicator.title} <Skeleton />
              </>
            )}{' '}
          </span>
        );
      })}
      {(indicators ? indicators.length === 0 : gone) && words.headlineNone}
    </span>
  );
}
