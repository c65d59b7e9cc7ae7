import { type Indicator, useEachFigure } from '../api/figures';
import type { Moment } from '../api/queries';
import { variantOf } from '../indicators';
import { usePage } from '../page';
import { FigureButton } from './FigureButton';
import { answerOf } from './figure';

interface Props {
  indicators: Indicator[];
  moment: Moment | undefined;
}

/** What the page says first: how far the figures are from their targets, each number with its evidence. */
export function Answer({ indicators, moment }: Props) {
  const { view, words } = usePage();
  const aimed = indicators.filter((i) => i.target);
  const { figures } = useEachFigure(
    aimed.map((i) => ({ indicator: i.id, cut: { variant: variantOf(i, view) } })),
    moment,
  );
  return (
    <h1 className="answer">
      {aimed.map((indicator, i) => {
        const figure = figures[i];
        return (
          <span key={indicator.id} className="sentence">
            {figure ? (
              answerOf(indicator, figure, words).map((part) =>
                typeof part === 'string' ? (
                  part
                ) : (
                  <FigureButton key={part.number} indicator={indicator} figure={figure}>
                    {part.number}
                  </FigureButton>
                ),
              )
            ) : (
              <span className="skeleton" />
            )}{' '}
          </span>
        );
      })}
      {aimed.length === 0 && words.headlineNone}
    </h1>
  );
}
