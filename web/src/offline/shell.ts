// What was asked for before a service worker was there to keep it.
let missed: Request[] | undefined = 'serviceWorker' in navigator ? [] : undefined;

/** Remembers a request, as long as no service worker sees it by itself, so that its answer can be kept for later. */
export function note(request: Request): void {
  if (!missed || missed.length >= 500) return;
  // The service worker keeps no others.
  if (new URL(request.url).searchParams.has('edition')) missed.push(request.clone());
}

/**
 * Registers the service worker, with which the page opens without a network: after everything that is shown first. The
 * first time, what the page has loaded until then is asked for again, which the browser answers from its own cache.
 */
export function startShell(): void {
  const { serviceWorker } = navigator;
  if (!missed || !serviceWorker) return;
  if (serviceWorker.controller) {
    missed = undefined;
  } else {
    serviceWorker.addEventListener(
      'controllerchange',
      () => {
        const fonts = performance
          .getEntriesByType('resource')
          .filter(({ name }) => name.endsWith('.woff2'))
          .map(({ name }) => new Request(name));
        for (const request of [...fonts, ...(missed ?? [])]) void fetch(request).catch(() => undefined);
        missed = undefined;
      },
      { once: true },
    );
  }
  const register = () => {
    // Storage may be forbidden; the page then needs a network, as before.
    serviceWorker.register('/sw.js').catch(() => undefined);
  };
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}
