import type { Figure, Indicator } from '../api/figures';
import { FigureButton } from './FigureButton';
import type { Part } from './figure';

interface Props {
  indicator: Indicator;
  figure: Figure;
  parts: Part[];
}

/** A sentence about a figure; each number in it shows where it comes from. */
export function Parts({ indicator, figure, parts }: Props) {
  return parts.map((part) =>
    typeof part === 'string' ? (
      part
    ) : (
      <FigureButton key={part.number} indicator={indicator} figure={figure}>
        {part.number}
      </FigureButton>
    ),
  );
}
