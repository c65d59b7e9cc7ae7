import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const web = join(import.meta.dirname, '..');
const text = readFileSync(join(web, '../docs/accessibility.md'), 'utf8').replace(/\n\s+/g, ' ');
const rows = text.split('\n').filter((line) => /^\| \d/.test(line));
const proofs = [...text.matchAll(/`(e2e\/[\w.]+)`\s“([^”]+)”/g)].map(([, file = '', name = '']) => ({
  file,
  name,
}));

it('the self-check has the 33 items, each with a state and, where it is met, a proof', () => {
  expect(new Set(rows.map((row) => row.split(' ')[1])).size).toBe(33);
  for (const row of rows) {
    const [, , , state = '', how = ''] = row.split('|').map((cell) => cell.trim());
    expect(state).toMatch(/^(Met|Partly|None here)$/);
    if (state !== 'None here') expect(how).toMatch(/`e2e\/[\w.]+` “/);
  }
});

it('every test that the self-check names exists', () => {
  expect(proofs.length).toBeGreaterThan(33);
  for (const { file, name } of proofs) {
    const source = readFileSync(join(web, file), 'utf8');
    // Some are run once for each language.
    expect(
      [`'${name}'`, `\`${name}: `].some((title) => source.includes(title)),
      `${file} has no “${name}”`,
    ).toBe(true);
  }
});
