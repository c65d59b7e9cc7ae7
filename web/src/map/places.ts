import type { Lang } from '../view';

/** A name that stands on every map, whatever is drawn. */
export interface PlaceName {
  kind: 'sea' | 'island';
  name: Record<Lang, string>;
  lon: number;
  lat: number;
}

export const placeNames: PlaceName[] = [
  { kind: 'sea', name: { ko: '동해', en: 'East Sea' }, lon: 130.25, lat: 36.75 },
  { kind: 'sea', name: { ko: '서해', en: 'Yellow Sea' }, lon: 125.25, lat: 35.75 },
  { kind: 'island', name: { ko: '울릉도', en: 'Ulleungdo' }, lon: 130.865, lat: 37.505 },
  { kind: 'island', name: { ko: '독도', en: 'Dokdo' }, lon: 131.867, lat: 37.241 },
];
