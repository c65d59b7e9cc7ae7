/** A line that fits where it is put: words are kept whole, save one that is longer than the line by itself. */
export function wrap(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    line = '';
    for (const letter of word) {
      if (line && measure(line + letter) > width) {
        lines.push(line);
        line = '';
      }
      line += letter;
    }
  }
  return line ? [...lines, line] : lines;
}

/** The name of a file that holds a picture: what it shows, as of which day, in which edition. */
export function fileName(
  what: string,
  { at, edition }: { at: string; edition: number },
  ending: string,
): string {
  return `growthmap_${what}_${at}_e${edition}.${ending}`;
}

/** A file of a font, and the letters that it covers as the unicode-range of CSS writes them. */
export interface Face {
  url: string;
  weight: string;
  range: string;
}

/** The files that hold the letters of a text in a weight; of several that hold a letter, the last, as in CSS. */
export function facesFor(text: string, weight: string, faces: Face[]): Face[] {
  const known = faces
    .filter((face) => face.weight === weight)
    .map((face) => ({ face, spans: spansOf(face.range) }));
  const needed = new Set<Face>();
  for (const letter of new Set(text)) {
    const point = letter.codePointAt(0) ?? 0;
    const last = known.findLast(({ spans }) => spans.some(([from, to]) => from <= point && point <= to));
    if (last) needed.add(last.face);
  }
  return [...needed];
}

function spansOf(range: string): [number, number][] {
  return range.split(',').map((part) => {
    const [from = '', to = from] = part.trim().replace(/^U\+/i, '').split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  });
}

/** The publishers of documents, each once, those of the most documents first. */
export function publishersOf(documents: { publisher?: string | undefined }[]): string[] {
  const counts = new Map<string, number>();
  for (const { publisher } of documents) {
    if (publisher) counts.set(publisher, (counts.get(publisher) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
}

/** The code that shows a view within another page. */
export function frameCode(address: string, title: string, height: number): string {
  const quoted = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<iframe src="${quoted(address)}" title="${quoted(title)}" width="100%" height="${height}" loading="lazy" style="border:0"></iframe>`;
}

/** The sites that a policy lets frame a page: none, any, or those named; undefined when it says nothing of it. */
export function framersOf(policy: string | null): 'none' | 'any' | string[] | undefined {
  const said = policy?.match(/(?:^|;)\s*frame-ancestors\s+([^;]+)/)?.[1]?.trim();
  if (!said) return undefined;
  if (said === "'none'") return 'none';
  return said === '*' ? 'any' : said.split(/\s+/);
}
