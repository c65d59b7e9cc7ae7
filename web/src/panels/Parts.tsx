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
  return parts.map((part, i) => {
    if (typeof part === 'string') return typeof parts[i - 1] === 'object' ? part.replace(ending, '') : part;
    // A line may break before and after a button, but not between a number and what ends its word.
    const next = parts[i + 1];
    return (
      <span key={part.number} className="whole">
        <FigureButton indicator={indicator} figure={figure}>
          {part.number}
        </FigureButton>
        {typeof next === 'string' && next.match(ending)}
      </span>
    );
  });
}

const ending = /^\S+/;
