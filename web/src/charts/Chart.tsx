import type { ReactNode } from 'react';
import type { Figure, Indicator } from '../api/figures';
import { usePage } from '../page';
import { chartPicture, courseOf } from '../share/chartPicture';
import { SaveButton } from '../share/SaveButton';
import { useWidth } from './useWidth';
import './charts.css';

interface Props {
  height: number;
  /** What it is of. */
  indicator: Indicator;
  figure: Figure;
  /** What it shows, as a sentence with its numbers. */
  label: string;
  /** Draws the chart at a width in pixels. */
  children: (width: number) => ReactNode;
  /** What the reader must know of it. */
  note?: string | undefined;
  /** The same in a table. */
  table: Twin;
  /** What may come, in another. */
  ahead?: Twin | undefined;
}

/** A table of days: the titles of its columns, and its rows with the day first. */
export interface Twin {
  caption?: string;
  columns: string[];
  rows: [string, ...string[]][];
}

/** A chart, the sentence that says the same, and the table that holds its numbers. */
export function Chart({ height, indicator, figure, label, children, note, table, ahead }: Props) {
  const { words } = usePage();
  const [width, attach] = useWidth();
  return (
    <figure className="chart">
      <div className="drawing" ref={attach}>
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
          {width > 0 && children(width)}
        </svg>
      </div>
      <div className="notes">
        <details className="twin">
          <summary>{words.figures.asTable}</summary>
          <TwinTable {...table} />
          {ahead && <TwinTable {...ahead} />}
        </details>
        {note && <figcaption className="hint">{note}</figcaption>}
        <SaveButton
          title={indicator.title}
          take={(button) =>
            chartPicture(button, indicator, figure, [courseOf(indicator, figure, indicator.title)], note)
          }
        />
      </div>
    </figure>
  );
}

function TwinTable({ caption, columns, rows }: Twin) {
  const { words } = usePage();
  return (
    <table>
      {caption && <caption>{caption}</caption>}
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([day, ...values]) => (
          <tr key={day}>
            <th scope="row">{words.date(day)}</th>
            {values.map((value, i) => (
              <td key={columns[i + 1]}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
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
  /** How a value is written beside its line; with separators when absent. */
  name?: (value: number) => string;
}

/** The lines of round values, and the names of years and months. */
export function Axes({ left, right, bottom, x, y, days, values, name }: AxesProps) {
  const { words } = usePage();
  const nameOf = (day: Date) =>
    day.getUTCMonth() === 0 ? String(day.getUTCFullYear()) : words.figures.month(day.getUTCMonth() + 1);
  return (
    <g className="axes">
      {values.map((value) => (
        <g key={value}>
          <line x1={left} x2={right} y1={y(value)} y2={y(value)} />
          <text x={left - 6} y={y(value) + 4} textAnchor="end">
            {name ? name(value) : words.number(value)}
          </text>
        </g>
      ))}
      {days.map((day) => {
        const at = x(day.toISOString().slice(0, 10));
        return (
          at < right - 10 && (
            <text key={day.getTime()} x={at} y={bottom + 15} textAnchor={at < left + 10 ? 'start' : 'middle'}>
              {nameOf(day)}
            </text>
          )
        );
      })}
    </g>
  );
}
