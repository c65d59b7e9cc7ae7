// Takes the font files this folder holds out of the npm package pretendard-gov
// and writes the rules that name them; see README.md.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const release = 'pretendard-gov@1.3.9';
const integrity =
  'sha512-U9bEVWfBoM5AUAM2yJvmbffrt4oO//onVbKOIzy/pEU0SEP+6O/YmOxGgYaMgDr+zmqhDGhSwQqOnBFSgmp4bQ==';
const weights = { Regular: 400, SemiBold: 600 };

const here = import.meta.dirname;
const work = mkdtempSync(join(tmpdir(), 'fonts-'));
try {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', release, '--json', '--silent', '--pack-destination', work]),
  );
  if (packed.integrity !== integrity) {
    throw new Error(`${release} has integrity ${packed.integrity}, expected ${integrity}`);
  }
  execFileSync('tar', ['xzf', join(work, packed.filename), '-C', work, 'package/dist']);
  const from = join(work, 'package/dist');
  copyFileSync(join(from, 'LICENSE.txt'), join(here, 'LICENSE.txt'));
  const css = readFileSync(join(from, 'web/static/pretendard-gov-dynamic-subset.css'), 'utf8');
  const slices = readSlices(css).filter(({ ranges }) => ranges.some(([a, b]) => hangul(a, b) || latin(a, b)));
  for (const { slice } of slices) {
    for (const name of Object.keys(weights)) {
      const file = `PretendardGOV-${name}.subset.${slice}.woff2`;
      copyFileSync(join(from, 'web/static/woff2-dynamic-subset', file), join(here, file));
    }
  }
  writeRules(slices);
} finally {
  rmSync(work, { recursive: true });
}

function hangul(a, b) {
  return a <= 0xd7a3 && b >= 0xac00;
}

function latin(a, b) {
  return a <= 0x17f && b >= 0x41;
}

// The slices with their ranges of code points, the most frequent letters first.
function readSlices(css) {
  const rule = /font-weight: 400;\s*src: url\(\S*?\.subset\.(\d+)\.woff2\)[^}]*?unicode-range: ([^;]+);/g;
  return [...css.matchAll(rule)]
    .map(([, slice, list]) => ({
      slice: Number(slice),
      ranges: list.split(',').map((part) => {
        const [a, b = a] = part.trim().slice(2).split('-');
        return [Number.parseInt(a, 16), Number.parseInt(b, 16)];
      }),
    }))
    .sort((a, b) => b.slice - a.slice);
}

// From slice 99 on letters are cut by frequency and listed exactly. The slices
// before it hold what is left, in order, so that their first and last syllable
// say enough: the exact lists go before them.
function rangesOf({ slice, ranges }) {
  if (slice < 99) {
    const syllables = ranges.filter(([a, b]) => hangul(a, b));
    return [[syllables[0][0], syllables.at(-1)[1]]];
  }
  return ranges;
}

function writeRules(slices) {
  const hex = (n) => n.toString(16);
  // In CSS the last matching rule wins: rare syllables come first.
  const rules = slices.toReversed().flatMap((slice) => {
    const ranges = rangesOf(slice).map(([a, b]) => (a === b ? `U+${hex(a)}` : `U+${hex(a)}-${hex(b)}`));
    return Object.entries(weights).map(
      ([name, weight]) =>
        `@font-face{font-family:"Pretendard GOV";font-weight:${weight};font-display:swap;` +
        `src:url(./PretendardGOV-${name}.subset.${slice.slice}.woff2) format("woff2");` +
        `unicode-range:${ranges.join(',')}}`,
    );
  });
  writeFileSync(join(here, 'faces.css'), `${rules.join('\n')}\n`);
}
