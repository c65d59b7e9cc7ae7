import { type Face, facesFor } from './text';

// What a drawing takes from style sheets, which a file of it has not.
const drawn = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'paint-order',
  'opacity',
  'vector-effect',
] as const;
const written = ['font-size', 'font-weight', 'letter-spacing', 'text-anchor', 'dominant-baseline'] as const;
// What a child does not take from its parent, and what every element begins with.
const initial: Record<string, string> = {
  fill: 'rgb(0, 0, 0)',
  'fill-opacity': '1',
  stroke: 'none',
  'stroke-width': '1px',
  'stroke-opacity': '1',
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  'paint-order': 'normal',
  opacity: '1',
  'vector-effect': 'none',
};
const own = new Set<string>(['opacity', 'vector-effect']);

/** A copy of a drawing of the page that looks the same anywhere: with attributes in place of classes. */
export function frozen(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  const originals = [svg, ...svg.querySelectorAll<SVGElement>('*')];
  for (const [i, original] of originals.entries()) {
    const style = getComputedStyle(original);
    const element = copies[i] as SVGElement;
    const parent = i > 0 && original.parentElement ? getComputedStyle(original.parentElement) : undefined;
    for (const name of drawn) {
      const value = style.getPropertyValue(name);
      const given = own.has(name) ? initial[name] : (parent?.getPropertyValue(name) ?? initial[name]);
      if (value === given) element.removeAttribute(name);
      else element.setAttribute(name, value);
    }
    if (original instanceof SVGTextContentElement) {
      for (const name of written) element.setAttribute(name, style.getPropertyValue(name));
    }
    if (original instanceof SVGSVGElement) element.setAttribute('overflow', style.overflow);
    // A picture leads nowhere.
    if (original.localName === 'a') element.removeAttribute('href');
    for (const name of ['class', 'style', 'aria-label', 'aria-hidden', 'role']) element.removeAttribute(name);
  }
  const { width, height } = svg.getBoundingClientRect();
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return copy;
}

/** The whole text of an SVG file of a drawing of the page, with the letters of the page's font that it needs. */
export async function fileOf(svg: SVGSVGElement): Promise<string> {
  const copy = frozen(svg);
  const { fontFamily } = getComputedStyle(svg);
  copy.setAttribute('font-family', fontFamily);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const faces = pageFaces(document.styleSheets);
  const needed = ['400', '600'].flatMap((weight) => facesFor(textIn(copy, weight), weight, faces));
  const rules = await Promise.all(
    needed.map(async (face) => rule(family(fontFamily), face, await dataOf(face.url))),
  );
  const text = new XMLSerializer().serializeToString(copy);
  const opened = text.indexOf('>') + 1;
  return `${text.slice(0, opened)}<style>${rules.join('')}</style>${text.slice(opened)}`;
}

/**
 * A picture of a drawing of the page, with so many pixels to each of its units. Its text is written with the fonts of the
 * page: a drawing that is loaded as an image is ready before the fonts in it are.
 */
export async function pngOf(svg: SVGSVGElement, ratio: number): Promise<Blob> {
  const { width, height } = svg.viewBox.baseVal;
  const copy = frozen(svg);
  for (const text of copy.querySelectorAll('text')) text.remove();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await Promise.all([image.decode(), document.fonts.ready]);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas to draw on');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const fromScreen = svg.getScreenCTM()?.inverse() ?? new DOMMatrix();
  for (const text of svg.querySelectorAll('text')) {
    const matrix = fromScreen.multiply(text.getScreenCTM() ?? undefined);
    context.setTransform(new DOMMatrix([ratio, 0, 0, ratio, 0, 0]).multiply(matrix));
    write(context, text);
  }
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('the canvas gave no picture');
  return blob;
}

/** Gives the reader a file. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // After the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// Letter by letter where the page has put them, so that it looks the same.
function write(context: CanvasRenderingContext2D, text: SVGTextElement): void {
  const nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const style = getComputedStyle(node.parentElement ?? text);
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    context.fillStyle = style.fill;
    context.strokeStyle = style.stroke;
    context.lineWidth = Number.parseFloat(style.strokeWidth);
    context.lineJoin = 'round';
    const letters = [...(node.textContent ?? '')].map((letter) => {
      const { x, y } = text.getStartPositionOfChar(at);
      at += letter.length;
      return { letter, x, y };
    });
    if (style.stroke !== 'none') for (const { letter, x, y } of letters) context.strokeText(letter, x, y);
    for (const { letter, x, y } of letters) context.fillText(letter, x, y);
  }
}

function pageFaces(sheets: Iterable<CSSStyleSheet>): Face[] {
  return [...sheets].flatMap((sheet) =>
    [...sheet.cssRules].flatMap((rule) => {
      if (!(rule instanceof CSSFontFaceRule)) return [];
      const value = (name: string) => rule.style.getPropertyValue(name);
      const url = value('src').match(/url\("?([^")]+)"?\)/)?.[1];
      if (!url) return [];
      return {
        url: new URL(url, sheet.href ?? location.href).href,
        weight: value('font-weight'),
        range: value('unicode-range'),
      };
    }),
  );
}

function textIn(svg: SVGSVGElement, weight: string): string {
  return [...svg.querySelectorAll('text, tspan')]
    .filter((element) => element.getAttribute('font-weight') === weight)
    .map((element) => element.textContent)
    .join('');
}

function family(fontFamily: string): string {
  return fontFamily.split(',')[0]?.trim() ?? '';
}

function rule(name: string, { weight, range }: Face, data: string): string {
  return `@font-face{font-family:${name};font-weight:${weight};src:url(${data}) format("woff2");unicode-range:${range}}`;
}

async function dataOf(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  const blob = await answer.blob();
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
}
