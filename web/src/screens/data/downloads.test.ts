import { expect, it } from 'vitest';
import type { Link } from '../../api/layer';
import { examplesFor, formatsOf, itemsAddress } from './downloads';

const at = 'http://h/api/collections/things/items';
const links = [
  { rel: 'self', type: 'application/geo+json', href: `${at}?limit=1&skipGeometry=true&kind=a` },
  { rel: 'alternate', type: 'text/html', href: `${at}?f=html&limit=1` },
  { rel: 'alternate', type: 'text/csv; charset=utf-8', href: `${at}?f=csv&limit=1` },
  { rel: 'enclosure', type: 'text/csv', href: `${at}?f=csv-bom` },
  { rel: 'enclosure', type: 'application/x-new', href: `${at}?f=new&skipGeometry=true` },
  { rel: 'next', type: 'application/geo+json', href: `${at}?after=x` },
] as Link[];

it('formats are those the answer links to, whole and with geometry', () => {
  expect(formatsOf(links, 'ko')).toEqual([
    { key: 'application/geo+json', name: 'GeoJSON', href: `${at}?limit=10000&kind=a` },
    { key: 'text/csv', name: 'CSV', href: `${at}?f=csv&limit=10000` },
    { key: 'csv-bom', name: '엑셀에서 여는 CSV', href: `${at}?f=csv-bom` },
    { key: 'application/x-new', name: 'application/x-new', href: `${at}?f=new` },
  ]);
});

it('every example holds the address of exactly what is looked at', () => {
  const address = itemsAddress('http://h', 'the-things', { kind: 'a b' }, { at: '2026-05-28', edition: 3 });
  expect(address).toBe(
    'http://h/api/collections/the-things/items?kind=a+b&at=2026-05-28&edition=3&limit=10000',
  );
  const examples = examplesFor('http://h', 'the-things', address);
  expect(examples.map((e) => e.tool)).toEqual(['curl', 'Python', 'R', 'GDAL', 'QGIS']);
  for (const { tool, code } of examples) expect(code).toContain(tool === 'QGIS' ? 'http://h/api' : address);
  expect(examples[1]?.code).toContain('the_things = gpd');
});
