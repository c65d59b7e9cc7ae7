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

// What a lazily loaded chunk brings along that the first load has not: the chunks it imports, and the styles of all.
const first = linked('.js');
const styles = named(/\.css$/);
const along = (chunks, seen = new Set(first)) => {
  for (const chunk of chunks.filter((c) => !seen.has(c))) {
    seen.add(chunk);
    const code = readFileSync(join(dist, 'assets', chunk), 'utf8');
    along(
      [...code.matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g)].map((m) => m[1]),
      seen,
    );
  }
  const scripts = [...seen].filter((f) => !first.includes(f));
  const names = scripts.map((f) => f.slice(0, -12));
  return [
    ...scripts,
    ...named(/^screens-.*\.css$/),
    ...styles.filter((f) => names.includes(f.slice(0, -13))),
  ];
};
const screens = ['Compare', 'Belts', 'Fund', 'Targets', 'Data'];

const budgets = [
  ['first load before the map', first, 135],
  ['outlines', named(/^_virtual_outlines-.*\.js$/), 32],
  ['map', named(/^MapView-.*\.js$/), 290],
  ['map worker', named(/^maplibre-gl-worker-.*\.js$/), 150],
  ...screens.map((name) => [`screen ${name}`, along(named(new RegExp(`^${name}Screen-.*\\.js$`))), 40]),
  ['two days', named(/^(TwoMaps|Changes|useDays)-.*\.(js|css)$/), 8],
  ['scenario', named(/^Scenario-.*\.(js|css)$/), 17],
  [
    'figures',
    named(
      /^(AreaTable|Charts?|charts|Course|Evidence|figures|ScenarioButton|Standing|Targets|Timeline|Variants)-.*\.(js|css)$/,
    ),
    40,
  ],
  ['saving and embedding', named(/^(SavePicture|Embed|share|text)-.*\.(js|css)$/), 12],
  ['print', named(/^print-.*\.css$/), 2],
  ['service worker', ['../sw.js'], 4],
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
