// Fails when the built dashboard weighs more than it may: bytes after gzip, as a first visit loads them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = join(import.meta.dirname, '../dist');
const html = readFileSync(join(dist, 'index.html'), 'utf8');
const assets = readdirSync(join(dist, 'assets'));
const linked = (ending) =>
  [...html.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)].map((m) => m[1]).filter((f) => f.endsWith(ending));
const named = (pattern) => assets.filter((f) => pattern.test(f));

const budgets = [
  ['first load before the map', linked('.js'), 135],
  ['map', named(/^MapView-.*\.js$/), 290],
  ['map worker', named(/^maplibre-gl-worker-.*\.js$/), 150],
  ['figures', named(/^(AreaTable|charts|Evidence|figures|Targets|Timeline)-.*\.(js|css)$/), 40],
  ['styles before the figures', linked('.css'), 15],
];

let over = false;
for (const [what, files, limit] of budgets) {
  const bytes = files.reduce(
    (sum, f) => sum + gzipSync(readFileSync(join(dist, 'assets', f)), { level: 9 }).length,
    0,
  );
  const size = bytes / 1024;
  const fits = files.length > 0 && size <= limit;
  over ||= !fits;
  console.log(
    `${fits ? 'ok  ' : 'OVER'} ${what}: ${size.toFixed(1)} of ${limit} KB (${files.join(', ') || 'no file'})`,
  );
}
process.exitCode = over ? 1 : 0;
