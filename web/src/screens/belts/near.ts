import type { Definition } from '../../api/definition';
import { isPlaced, nameOf, ruleMatches } from '../../api/definition';
import type { Row } from '../../api/queries';
import { marking } from '../../map/legend';
import { circle, distanceKm } from '../../map/sphere';
import type { Lang } from '../../view';

/** The distances that are told apart around a place, in kilometres. */
export const rings = [10, 30, 50] as const;

/** A feature near a place, how far away, and whether either is known to the si/gun/gu only. */
export interface Near {
  layer: Definition;
  row: Row;
  km: number;
  rough: boolean;
}

/** The features of layers within the widest ring around a node, the nearest first; none when it has no drawn place. */
export function nearTo(node: Row, layers: { layer: Definition; rows: Row[] }[]): Near[] {
  const here = pointOf(node);
  if (!here) return [];
  return layers
    .flatMap(({ layer, rows }) =>
      rows.flatMap((row): Near[] => {
        const there = row.id === node.id ? undefined : pointOf(row);
        const km = there && distanceKm(here, there);
        if (km === undefined || km > Math.max(...rings)) return [];
        return [{ layer, row, km, rough: marking(node) === 'hollow' || marking(row) === 'hollow' }];
      }),
    )
    .sort((a, b) => a.km - b.km);
}

/** The layers whose features stand at points: what can be near. */
export function pointLayers(definitions: Definition[], except: string): Definition[] {
  return definitions.filter((d) => d.geometry === 'Point' && isPlaced(d) && d.id !== except);
}

/** The circles around a place, from the innermost. */
export function ringsAround(node: Row): { km: number; line: [number, number][] }[] {
  const here = pointOf(node);
  return here ? rings.map((km) => ({ km, line: circle(here, km) })) : [];
}

/** What the map calls a feature: by the column its definition names, else by what the legend calls it, with its id. */
export function titleOf({ style }: Definition, row: Row, lang: Lang): string {
  const { properties: p } = row;
  const label = style?.label ?? 'name';
  const name = p[`${label}_${lang}`] ?? p[`${label}_ko`] ?? p[label];
  if (typeof name === 'string') return name;
  const rule = nameOf(row, lang) === row.id && style?.rules.find((r) => ruleMatches(r, p));
  return rule ? `${rule.title[lang]} ${row.id}` : nameOf(row, lang);
}

function pointOf(row: Row): [number, number] | undefined {
  return row.geometry?.type === 'Point' && marking(row) !== 'none'
    ? (row.geometry.coordinates as [number, number])
    : undefined;
}
