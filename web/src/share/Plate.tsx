import { useLayoutEffect, useMemo, useRef } from 'react';
import type { Indicator } from '../api/figures';
import { classColors } from '../indicators';
import { type Entry, legendTitle } from '../map/legend';
import { SwatchMarks } from '../map/Mark';
import { usePage } from '../page';
import { frozen } from './picture';
import type { Picture } from './SaveButton';
import { wrap } from './text';

interface Props {
  picture: Picture;
  /** Whether the map is shown as it is drawn, not as outlines. */
  pixels: boolean;
  /** Lines below the title, and below the drawing. */
  state: string;
  notes: string[];
  attach: (svg: SVGSVGElement | null) => void;
}

const margin = 24;
const narrowest = 560;
const widest = 1180;
const gap = 20;

/** A sheet with a picture on it and all that must be known of it: its title, day, edition, legend, sources and address. */
export function Plate({ picture, pixels, state, notes, attach }: Props) {
  const { title, canvas, entries = [], shaded } = picture;
  const raster = pixels ? canvas : undefined;
  const drawings = useMemo(
    () =>
      picture.drawings.map(({ svg, name }) => {
        const copy = frozen(svg);
        return {
          name,
          copy,
          ground: svg.parentElement ? getComputedStyle(svg.parentElement).backgroundColor : 'none',
          width: Number(copy.getAttribute('width')),
          height: Number(copy.getAttribute('height')),
        };
      }),
    [picture],
  );
  const wide = raster?.width ?? Math.max(0, ...drawings.map((d) => d.width));
  const columns = raster
    ? 1
    : Math.max(1, Math.min(drawings.length, Math.floor((widest + gap) / (wide + gap))));
  const inner = Math.max(narrowest, columns * (wide + gap) - gap);
  const named = drawings.some((d) => d.name) ? 22 : 0;
  const row = Math.max(0, ...drawings.map((d) => d.height)) + named + 12;

  const heading = wrap(title, inner, measure('600 20px'));
  const top = margin + heading.length * 27 + 26;
  const middle = raster
    ? (raster.pixels.height / raster.pixels.width) * raster.width
    : Math.ceil(drawings.length / columns) * row;
  const keys = keyPlaces(entries, inner);
  const colors = shaded?.classes ? 44 : 0;
  const legend = (keys.at(-1)?.y ?? -22) + 22 + colors;
  const said = notes.flatMap((note) => wrap(note, inner, measure('400 11.5px')));
  const below = top + middle + 14 + legend;
  const height = below + 18 + said.length * 17 + margin - 8;
  const width = inner + 2 * margin;
  return (
    <svg ref={attach} className="plate" width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <title>{title}</title>
      <rect className="paper" width={width} height={height} />
      {heading.map((line, i) => (
        <text key={line} className="heading" x={margin} y={margin + 18 + i * 27}>
          {line}
        </text>
      ))}
      <text className="state" x={margin} y={top - 14}>
        {state}
      </text>
      {raster ? (
        <image
          href={raster.pixels.toDataURL()}
          x={margin + (inner - wide) / 2}
          y={top}
          width={wide}
          height={middle}
        />
      ) : (
        drawings.map(({ copy, name, ground, width, height }, i) => (
          <g
            key={i}
            transform={`translate(${margin + (columns === 1 ? (inner - wide) / 2 : 0) + (i % columns) * (wide + gap)} ${top + Math.floor(i / columns) * row})`}
          >
            {name && (
              <text className="name" y="14">
                {name}
              </text>
            )}
            <rect y={named} width={width} height={height} fill={ground} />
            <Copy of={copy} y={named} />
          </g>
        ))
      )}
      <g transform={`translate(${margin} ${top + middle + 14})`}>
        {keys.map(({ entry, x, y }) => (
          <g key={entry.key} transform={`translate(${x} ${y})`}>
            <KeyEntry entry={entry} />
          </g>
        ))}
        {shaded?.classes && (
          <g transform={`translate(0 ${legend - colors})`}>
            <Colors shaded={shaded} />
          </g>
        )}
      </g>
      <path className="rule" d={`M${margin} ${below}h${inner}`} />
      {said.map((line, i) => (
        <text key={`${i} ${line}`} className="note" x={margin} y={below + 20 + i * 17}>
          {line}
        </text>
      ))}
    </svg>
  );
}

function Copy({ of, y }: { of: SVGSVGElement; y: number }) {
  const home = useRef<SVGGElement>(null);
  useLayoutEffect(() => {
    home.current?.replaceChildren(of);
  }, [of]);
  return <g ref={home} transform={`translate(0 ${y})`} />;
}

function KeyEntry({ entry }: { entry: Entry }) {
  const { lang, theme } = usePage();
  const { rule } = entry;
  return (
    <>
      <SwatchMarks rule={rule} color={rule.color[theme]} />
      <text className="key-name" x="34" y="11">
        {legendTitle(entry, lang)}
      </text>
    </>
  );
}

function Colors({ shaded }: { shaded: Indicator }) {
  const { words, theme } = usePage();
  const step = 56;
  return (
    <>
      <text className="key-name" y="12">
        {`${words.explore.measured(shaded)} ${shaded.unit}`}
      </text>
      <g transform={`translate(${5 * step + gap} 18)`}>
        <path className="none" d="M.5 .5h24v9h-24zM0 10l10-10M8 10l10-10M16 10l9-9" />
        <text className="key-name" x="34" y="9">
          {words.explore.noData}
        </text>
      </g>
      {classColors[theme].map((color, i) => (
        <g key={color} transform={`translate(${i * step} 18)`}>
          <rect width={step} height="10" fill={color} />
          {shaded.classes?.[i] && (
            <text className="break" x={step} y="22">
              {shaded.classes[i]}
            </text>
          )}
        </g>
      ))}
    </>
  );
}

// Entries of the legend one after the other, on as many lines as they take.
function keyPlaces(entries: Entry[], width: number): { entry: Entry; x: number; y: number }[] {
  const sized = measure('400 12px');
  let [x, y] = [0, 0];
  return entries.map((entry) => {
    const long = 34 + Math.max(sized(legendTitle(entry, 'ko')), sized(legendTitle(entry, 'en'))) + gap;
    if (x > 0 && x + long > width) [x, y] = [0, y + 22];
    const place = { entry, x, y };
    x += long;
    return place;
  });
}

// How wide a text is in the page's font, in CSS pixels.
function measure(font: string): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return (text) => text.length * 12;
  context.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
  return (text) => context.measureText(text).width;
}
