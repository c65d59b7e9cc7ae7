import type { Map as MapLibre } from 'maplibre-gl';

/** A movement whose frames take longer than this, in milliseconds, is seen to stutter. */
const smooth = 30;
/** Frames further apart than this belong to two movements. */
const apart = 300;
/** So many frames tell how fast a computer draws. */
const enough = 4;

/**
 * Keeps the map nimble where drawing is slow, as without a graphics processor: while it moves there it is drawn with half
 * the pixels each way, and sharp again as soon as it rests.
 */
export function keepNimble(map: MapLibre): void {
  const sharp = map.getPixelRatio();
  let coarse = false;
  let last = Number.NEGATIVE_INFINITY;
  let gaps: number[] = [];
  map.on('move', () => {
    if (coarse) return;
    const now = performance.now();
    gaps = now - last < apart ? [...gaps, now - last].slice(-enough) : [];
    last = now;
    if (gaps.length < enough || gaps.reduce((sum, gap) => sum + gap, 0) / enough < smooth) return;
    coarse = true;
    map.setPixelRatio(sharp / 2);
  });
  map.on('idle', () => {
    if (!coarse) return;
    map.setPixelRatio(sharp);
    coarse = false;
    gaps = [];
  });
}
