import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { FeatureRef, Lang } from '../view';
import { content, ProblemError, service, TimeoutError } from './client';
import type { Definition, Properties } from './definition';
import type { components } from './schema';

/** A feature as the service gives it. */
export type Row = Omit<components['schemas']['Feature'], 'properties'> & { properties: Properties };
export type Citation = components['schemas']['Citation'];
/** What the list of layers says of one; its texts are in the language asked for. */
export type Collection = components['schemas']['Collection'];

/** The state of the data that is looked at: an edition, as of a day. */
export interface Moment {
  edition: number;
  at: string;
}

/** The largest page the service gives. */
const pageSize = 10_000;

/** With edition and day named an answer never changes; it is asked for once. */
export const fixed = { staleTime: Number.POSITIVE_INFINITY };

/** Nobody waits longer than so many seconds before it is tried again by itself. */
const longestPause = 10;

/** Tries again what may be passing, and not what the service refuses. */
export function patience(failures: number, error: Error): boolean {
  if (error instanceof TimeoutError || failures > 1) return false;
  if (!(error instanceof ProblemError)) return true;
  return (error.status >= 500 || error.status === 429) && (error.after ?? 0) <= longestPause;
}

/** The layers of an edition, the newest when none is named, with the definitions of those that are places. */
export function useCatalog(edition: number | undefined, at: string, lang: Lang) {
  const collections = useQuery({
    queryKey: ['collections', edition ?? 'newest', lang],
    queryFn: () => content(service.GET('/api/collections', { params: { query: { edition, at, lang } } })),
    staleTime: edition ? Number.POSITIVE_INFINITY : 60_000,
    placeholderData: keepPreviousData,
    retry: patience,
  });
  const number = collections.data?.edition;
  const places = useMemo(() => collections.data?.collections.filter((c) => c.geometry), [collections.data]);
  const definitions = useDefinitions(places, number ? { edition: number, at } : undefined);
  return {
    edition: number,
    collections: collections.data?.collections,
    definitions: places ? definitions : undefined,
  };
}

/** Asks for the layers of a moment, so that the answer is there when the service cannot be asked. */
export async function keepCatalog(moment: Moment, lang: Lang): Promise<void> {
  await service.GET('/api/collections', { params: { query: { ...moment, lang } } }).catch(() => undefined);
}

/** The definitions of layers, in their order; undefined until all have come. A day makes no difference to them. */
export function useDefinitions(layers: Collection[] | undefined, moment: Moment | undefined) {
  return useQueries({
    queries: (layers ?? []).map((c) => ({
      queryKey: ['definition', c.id, c.changed],
      queryFn: () =>
        content(
          service.GET('/api/collections/{layer}/definition', {
            params: { path: { layer: c.id }, query: { ...moment } },
          }),
        ),
      retry: patience,
      ...fixed,
    })),
    combine: (all) => (layers && all.every((q) => q.data) ? all.map((q) => q.data as Definition) : undefined),
  });
}

/** When and by whom an edition was published. */
export function useEdition(edition: number | undefined) {
  return useQuery({
    queryKey: ['edition', edition],
    queryFn: () =>
      content(service.GET('/api/editions/{number}', { params: { path: { number: edition as number } } })),
    enabled: edition !== undefined,
    retry: patience,
    ...fixed,
  });
}

/**
 * All features of the layers, in their order, without their geometry when it is not wanted, and whether all of them are
 * those of the moment: until they have come, and when they fail, the last stand there.
 */
export function useRows(layers: Pick<Definition, 'id'>[], moment: Moment | undefined, geometry = true) {
  const { lists, exact } = useQueries({
    queries: layers.map(({ id }) => ({
      queryKey: ['rows', id, moment, geometry],
      queryFn: () => fetchRows(id, moment as Moment, geometry),
      enabled: moment !== undefined,
      placeholderData: keepPreviousData,
      retry: patience,
      ...fixed,
    })),
    combine: (all) => ({
      lists: all.map((q) => q.data),
      exact: all.every((q) => q.isSuccess && !q.isPlaceholderData),
    }),
  });
  const rows = useMemo(() => new Map(layers.map(({ id }, i) => [id, lists[i]])), [layers, lists]);
  return { rows, exact };
}

/** One feature; null when the service has none of that id at that moment. */
export function useFeature(ref: FeatureRef | undefined, moment: Moment | undefined) {
  return useQuery({
    queryKey: ['feature', ref, moment],
    queryFn: async (): Promise<Row | null> => {
      const { layer, id } = ref as FeatureRef;
      try {
        return (await content(
          service.GET('/api/collections/{layer}/items/{id}', {
            params: { path: { layer, id }, query: { ...(moment as Moment) } },
          }),
        )) as Row;
      } catch (error) {
        if (error instanceof ProblemError && error.status === 404) return null;
        throw error;
      }
    },
    enabled: ref !== undefined && moment !== undefined,
    retry: patience,
    ...fixed,
  });
}

async function fetchRows(layer: string, moment: Moment, geometry: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | undefined;
  do {
    const page = await content(
      service.GET('/api/collections/{layer}/items', {
        params: {
          path: { layer },
          query: { ...moment, limit: pageSize, after, skipGeometry: !geometry || undefined },
        },
      }),
    );
    rows.push(...(page.features as Row[]));
    after = nextOf(page.links);
  } while (after);
  return rows;
}

/** Where the next page begins; undefined after the last one. */
export function nextOf(links: components['schemas']['Link'][]): string | undefined {
  const next = links.find((l) => l.rel === 'next');
  return next ? (new URL(next.href).searchParams.get('after') ?? undefined) : undefined;
}
