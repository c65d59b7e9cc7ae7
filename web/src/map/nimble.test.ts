import type { Map as MapLibre } from 'maplibre-gl';
import { beforeEach, expect, it, vi } from 'vitest';
import { keepNimble } from './nimble';

// A map as far as it matters here: its listeners, and how fine it is drawn.
function fake() {
  const listeners = new Map<string, () => void>();
  let ratio = 2;
  const map = {
    on: (event: string, listener: () => void) => listeners.set(event, listener),
    getPixelRatio: () => ratio,
    setPixelRatio: (to: number) => {
      ratio = to;
    },
  };
  keepNimble(map as unknown as MapLibre);
  const move = (times: number, every: number) => {
    for (let i = 0; i < times; i++) {
      vi.advanceTimersByTime(every);
      listeners.get('move')?.();
    }
  };
  return { move, rest: () => listeners.get('idle')?.(), ratio: () => ratio };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  return () => vi.useRealTimers();
});

it('a map that moves slowly is drawn coarsely, and sharp at rest', () => {
  const { move, rest, ratio } = fake();
  move(5, 80);
  expect(ratio()).toBe(1);
  rest();
  expect(ratio()).toBe(2);
});

it('a map that moves smoothly, or in single steps, stays sharp', () => {
  const { move, ratio } = fake();
  move(60, 16);
  move(10, 1000);
  expect(ratio()).toBe(2);
});
