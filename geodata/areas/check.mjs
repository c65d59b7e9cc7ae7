// What the build insists on before it writes a file.

// Registered area of the si/do in km² at the end of 2023 (cadastral statistics of the Ministry of Land, published
// 2024-04-01). `reported`: as read in press reports of the publication; the others are reference values from general
// knowledge. Together they make 100,448.6; the reported total is 100,449.4. Used for this check only.
const reported = { 11: 605.2, 27: 1499.5, 28: 1067.1, 29: 501.0, 30: 539.8, 36: 465.0, 46: 12362, 47: 18424, 51: 16831 };
const generalKnowledge = { 26: 771.3, 31: 1062.9, 41: 10199.7, 43: 7406.9, 44: 8247.5, 48: 10542.0, 50: 1850.3, 52: 8073.4 };
// The source counts tidal flats and landfill to Incheon that the cadastre does not know.
const sidoTolerance = (code) => (code === '28' ? 0.04 : 0.015);

// Area of the new gu of Hwaseong as the city announced it (jungdoilbo.com, 2026-01-20). Manse-gu is left out: the
// source gives it lakes and tidal flats.
const hwaseong = { 41593: 153.5, 41595: 24.3, 41597: 56.3 };

// Islands that careless simplification or clipping loses: their unit and middle; all of each lies within 0.1°.
const remote = {
  Dokdo: ['47940', [131.868, 37.242]],
  Ulleungdo: ['47940', [130.87, 37.5]],
  Marado: ['50130', [126.268, 33.118]],
  Baengnyeongdo: ['28720', [124.67, 37.95]],
};

export function expect(what, found, wanted) {
  if (found !== wanted) throw new Error(`${what}: found ${found}, wanted ${wanted}`);
}

function expectArea(what, found, wanted, tolerance) {
  const deviation = found / wanted - 1;
  if (!(Math.abs(deviation) <= tolerance)) {
    throw new Error(`${what}: ${found.toFixed(1)} km² is ${(100 * deviation).toFixed(2)} % off ${wanted} km², tolerated are ${100 * tolerance} %`);
  }
}

// Compares si/do with the reference table and returns the comparison for the record.
export function checkSidoAreas(sido) {
  return sido.map(({ properties: { code }, geometry }) => {
    const basis = code in reported ? 'reported' : 'general knowledge';
    const reference = reported[code] ?? generalKnowledge[code];
    const measured = areaKm2(geometry);
    expectArea(`si/do ${code}`, measured, reference, sidoTolerance(code));
    return { code, measured_km2: Number(measured.toFixed(1)), reference_km2: reference, basis };
  });
}

export function checkHwaseong(units) {
  for (const [code, wanted] of Object.entries(hwaseong)) {
    const { geometry } = units.find((unit) => unit.properties.code === code);
    expectArea(`gu ${code}`, areaKm2(geometry), wanted, 0.015);
  }
}

// Cleaning closes gaps of a few metres between neighbours; it must not move land from one to another.
export function checkCleaning(before, after) {
  for (const [i, { properties, geometry }] of after.entries()) {
    expect('unit after cleaning', properties.code, before[i].properties.code);
    expectArea(`unit ${properties.code} after cleaning`, areaKm2(geometry), areaKm2(before[i].geometry), 0.001);
  }
}

export function checkRemote(units) {
  for (const [name, [code, [x, y]]] of Object.entries(remote)) {
    const { geometry } = units.find((unit) => unit.properties.code === code);
    const near = ([px, py]) => Math.abs(px - x) < 0.1 && Math.abs(py - y) < 0.1;
    if (!rings(geometry).some((ring) => ring.every(near))) throw new Error(`${name} is missing from unit ${code}`);
  }
}

export function checkNoForeignDokdo(neighbours) {
  for (const { properties, geometry } of neighbours) {
    if (rings(geometry).flat().some(([x, y]) => x > 131.5 && x < 132.2 && y > 36.9 && y < 37.6)) {
      throw new Error(`Dokdo is drawn as a part of ${properties.name_en}`);
    }
  }
}

function rings(geometry) {
  return geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
}

// Area on the WGS84 ellipsoid in km², edges straight in the authalic cylinder.
export function areaKm2(geometry) {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.reduce((sum, [shell, ...holes]) => sum + holes.reduce((rest, hole) => rest - ringAreaKm2(hole), ringAreaKm2(shell)), 0);
}

function ringAreaKm2(ring) {
  const semiMajorKm = 6378.137;
  const radians = Math.PI / 180;
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [x1, y1] = ring[i - 1];
    const [x2, y2] = ring[i];
    sum += (x2 - x1) * radians * ((authalic(y1 * radians) + authalic(y2 * radians)) / 2);
  }
  return (Math.abs(sum) * semiMajorKm ** 2) / 2;
}

function authalic(latitude) {
  const e = 0.0818191908426215;
  const s = Math.sin(latitude);
  return (1 - e * e) * (s / (1 - (e * s) ** 2) - Math.log((1 - e * s) / (1 + e * s)) / (2 * e));
}
