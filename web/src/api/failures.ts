import {
  notifyManager,
  type Query,
  QueryCache,
  QueryClient,
  type QueryKey,
  useIsFetching,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useRef, useSyncExternalStore } from 'react';
import { ProblemError } from './client';
import type { Moment } from './queries';

// Of what state of the data an answer is that stands in for another.
const standIns = new WeakMap<Query, Moment>();

/** Keeps the answers of the service; what is kept answers without a network too. */
export function makeClient(): QueryClient {
  const networkMode = 'always';
  const cache: QueryCache = new QueryCache({
    onError: (_, query) => {
      const last = query.state.data === undefined ? lastTo(cache, query) : undefined;
      if (!last) return;
      standIns.set(query as Query, last.moment);
      // Not valid, so that whatever shows it next asks again.
      query.setState({ data: last.data, isInvalidated: true });
    },
    onSuccess: (_, query) => standIns.delete(query as Query),
  });
  return new QueryClient({
    queryCache: cache,
    defaultOptions: { queries: { networkMode, retryDelay }, mutations: { networkMode } },
  });
}

/** What is shown and could not be loaded. */
export interface Failures {
  /** Of the first of them; null as long as there is none. */
  error: Error | null;
  /** The states of the data that are shown in place of what failed. */
  stale: Moment[];
  /** Whether it is being asked for again. */
  trying: boolean;
  retry: () => void;
}

/** Everything shown that could not be loaded, whichever part of the page asked for it, and the way to ask again. */
export function useFailures(): Failures {
  const client = useQueryClient();
  const failed = useFailed();
  const trying = useIsFetching({ predicate: hasFailed }) > 0;
  const moments = new Map(
    failed.flatMap((query) => {
      const moment = standIns.get(query);
      return moment ? [[`${moment.edition}/${moment.at}`, moment] as const] : [];
    }),
  );
  return {
    error: failed[0]?.state.error ?? null,
    stale: [...moments.values()],
    trying,
    retry: () => retryFailed(client),
  };
}

/** Asks again for everything shown that could not be loaded. */
export function retryFailed(client: QueryClient): void {
  void client.refetchQueries({ type: 'active', predicate: hasFailed });
}

/** Whether what is not there yet will not come: something failed, and nothing is being asked for. */
export function useGivenUp(): boolean {
  const failed = useFailed().length > 0;
  return useIsFetching() === 0 && failed;
}

function useFailed(): Query[] {
  const cache = useQueryClient().getQueryCache();
  const last = useRef<Query[]>([]);
  return useSyncExternalStore(
    useCallback((changed) => cache.subscribe(notifyManager.batchCalls(changed)), [cache]),
    () => {
      const now = cache.findAll({ type: 'active', predicate: hasFailed });
      const same = now.length === last.current.length && now.every((query, i) => query === last.current[i]);
      if (!same) last.current = now;
      return last.current;
    },
  );
}

function hasFailed({ state }: Pick<Query, 'state'>): boolean {
  return state.status === 'error';
}

// The last answer to the same question of another day or edition: a key is the kind, the question, the moment, the rest.
function lastTo(
  cache: QueryCache,
  query: { queryKey: QueryKey },
): { data: unknown; moment: Moment } | undefined {
  const [kind, question, moment, ...rest] = query.queryKey;
  if (!isMoment(moment)) return undefined;
  // What the page was of, not what a part of it looked at beside.
  const [page] = cache
    .findAll({ queryKey: ['indicators'], predicate: ({ state }) => state.status === 'success' })
    .toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
  const rank = ({ queryKey }: Query) => Number(same(queryKey[2], page?.queryKey[2]));
  const [last] = cache
    .findAll({ queryKey: [kind, question], predicate: ({ state }) => state.status === 'success' })
    .filter(({ queryKey }) => isMoment(queryKey[2]) && same(queryKey.slice(3), rest))
    .toSorted((a, b) => rank(b) - rank(a) || b.state.dataUpdatedAt - a.state.dataUpdatedAt);
  return last && { data: last.state.data, moment: last.queryKey[2] as Moment };
}

function isMoment(part: unknown): part is Moment {
  return typeof part === 'object' && part !== null && 'edition' in part && 'at' in part;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

// As long as the service asks for, or longer with every failure.
function retryDelay(failures: number, error: Error): number {
  const asked = error instanceof ProblemError ? error.after : undefined;
  return asked === undefined ? Math.min(1000 * 2 ** failures, 30_000) : 1000 * asked;
}
