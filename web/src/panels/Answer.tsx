import { type Indicator, useEachFigure } from '../api/figures';
import type { Moment } from '../api/queries';
import { variantOf } from '../indicators';
import { usePage } from '../page';
import { answerOf } from './figure';
import { Parts } from './Parts';

interface Props {
  indicators: Indicator[];
  moment: Moment | undefined;
}

/** What a heading says of indicators: how far they are from their targets, each number with its evidence. */
export function Answer({ indicators, moment }: Props) {
  const { view, words } = usePage();
  const { figures } = useEachFigure(
    indicators.map((i) => ({ indicator: i.id, cut: { variant: variantOf(i, view) } })),
    moment,
  );
  return (
    <span className="answer">
      {indicators.map((indicator, i) => {
        const figure = figures[i];
        return (
          <span key={indicator.id} className="sentence">
            {figure ? (
              <Parts indicator={indicator} figure={figure} parts={answerOf(indicator, figure, words)} />
            ) : (
              <span className="skeleton" />
            )}{' '}
          </span>
        );
      })}
      {indicators.length === 0 && words.headlineNone}
    </span>
  );
}
