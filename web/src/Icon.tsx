const shapes = {
  calendar: 'M3.5 4.5h13v12h-13zM3.5 8.5h13M7 2.8v3M13 2.8v3',
  link: 'M8.5 11.5a3.5 3.5 0 0 0 5 0l2.6-2.6a3.5 3.5 0 0 0-5-5L10 5M11.5 8.5a3.5 3.5 0 0 0-5 0l-2.6 2.6a3.5 3.5 0 0 0 5 5L10 15',
  print: 'M6 8V3h8v5M3.5 8h13v6.5h-13zM6 12.5h8V17H6z',
  plus: 'M10 4.5v11M4.5 10h11',
  minus: 'M4.5 10h11',
  home: 'M4 9.5 10 4l6 5.5V16a1 1 0 0 1-1 1h-3.5v-4.5h-3V17H5a1 1 0 0 1-1-1z',
  close: 'm5.5 5.5 9 9m0-9-9 9',
  layers: 'm10 3 7 4-7 4-7-4zM3 11l7 4 7-4',
  map: 'm3 5.5 4.7-2 4.6 2 4.7-2v11l-4.7 2-4.6-2-4.7 2zM7.7 3.5v11M12.3 5.5v11',
  list: 'M7 5h10M7 10h10M7 15h10M3.5 5h.01M3.5 10h.01M3.5 15h.01',
  table: 'M3.5 4.5h13v11h-13zM3.5 8.2h13M3.5 11.8h13M8 4.5v11',
  picture: 'M3.5 4.5h13v11h-13zM3.5 13l4-4 3.5 3.5 2-2 3.5 3.5M13 7.5h.01',
  code: 'm7 6-4 4 4 4M13 6l4 4-4 4',
  play: 'M7 4.5v11l8.5-5.5z',
  pause: 'M7 5v10M13 5v10',
  arrow: 'M4 10h11m0 0-4-4m4 4-4 4',
  out: 'M8 4H4.5v11.5H16V12M11 4h5v5M16 4l-7 7',
  moon: 'M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3Z',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 1.8v2M10 16.2v2M1.8 10h2M16.2 10h2M4.2 4.2l1.4 1.4M14.4 14.4l1.4 1.4M4.2 15.8l1.4-1.4M14.4 5.6l1.4-1.4',
  target: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5',
  download: 'M10 3.5v9m0 0-3.8-3.8M10 12.5l3.8-3.8M4 16.5h12',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  search: 'M8.8 3.5a5.3 5.3 0 1 0 0 10.6 5.3 5.3 0 0 0 0-10.6M12.8 12.8l3.9 3.9',
  down: 'm6 8 4 4 4-4',
  undo: 'M7.5 4.5 4 8l3.5 3.5M4 8h8a4 4 0 0 1 0 8H8',
  fork: 'M4 10h4l3.5-5H16M8 10l3.5 5H16m-2.5-12.5L16 5l-2.5 2.5m0 5L16 15l-2.5 2.5',
  auto: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 3v14M10 6h4.2M10 9h6.6M10 12h6.3M10 15h4',
} as const;

export type IconName = keyof typeof shapes;

/** A small line drawing beside a word, or inside a control that has a name of its own. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  );
}

/** The emblem: five hubs and three special provinces, roughly where they are. */
export function Emblem() {
  return (
    <svg className="emblem" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      {[
        [10, 8],
        [8, 15],
        [11, 22],
        [19, 13],
        [20, 21],
      ].map(([x, y]) => (
        <circle key={`${x} ${y}`} className="hub" cx={x} cy={y} r="2.7" />
      ))}
      {[
        [19, 6.5],
        [14.5, 17.5],
        [9, 27.5],
      ].map(([x, y]) => (
        <circle key={`${x} ${y}`} className="special" cx={x} cy={y} r="1.9" />
      ))}
    </svg>
  );
}
