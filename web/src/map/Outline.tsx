import { type MouseEvent, useLayoutEffect, useRef, useState } from 'react';
import { formatView, type View } from '../view';
import { type DrawnRow, marking, nodeNames } from './legend';
import { Mark } from './Mark';
import { type Box, planeOf, project } from './mercator';
import { placeNames } from './places';
import type { Ring } from './style';
import { useOutlines } from './useOutlines';

interface Props {
  box: Box;
  padding: Padding;
  rows: DrawnRow[];
  rings: Ring[];
  names: Map<string, { name: string; short: string; value: string | undefined; lon: number; lat: number }>;
  /** Code of the area looked into, and its outline on the plane. */
  area: string | undefined;
  path: string | undefined;
  /** Colours of the regions, when they are coloured; what has none is hatched. */
  colors: Map<string, string> | undefined;
  theme: 'light' | 'dark';
  view: View;
  lang: 'ko' | 'en';
  title: string;
  /** Whether the regions can be entered here; otherwise it is a picture while, or instead of, the map. */
  live: boolean;
  enter: (region: string) => void;
}

export interface Padding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** Narrower than so many pixels the names of nodes would lie over those of the regions. */
const roomForNodes = 500;

/**
 * The regions, the points and the lines as a drawing that needs no WebGL: it is there first, in the place where the
 * map will draw the same, and it is what is printed.
 */
export function Outline(props: Props) {
  const { box, padding, rows, rings, names, area, path, colors, theme, view, lang, title, live, enter } =
    props;
  const outlines = useOutlines() ?? [];
  const frame = useRef<SVGSVGElement>(null);
  const [size, setSize] = useState<[number, number]>([628, 590]);
  useLayoutEffect(() => {
    const svg = frame.current;
    if (!svg) return;
    const observer = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      if (width > 0 && height > 0) setSize([width, height]);
    });
    observer.observe(svg);
    return () => observer.disconnect();
  }, []);

  const [x, y, width, height] = planeOf(box);
  const inner = [size[0] - padding.left - padding.right, size[1] - padding.top - padding.bottom] as const;
  const scale = Math.min(inner[0] / width, inner[1] / height);
  const left = padding.left + (inner[0] - width * scale) / 2 - x * scale;
  const top = padding.top + (inner[1] - height * scale) / 2 - y * scale;
  const at = (lon: number, lat: number) => {
    const [px, py] = project(lon, lat);
    return { x: left + px * scale, y: top + py * scale };
  };
  const style = (code: string) =>
    colors && { fill: colors.get(code) ?? 'url(#hatch)', transition: 'fill 200ms' };
  const follow = (event: MouseEvent, code: string) => {
    event.preventDefault();
    enter(code);
  };

  return (
    <svg
      ref={frame}
      className="outline"
      viewBox={`0 0 ${size[0]} ${size[1]}`}
      role={live ? 'group' : 'img'}
      aria-label={title}
    >
      <defs>
        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0v6" className="hatch-line" />
        </pattern>
      </defs>
      <g transform={`translate(${left} ${top}) scale(${scale})`}>
        <g className="coast" aria-hidden="true">
          {outlines.map((o) => (
            <path key={o.code} d={o.path} />
          ))}
        </g>
        <g className="land">
          {outlines.map((o) =>
            live ? (
              <a
                key={o.code}
                href={formatView({ ...view, region: o.code, map: undefined, select: undefined }) || '?'}
                onClick={(event) => follow(event, o.code)}
                aria-label={labelOf(names.get(o.code)) ?? o.code}
                aria-current={area === o.code || undefined}
              >
                <path d={o.path} style={style(o.code)} />
              </a>
            ) : (
              <path key={o.code} d={o.path} style={style(o.code)} />
            ),
          )}
        </g>
        {area && path && <path className="chosen" d={path} aria-hidden="true" />}
      </g>
      <g aria-hidden="true" pointerEvents="none">
        {rows.map(({ row, entry }) => (
          <Sign
            key={`${entry.key}/${row.id}`}
            row={row}
            entry={entry}
            color={entry.rule.color[theme]}
            at={at}
          />
        ))}
        {rings.map(({ km, line }) => (
          <polygon
            key={km}
            className="ring"
            points={line
              .map(([lon, lat]) => at(lon, lat))
              .map((p) => `${p.x},${p.y}`)
              .join(' ')}
          />
        ))}
        {size[0] > roomForNodes &&
          nodeNames(rows, lang).map(({ name, lon, lat, entry }) => (
            <text key={`${entry.key}/${name}`} className="node" {...at(lon, lat)} dy="-8">
              {name}
            </text>
          ))}
        {placeNames.map((place) => (
          <text
            key={place.name.en}
            className={place.kind}
            {...at(place.lon, place.lat)}
            dy={place.kind === 'island' ? 16 : 0}
          >
            {place.name[lang]}
          </text>
        ))}
        {placeNames
          .filter((place) => place.kind === 'island')
          .map((place) => {
            const p = at(place.lon, place.lat);
            return <circle key={place.name.en} className="islet" cx={p.x} cy={p.y} r="2" />;
          })}
        {[...names].map(([code, { short, value, lon, lat }]) => {
          const place = at(lon, lat);
          return (
            <text key={code} className="region" {...place}>
              {short}
              {value && (
                <tspan className="value" x={place.x} dy="1.15em">
                  {value}
                </tspan>
              )}
            </text>
          );
        })}
      </g>
    </svg>
  );
}

function labelOf(named: { name: string; value: string | undefined } | undefined): string | undefined {
  return named && [named.name, named.value].filter(Boolean).join(' ');
}

function Sign(
  props: DrawnRow & { color: string; at: (lon: number, lat: number) => { x: number; y: number } },
) {
  const { row, entry, color, at } = props;
  const geometry = row.geometry;
  const shown = marking(row);
  if (!geometry || shown === 'none') return null;
  if (geometry.type === 'Point') {
    const { x, y } = at(...(geometry.coordinates as [number, number]));
    const size = entry.rule.size_by ? Number(row.properties[entry.rule.size_by] ?? 0) : undefined;
    const radius = size === undefined ? undefined : Math.max(3, 10 * Math.sqrt(size / 1e12));
    return (
      <Mark
        rule={entry.rule}
        x={x}
        y={y}
        color={color}
        hollow={shown === 'hollow'}
        {...(radius ? { radius } : {})}
      />
    );
  }
  if (geometry.type !== 'LineString') return null;
  const points = (geometry.coordinates as [number, number][])
    .map((c) => at(...c))
    .map((p) => `${p.x},${p.y}`);
  return (
    <g fill="none" stroke={color} strokeLinejoin="round">
      {entry.rule.draw === 'band' && (
        <polyline points={points.join(' ')} strokeWidth="13" strokeOpacity=".2" strokeLinecap="round" />
      )}
      <polyline
        points={points.join(' ')}
        strokeWidth="2"
        {...(entry.rule.draw === 'dashes' ? { strokeDasharray: '5 4' } : {})}
      />
    </g>
  );
}
