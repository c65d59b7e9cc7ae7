/** The mean radius of the earth, as the IUGG gives it. */
const radiusKm = 6371.0088;

/** The great-circle distance between two places, longitude before latitude in degrees, on a sphere, in kilometres. */
export function distanceKm([lonA, latA]: [number, number], [lonB, latB]: [number, number]): number {
  const [a, b] = [radians(latA), radians(latB)];
  const half =
    Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(radians(lonB - lonA) / 2) ** 2;
  return 2 * radiusKm * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** The closed line of all places at a distance from one, from the north clockwise. */
export function circle([lon, lat]: [number, number], km: number, corners = 72): [number, number][] {
  const away = km / radiusKm;
  const from = radians(lat);
  return Array.from({ length: corners + 1 }, (_, i) => {
    const bearing = (2 * Math.PI * (i % corners)) / corners;
    const to = Math.asin(
      Math.sin(from) * Math.cos(away) + Math.cos(from) * Math.sin(away) * Math.cos(bearing),
    );
    const east = Math.atan2(
      Math.sin(bearing) * Math.sin(away) * Math.cos(from),
      Math.cos(away) - Math.sin(from) * Math.sin(to),
    );
    return [lon + degrees(east), degrees(to)];
  });
}

function radians(n: number): number {
  return (n * Math.PI) / 180;
}

function degrees(n: number): number {
  return (n * 180) / Math.PI;
}
