import { isFinal, outdated, pages, planFor } from './rules';

declare const self: ServiceWorkerGlobalScope;

/** The scripts and styles of this build, filled in when it is built. */
declare const __SHELL__: { version: string; assets: string[] };

const { version, assets } = __SHELL__;
const prefix = 'shell-';
const shell = prefix + version;
const data = 'pinned';
/** About a month of looking at days and places; tiles are the most of it. */
const mostAnswers = 1500;
let answers = 0;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(shell)
      .then((cache) =>
        cache.addAll([
          ...pages.map((page) => new Request(page, { cache: 'no-cache' })),
          ...assets.map((asset) => `/${asset}`),
        ]),
      )
      // Pages that are open go on with the shell they came with, which stays in its cache.
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const shells = (await caches.keys()).filter((name) => name.startsWith(prefix));
      await Promise.all(outdated(shells).map((name) => caches.delete(name)));
      await trim();
      await self.clients.claim();
    })(),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  switch (planFor(request.method, request.mode, url)) {
    case 'page':
      event.respondWith(fetch(request).catch(() => keptPage(url.pathname)));
      break;
    case 'asset':
      event.respondWith(kept(request, shell, (answer) => answer.ok));
      break;
    case 'pinned':
      event.respondWith(kept(request, data, isFinal));
      break;
  }
});

// The page of this worker's own shell, so that it finds all its parts.
async function keptPage(path: string): Promise<Response> {
  const cache = await caches.open(shell);
  return (await cache.match(path)) ?? Response.error();
}

// What any cache has; otherwise what the network says, which is kept when it may be.
async function kept(request: Request, name: string, may: (answer: Response) => boolean): Promise<Response> {
  const known = await caches.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (may(answer)) {
    const copy = answer.clone();
    const cache = await caches.open(name);
    // A full disk takes nothing away from what is shown.
    await cache.put(request, copy).catch(() => undefined);
    if (name === data && ++answers % 100 === 0) await trim();
  }
  return answer;
}

// The oldest answers go first.
async function trim(): Promise<void> {
  const cache = await caches.open(data);
  const requests = await cache.keys();
  await Promise.all(requests.slice(0, -mostAnswers).map((request) => cache.delete(request)));
}
