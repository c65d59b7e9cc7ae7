import { useQuery } from '@tanstack/react-query';
import type { Lang } from '../view';
import { content, service } from './client';
import { fixed, type Moment, patience } from './queries';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Link = Schemas['Link'];
/** A column of a layer; its title is in the language asked for. */
export type Column = Schemas['Column'];

/** The columns of a layer, by their names, in their order. */
export function useColumns(layer: string | undefined, moment: Moment | undefined, lang: Lang) {
  return useQuery({
    queryKey: ['columns', layer, moment?.edition, lang],
    queryFn: async () =>
      (
        await content(
          service.GET('/api/collections/{layer}/schema', {
            params: { path: { layer: layer as string }, query: { ...(moment as Moment), lang } },
          }),
        )
      ).properties,
    enabled: layer !== undefined && moment !== undefined,
    retry: patience,
    ...fixed,
  });
}

/** How many features of a layer have the values asked for, and the links of that answer: each format has one. */
export function useMatches(layer: string, filter: Record<string, string>, moment: Moment | undefined) {
  return useQuery({
    queryKey: ['matches', [layer, filter], moment],
    queryFn: async () => {
      const query = { ...(moment as Moment), ...filter, limit: 1, skipGeometry: true };
      const { numberMatched, links } = await content(
        service.GET('/api/collections/{layer}/items', { params: { path: { layer }, query } }),
      );
      return { count: numberMatched, links };
    },
    enabled: moment !== undefined,
    retry: patience,
    ...fixed,
  });
}
