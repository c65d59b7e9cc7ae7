/**
 * What the service worker does with a request: the page from the network and only without one from its cache; assets,
 * whose names change with their content, from the cache; answers about data from the cache when the address names
 * edition and day, because such an answer never changes. Everything else goes by as if there were no worker.
 */
export type Plan = 'page' | 'asset' | 'pinned' | 'pass';

/** The pages that the shell stands for. */
export const pages = ['/', '/embed'];

/** The plan for a request to an address of the worker's own origin. */
export function planFor(method: string, mode: string, { pathname, searchParams }: URL): Plan {
  if (method !== 'GET') return 'pass';
  if (mode === 'navigate') return pages.includes(pathname) ? 'page' : 'pass';
  if (pathname.startsWith('/assets/')) return 'asset';
  // A format is named for files, which are saved and not shown.
  const pinned =
    /^[1-9]\d*$/.test(searchParams.get('edition') ?? '') && searchParams.has('at') && !searchParams.has('f');
  return pathname.startsWith('/api/') && pinned ? 'pinned' : 'pass';
}

/** Whether an answer may be kept: the service says so itself of what never changes. */
export function isFinal({ ok, headers }: Pick<Response, 'ok' | 'headers'>): boolean {
  return ok && /\bimmutable\b/.test(headers.get('Cache-Control') ?? '');
}

/**
 * The shells to give up, of all in the order in which they came. The one before the newest stays: pages that were opened
 * with it still load parts of it, which the service no longer has.
 */
export function outdated(shells: string[]): string[] {
  return shells.slice(0, -2);
}
