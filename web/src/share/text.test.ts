import { expect, test } from 'vitest';
import { facesFor, fileName, frameCode, framersOf, publishersOf, wrap } from './text';

const letters = (text: string) => text.length;

test('text is put on lines between words, and a word that is too long is broken', () => {
  expect(wrap('비수도권 투자 비중', 7, letters)).toEqual(['비수도권 투자', '비중']);
  expect(wrap('https://example.org/f/gm-aaaa', 12, letters)).toEqual([
    'https://exam',
    'ple.org/f/gm',
    '-aaaa',
  ]);
  expect(wrap('가 https://example.org', 12, letters)).toEqual(['가', 'https://exam', 'ple.org']);
  expect(wrap('  ', 5, letters)).toEqual([]);
});

test('a file is named by what it shows, the day and the edition', () => {
  expect(fileName('regional-share', { at: '2026-05-28', edition: 3 }, 'png')).toBe(
    'growthmap_regional-share_2026-05-28_e3.png',
  );
});

test('the files of a font are those that hold the letters, of several the last', () => {
  const face = (url: string, range: string, weight = '400') => ({ url, weight, range });
  const faces = [
    face('latin', 'U+20-7e, U+a0-ff'),
    face('hangul', 'U+ac00-d7a3'),
    face('digits', 'U+30-39'),
    face('bold', 'U+20-d7a3', '600'),
  ];
  expect(facesFor('Korea', '400', faces).map((f) => f.url)).toEqual(['latin']);
  expect(facesFor('전국 41', '400', faces).map((f) => f.url)).toEqual(['hangul', 'latin', 'digits']);
  expect(facesFor('전국', '600', faces).map((f) => f.url)).toEqual(['bold']);
  expect(facesFor('漢', '400', faces)).toEqual([]);
});

test('publishers are named once, the most frequent first', () => {
  const from = (publisher?: string) => ({ publisher });
  expect(publishersOf([from('금융위원회'), from('산업통상부'), from(), from('산업통상부')])).toEqual([
    '산업통상부',
    '금융위원회',
  ]);
});

test('the code of a frame holds the address and the title as attributes', () => {
  const code = frameCode('https://example.org/embed?at=2026-05-28&lang=ko', '지도 "전국" <b>', 640);
  expect(code).toContain('src="https://example.org/embed?at=2026-05-28&amp;lang=ko"');
  expect(code).toContain('title="지도 &quot;전국&quot; &lt;b>"');
  expect(code).toContain('height="640"');
});

test('who may frame a page is read out of its policy', () => {
  expect(framersOf("default-src 'self'; frame-ancestors 'none'")).toBe('none');
  expect(framersOf('frame-ancestors *')).toBe('any');
  expect(framersOf("default-src 'self'; frame-ancestors https://a.kr https://*.b.kr")).toEqual([
    'https://a.kr',
    'https://*.b.kr',
  ]);
  expect(framersOf("default-src 'self'")).toBeUndefined();
  expect(framersOf(null)).toBeUndefined();
});
