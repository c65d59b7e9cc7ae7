import type { Rule } from '../api/definition';

/** The sign of a point at x, y, hollow where its place is known to the si/gun/gu only. */
export function Mark(props: {
  rule: Rule;
  x: number;
  y: number;
  color: string;
  hollow?: boolean;
  radius?: number;
}) {
  const { rule, x, y, color, hollow = false, radius } = props;
  const fill = hollow ? 'var(--card)' : color;
  switch (rule.draw) {
    case 'ring':
      return (
        <circle
          cx={x}
          cy={y}
          r={radius ?? 5}
          fill={color}
          fillOpacity={hollow ? 0.02 : 0.22}
          stroke={color}
          strokeWidth={1.6}
        />
      );
    case 'diamond':
      return (
        <path
          d={`M${x} ${y - 5}l5 5-5 5-5-5z`}
          fill={fill}
          stroke={hollow ? color : 'var(--halo)'}
          strokeWidth={1.4}
        />
      );
    case 'square':
      return (
        <path
          d={`M${x - 4} ${y - 4}h8v8h-8z`}
          fill={fill}
          stroke={hollow ? color : 'var(--halo)'}
          strokeWidth={1.4}
        />
      );
    default:
      return (
        <circle
          cx={x}
          cy={y}
          r={radius ?? 3.8}
          fill={fill}
          stroke={hollow ? color : 'var(--halo)'}
          strokeWidth={hollow ? 1.8 : 1}
        />
      );
  }
}

/** The key of a rule in the legend: a small piece of what it draws. */
export function Swatch({ rule, color }: { rule: Rule; color: string }) {
  return (
    <svg className="swatch" viewBox="0 0 26 14" aria-hidden="true">
      <SwatchMarks rule={rule} color={color} />
    </svg>
  );
}

/** The same in a drawing of 26 by 14. */
export function SwatchMarks({ rule, color }: { rule: Rule; color: string }) {
  switch (rule.draw) {
    case 'dot':
      return (
        <>
          <Mark rule={rule} color={color} x={6} y={9} radius={3} />
          <Mark rule={rule} color={color} x={13} y={5} radius={3} />
          <Mark rule={rule} color={color} x={20} y={9} radius={3} />
        </>
      );
    case 'ring':
      return rule.size_by ? (
        <>
          <Mark rule={rule} color={color} x={8} y={9} radius={3} />
          <Mark rule={rule} color={color} x={16.5} y={7} radius={5.8} />
        </>
      ) : (
        <Mark rule={rule} color={color} x={13} y={7} radius={4} />
      );
    case 'diamond':
    case 'square':
      return <Mark rule={rule} color={color} x={13} y={7} />;
    case 'band':
      return (
        <g fill="none" stroke={color} strokeLinecap="round">
          <path d="M4 7h18" strokeWidth="9" opacity=".25" />
          <path d="M4 7h18" strokeWidth="2.2" />
        </g>
      );
    case 'dashes':
      return <path d="M4 12 13 2l9 10z" fill="none" stroke={color} strokeWidth="1.8" strokeDasharray="3 2" />;
    case 'line':
      return <path d="M3 7h20" stroke={color} strokeWidth="2" />;
    case 'outline':
      return <path d="M4 2.5h18v9H4z" fill="none" stroke={color} strokeWidth="1.4" />;
    default:
      return (
        <rect
          x="4"
          y="2"
          width="18"
          height="10"
          rx="2"
          fill={color}
          stroke="var(--line-2)"
          strokeWidth=".8"
        />
      );
  }
}
