import type { Map as MapLibre } from 'maplibre-gl';

const ratio = 2;

/** The map as it is drawn now, copied with so many pixels to a CSS pixel that it can be printed. */
export function pictureOf(map: MapLibre): HTMLCanvasElement {
  const before = map.getPixelRatio();
  const copy = document.createElement('canvas');
  map.setPixelRatio(ratio);
  // What is drawn can be read until the browser shows it, so drawing and reading are one step.
  map.redraw();
  const { width, height } = map.getCanvas();
  copy.width = width;
  copy.height = height;
  const paper = copy.getContext('2d');
  if (paper) {
    // Where nothing is drawn the page shows through, in the colour of the sea.
    paper.fillStyle = getComputedStyle(map.getContainer()).backgroundColor;
    paper.fillRect(0, 0, width, height);
    paper.drawImage(map.getCanvas(), 0, 0);
  }
  map.setPixelRatio(before);
  return copy;
}

/** Puts a copy of the map beside it while the page is printed, where the map itself would be blank. */
export function printWith(map: MapLibre, container: HTMLElement): () => void {
  let copy: HTMLCanvasElement | undefined;
  const before = () => {
    // On paper a map in dark colours would stand out as a dark box; the outlines take its place.
    if (container.dataset.drawn === 'dark') return;
    copy = pictureOf(map);
    copy.className = 'printed-map';
    container.after(copy);
  };
  const after = () => copy?.remove();
  addEventListener('beforeprint', before);
  addEventListener('afterprint', after);
  return () => {
    after();
    removeEventListener('beforeprint', before);
    removeEventListener('afterprint', after);
  };
}
