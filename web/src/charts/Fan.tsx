import type { Band } from '../api/figures';
import { bandPath, medianPath } from './fan';
import type { Frame, scalesOf } from './steps';

interface Props {
  fan: Band[];
  scales: ReturnType<typeof scalesOf>;
  frame: Pick<Frame, 'most'>;
}

/** Where a figure may go: the bands of 95 and 80 %, and the median. */
export function Fan({ fan, scales, frame }: Props) {
  if (fan.length === 0) return null;
  return (
    <g className="fan">
      <path className="fan-95" d={bandPath(fan, '95', scales, frame)} />
      <path className="fan-80" d={bandPath(fan, '80', scales, frame)} />
      <path className="median" d={medianPath(fan, scales, frame)} />
    </g>
  );
}
