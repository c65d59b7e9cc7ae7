import type { ReactNode } from 'react';
import { usePage } from '../page';
import { useWidth } from './useWidth';
import './charts.css';

interface Props {
  height: number;
  /** What it shows, as a sentence with its numbers. */
  label: string;
  /** Draws the chart at a width in pixels. */
  children: (width: number) => ReactNode;
  /** What the reader must know of it. */
  note?: string | undefined;
  /** The same in a table: the titles of its columns, and its rows with the day first. */
  table: { columns: string[]; rows: [string, ...string[]][] };
}

/** A chart, the sentence that says the same, and the table that holds its numbers. */
export function Chart({ height, label, children, note, table }: Props) {
  const { words } = usePage();
  const [width, attach] = useWidth();
  return (
    <figure className="chart" ref={attach}>
      <svg width={width} height={height} role="img" aria-label={label}>
        {width > 0 && children(width)}
      </svg>
      <details className="twin">
        <summary>{words.figures.asTable}</summary>
        <table>
          <thead>
            <tr>
              {table.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(([day, ...values]) => (
              <tr key={day}>
                <th scope="row">{words.date(day)}</th>
                {values.map((value, i) => (
                  <td key={table.columns[i + 1]}>{value}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      {note && <figcaption className="hint">{note}</figcaption>}
    </figure>
  );
}

interface AxesProps {
  left: number;
  right: number;
  bottom: number;
  x: (day: string) => number;
  y: (value: number) => number;
  days: Date[];
  values: number[];
}

/** The lines of round values, and the names of years and months. */
export function Axes({ left, right, bottom, x, y, days, values }: AxesProps) {
  const { words } = usePage();
  const name = (day: Date) =>
    day.getUTCMonth() === 0 ? String(day.getUTCFullYear()) : words.figures.month(day.getUTCMonth() + 1);
  return (
    <g className="axes">
      {values.map((value) => (
        <g key={value}>
          <line x1={left} x2={right} y1={y(value)} y2={y(value)} />
          <text x={left - 6} y={y(value) + 4} textAnchor="end">
            {words.number(value)}
          </text>
        </g>
      ))}
      {days.map((day) => {
        const at = x(day.toISOString().slice(0, 10));
        return (
          at < right - 10 && (
            <text key={day.getTime()} x={at} y={bottom + 15} textAnchor={at < left + 10 ? 'start' : 'middle'}>
              {name(day)}
            </text>
          )
        );
      })}
    </g>
  );
}
