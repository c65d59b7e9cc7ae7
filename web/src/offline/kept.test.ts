import { expect, test } from 'vitest';
import { readMoment } from './kept';

test('a kept moment is read back, and anything else is none', () => {
  expect(readMoment('12/2026-05-28')).toEqual({ edition: 12, at: '2026-05-28' });
  for (const text of [null, '', '0/2026-05-28', '12/2026-02-30', '12', '2026-05-28', '12/2026-05-28/x']) {
    expect(readMoment(text)).toBeUndefined();
  }
});
