import { useQuery } from '@tanstack/react-query';
import type { Lang } from '../view';
import { content, service } from './client';
import { fixed, type Moment, patience } from './queries';
import type { components } from './schema';

/** A target, plan or budget on record, with its status on the day; its texts are in the language asked for. */
export type Target = components['schemas']['Targets']['targets'][number];

/** Every target of a moment, by the day on which it is due, and the rule that its status follows. */
export function useTargets(moment: Moment | undefined, lang: Lang) {
  return useQuery({
    queryKey: ['targets', lang, moment],
    queryFn: () =>
      content(service.GET('/api/targets', { params: { query: { ...(moment as Moment), lang } } })),
    enabled: moment !== undefined,
    placeholderData: (before, query) => (query?.queryKey[1] === lang ? before : undefined),
    retry: patience,
    ...fixed,
  });
}
