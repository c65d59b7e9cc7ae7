import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
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
/** What may be supposed in a variant, and what the amount of a step stands for. */
export type Takes = Schemas['Takes'];
/** What the service found wrong with a scenario, by JSON Pointer. */
type Issue = NonNullable<Schemas['Problem']['issues']>[number];

/** The refusal of a scenario, with everything that is wrong with it. */
export class RefusedError extends ProblemError {
  get issues(): Issue[] {
    return this.problem.issues ?? [];
  }
}

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

/** Plays a scenario; what comes is also the answer to its address. A RefusedError says everything wrong with it. */
export function usePlay() {
  const cache = useQueryClient();
  return useCallback(
    async (scenario: Scenario): Promise<PlayedScenario> => {
      const { data, error, response } = await service.POST('/api/scenarios', { body: scenario });
      if (!data) {
        throw new RefusedError(response, error);
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
    ...planQuery(asked),
    enabled: asked !== undefined,
    placeholderData: (before: Plan | undefined) =>
      before?.indicator === asked?.indicator ? before : undefined,
  });
}

/** What may be supposed in the variant of a scenario, and which projects lack what there; nothing is supposed yet. */
export function useTaken() {
  const [cache, play] = [useQueryClient(), usePlay()];
  return useCallback(
    async (scenario: Scenario, at: string, planned: boolean): Promise<Pick<Plan, 'takes' | 'needs'>> => {
      const { indicator, variant, edition } = scenario;
      if (!planned) return { takes: (await play({ indicator, variant, edition })).takes, needs: [] };
      const nothing = { objective: 'fewest', bound: 'low', assume: {} } as const;
      return cache.fetchQuery(planQuery({ indicator, variant, edition, at, ...nothing }));
    },
    [cache, play],
  );
}

function planQuery(asked: PlanQuestion | undefined) {
  return queryOptions({
    queryKey: ['plan', asked],
    queryFn: () => {
      const { indicator, assume, ...question } = asked as PlanQuestion;
      const amounts = Object.entries(assume).map(([feature, amount]) => `${feature}:${amount}`);
      const query = { ...question, assume: amounts.join(',') || undefined };
      return content(
        service.GET('/api/indicators/{indicator}/plan', { params: { path: { indicator }, query } }),
      );
    },
    retry: patience,
    ...fixed,
  });
}
