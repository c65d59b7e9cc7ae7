import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { content, ProblemError, service } from './client';
import { fixed, patience } from './queries';
import type { components } from './schema';

type Schemas = components['schemas'];

/** Suppositions about an indicator. */
export type Scenario = Schemas['Scenario'];
export type Approval = NonNullable<Scenario['approve']>[number];
/** What would be if a scenario held: the figures before and after, of the nation and of its regions. */
export type PlayedScenario = Schemas['PlayedScenario'];
/** Which projects would bring an indicator to its target, and all that it could be chosen from. */
export type Plan = Schemas['Plan'];
export type Project = Plan['projects'][number];

/** What a plan is asked for. */
export interface PlanQuestion {
  indicator: string;
  variant: string | undefined;
  edition: number | undefined;
  at: string;
  objective: Plan['objective'];
  bound: Plan['bound'];
  /** Amounts in whole won of projects that state none. */
  assume: Record<string, number>;
}

/** Plays a scenario; what comes is also the answer to its address. Everything wrong with it is said in the error. */
export function usePlay() {
  const cache = useQueryClient();
  return useCallback(
    async (scenario: Scenario): Promise<PlayedScenario> => {
      const { data, error, response } = await service.POST('/api/scenarios', { body: scenario });
      if (!data) {
        const problem = error as Partial<Schemas['Problem']> | undefined;
        const said = [problem?.detail, ...(problem?.issues ?? []).map((i) => `${i.wanted}. ${i.fix}`)];
        throw new ProblemError(response.status, said.filter(Boolean).join(' '));
      }
      cache.setQueryData(['scenario', data.token], data);
      return data;
    },
    [cache],
  );
}

/** The scenario of an address. */
export function usePlayed(token: string) {
  return useQuery({
    queryKey: ['scenario', token],
    queryFn: () => content(service.GET('/api/scenarios/{token}', { params: { path: { token } } })),
    placeholderData: (before: PlayedScenario | undefined) => before,
    retry: patience,
    ...fixed,
  });
}

/** The plan of an indicator; none until something is asked. */
export function usePlan(asked: PlanQuestion | undefined) {
  return useQuery({
    queryKey: ['plan', asked],
    queryFn: () => {
      const { indicator, assume, ...question } = asked as PlanQuestion;
      const amounts = Object.entries(assume).map(([feature, amount]) => `${feature}:${amount}`);
      const query = { ...question, assume: amounts.join(',') || undefined };
      return content(
        service.GET('/api/indicators/{indicator}/plan', { params: { path: { indicator }, query } }),
      );
    },
    enabled: asked !== undefined,
    placeholderData: (before: Plan | undefined) =>
      before?.indicator === asked?.indicator ? before : undefined,
    retry: patience,
    ...fixed,
  });
}
