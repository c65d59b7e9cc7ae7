import type { Moment } from '../api/queries';
import { isDay } from '../view';

const key = 'seen';

/** The newest edition that was seen and the day it was seen as of; undefined when none was. */
export function keptMoment(): Moment | undefined {
  try {
    return readMoment(localStorage.getItem(key));
  } catch {
    return undefined;
  }
}

/** Keeps a moment for when the service cannot be asked. */
export function keepMoment(moment: Moment): void {
  try {
    localStorage.setItem(key, `${moment.edition}/${moment.at}`);
  } catch {
    // Storage may be forbidden; nothing is shown then without a network.
  }
}

/** Reads a moment as it is kept. */
export function readMoment(text: string | null): Moment | undefined {
  const [, edition, at] = text?.match(/^([1-9]\d{0,8})\/(\d{4}-\d{2}-\d{2})$/) ?? [];
  return edition && at && isDay(at) ? { edition: Number(edition), at } : undefined;
}
