import { describe, expect, it } from 'vitest';
import { formatView, isDay, parseView, today, type View } from './view';

describe('the address', () => {
  const whole: View = {
    screen: 'fund',
    at: '2026-05-28',
    with: '2025-12-31',
    edition: 3,
    region: '46130',
    indicator: 'regional-share',
    variant: 'fsc.proposed.split,operating',
    cards: ['ax-complexes', 'regional-share'],
    areas: ['HNM', 'DKG'],
    borders: 'then',
    indicators: ['regional-share'],
    layer: 'fund-investments',
    filter: { industry: 'ai', stage: 'approved' },
    sort: '-amount_krw',
    layers: ['ai-factories.dot', 'belts.chips'],
    select: { layer: 'ai-factories', id: 'axf-gwangju-ggm' },
    map: { zoom: 7.25, lat: 35.1, lon: 126.9 },
    as: 'table',
    scenario: 'bMvRCcIw_-A',
    lang: 'en',
  };

  it('reads what it writes', () => {
    const text = formatView(whole);
    expect(text).toBe(
      '?screen=fund&at=2026-05-28&with=2025-12-31&edition=3&region=46130&indicator=regional-share&variant=fsc.proposed.split,operating' +
        '&cards=ax-complexes,regional-share&areas=HNM,DKG&borders=then' +
        '&indicators=regional-share&layer=fund-investments&filter=industry:ai&filter=stage:approved' +
        '&sort=-amount_krw&layers=ai-factories.dot,belts.chips&select=ai-factories/axf-gwangju-ggm&map=7.25/35.1/126.9&as=table' +
        '&scenario=bMvRCcIw_-A&lang=en',
    );
    expect(parseView(text)).toEqual(whole);
  });

  it('is empty for the default view', () => {
    expect(formatView({})).toBe('');
    expect(parseView('')).toEqual({});
  });

  it('tells no layers from layers not chosen', () => {
    expect(parseView('?layers=')).toEqual({ layers: [] });
    expect(formatView({ layers: [] })).toBe('?layers=');
  });

  it('tells no indicator from an indicator not chosen', () => {
    expect(parseView('?indicator=')).toEqual({ indicator: '' });
    expect(formatView({ indicator: '' })).toBe('?indicator=');
  });

  it('keeps ids that need escaping', () => {
    const view: View = {
      filter: { belt: '배터리: 가, 나' },
      select: { layer: 'belts', id: '광주/1 & 2' },
    };
    expect(parseView(formatView(view))).toEqual(view);
  });

  it.each([
    '?screen=moon',
    '?areas=',
    '?areas=<b>',
    '?layer=<b>',
    '?filter=industry',
    '?filter=In dustry:ai',
    '?sort=--amount',
    '?at=2026-02-30',
    '?at=yesterday',
    '?edition=0',
    '?edition=-1',
    '?edition=new',
    '?region=<b>',
    '?indicator=<b>',
    '?variant=',
    '?select=ai-factories',
    '?map=6/95/127',
    '?map=6/36',
    '?map=a/b/c',
    '?as=globe',
    '?lang=fr',
    '?unknown=1',
  ])('falls back on %s', (search) => {
    expect(parseView(search)).toEqual({});
  });
});

describe('days', () => {
  it('are days of the calendar', () => {
    expect(isDay('2024-02-29')).toBe(true);
    expect(isDay('2025-02-29')).toBe(false);
    expect(isDay('2025-2-9')).toBe(false);
  });

  it('change at midnight in Korea', () => {
    expect(today(new Date('2026-11-21T14:59:59Z'))).toBe('2026-11-21');
    expect(today(new Date('2026-11-21T15:00:00Z'))).toBe('2026-11-22');
  });
});
