import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
const pause = 15_000;

let lost = !navigator.onLine;
let timer: ReturnType<typeof setInterval> | undefined;

/** Whether the service cannot be reached. */
export function useOffline(): boolean {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => lost,
  );
}

/** Tells what became of a request that only the service itself can answer. */
export function told(reached: boolean): void {
  if (lost === !reached) return;
  lost = !reached;
  clearInterval(timer);
  if (lost) timer = setInterval(ask, pause);
  for (const changed of listeners) changed();
}

// That there is a network does not say that the service is on it.
async function ask(): Promise<void> {
  if (!navigator.onLine) return;
  const { ok } = await fetch('/readyz', { cache: 'no-store' }).catch(() => ({ ok: false }));
  if (ok) told(true);
}

addEventListener('offline', () => told(false));
addEventListener('online', ask);
if (lost) timer = setInterval(ask, pause);
