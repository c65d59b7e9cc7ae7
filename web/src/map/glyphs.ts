import type { StyleSpecification } from 'maplibre-gl';

/** The font of the map's text: the page's own, in the weight of its headings. */
export const mapFont = 'Pretendard GOV SemiBold';

/**
 * The files of the map's font with the letters each covers, read out of the page's own font rules; a file is loaded
 * when a letter of it is drawn. The map takes the first file that covers a letter where CSS takes the last.
 */
export function fontFaces(sheets: Iterable<CSSStyleSheet>): NonNullable<StyleSpecification['font-faces']> {
  const files = [...sheets].flatMap((sheet) =>
    [...sheet.cssRules].flatMap((rule) => {
      if (!(rule instanceof CSSFontFaceRule)) return [];
      const value = (name: string) => rule.style.getPropertyValue(name);
      const url = value('src').match(/url\("?([^")]+)"?\)/)?.[1];
      if (!url || value('font-weight') !== '600') return [];
      return [
        {
          url: new URL(url, sheet.href ?? location.href).href,
          'unicode-range': value('unicode-range').split(/,\s*/),
        },
      ];
    }),
  );
  return { [mapFont]: files.reverse() };
}
