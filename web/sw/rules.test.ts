import { expect, test } from 'vitest';
import { isFinal, outdated, planFor } from './rules';

const plan = (path: string, mode = 'cors', method = 'GET') =>
  planFor(method, mode, new URL(path, 'https://example.org'));

test('only an answer of a named edition and day is taken from the cache', () => {
  expect(plan('/api/collections?edition=3&at=2026-05-28&lang=ko')).toBe('pinned');
  expect(plan('/api/collections/regions/tiles/WebMercatorQuad/5/12/27?edition=3&at=2026-05-28')).toBe(
    'pinned',
  );
  for (const path of [
    '/api/collections?lang=ko',
    '/api/collections?at=2026-05-28',
    '/api/collections?edition=3',
    '/api/collections?edition=newest&at=2026-05-28',
    '/api/citations/gm-aaaaewsqouqklydov22?lang=ko',
    '/api/collections/regions/items?edition=3&at=2026-05-28&f=gpkg',
    '/readyz',
  ]) {
    expect(plan(path), path).toBe('pass');
  }
  expect(plan('/api/scenarios?edition=3&at=2026-05-28', 'cors', 'POST')).toBe('pass');
});

test('the page and its assets are told from other addresses', () => {
  expect(plan('/?at=2026-05-28', 'navigate')).toBe('page');
  expect(plan('/embed?lang=en', 'navigate')).toBe('page');
  expect(plan('/f/gm-aaaaewsqouqklydov22', 'navigate')).toBe('pass');
  expect(plan('/api/collections?edition=3&at=2026-05-28', 'navigate')).toBe('pass');
  expect(plan('/assets/index-Ci2N2akN.js')).toBe('asset');
  expect(plan('/sw.js')).toBe('pass');
});

test('an answer is kept when the service says that it never changes', () => {
  const answer = (control: string, status = 200) =>
    new Response('', { status, headers: { 'Cache-Control': control } });
  expect(isFinal(answer('public, max-age=31536000, immutable'))).toBe(true);
  expect(isFinal(answer('public, no-cache'))).toBe(false);
  expect(isFinal(answer('public, max-age=31536000, immutable', 404))).toBe(false);
});

test('the newest shell and the one before it stay', () => {
  expect(outdated(['shell-a'])).toEqual([]);
  expect(outdated(['shell-a', 'shell-b'])).toEqual([]);
  expect(outdated(['shell-a', 'shell-b', 'shell-c'])).toEqual(['shell-a']);
});
