import { type Query, useQueries, useQuery } from '@tanstack/react-query';
import type { Lang } from '../view';
import { content, service } from './client';
import { fixed, type Moment, patience } from './queries';
import type { components } from './schema';

type Schemas = components['schemas'];

/** What is measured, in which variants and against which target; its texts are in the language asked for. */
export type Indicator = Schemas['Indicator'];
export type Variant = Indicator['variants'][number];
/** A value of an indicator on a day in an edition, with its bounds; numbers are decimal strings. */
export type Figure = Schemas['Figure'];
export type Value = Schemas['Value'];
/** The days on which a figure changed; between two of them nothing is known to have changed. */
export type Series = Schemas['Series'];
export type SeriesPoint = Series['points'][number];
/** A feature behind a figure, its part in it and its documents. */
export type FigureRow = Schemas['FigureRows']['rows'][number];
/** What may come of an indicator, with its bands or the reason for having none. */
export type Forecast = Schemas['Forecast'];
export type Band = Schemas['Band'];
/** A figure that was cited, with its definition and edition, and whether it still stands. */
export type CitedFigure = Schemas['CitedFigure'];

/** Which figure of an indicator: of the nation unless an area is named, in the first variant unless one is. */
export interface Cut {
  variant?: string | undefined;
  /** Code of a region, si/do or si/gun/gu. */
  region?: string | undefined;
  /** Of the features with one value in a column alone, as COLUMN:VALUE. */
  group?: string | undefined;
  /** The day on which areas were as they are taken; as they are now when absent. */
  areas?: string | undefined;
}

/** The cut that a figure is of. */
export function cutOf({ variant, region, group, areas }: Figure): Cut {
  return { variant, region, group: group && `${group.column}:${group.value ?? ''}`, areas: areas?.day };
}

/** The figures of all areas of a level, within the region when one is named. */
export interface Cuts extends Cut {
  by?: 'region' | 'sido' | 'sigungu' | undefined;
  /** The column by whose values each figure is broken down. */
  across?: string | undefined;
}

/** The indicators of an edition. */
export function useIndicators(moment: Moment | undefined, lang: Lang) {
  return useQuery({
    queryKey: ['indicators', lang, moment],
    queryFn: async () =>
      (await content(service.GET('/api/indicators', { params: { query: { ...(moment as Moment), lang } } })))
        .indicators,
    enabled: moment !== undefined,
    placeholderData: beforeThisMoment(lang),
    retry: patience,
    ...fixed,
  });
}

/** One figure, or with `by` one for each area; none until the indicator and the moment are known. */
export function useFigures(indicator: string | undefined, cuts: Cuts, moment: Moment | undefined) {
  return useQuery(figuresQuery(indicator, cuts, moment));
}

/** The figures of several cuts, in their order, undefined where they have not come; exact when all are of the moment. */
export function useEachFigures(asked: { indicator: string; cuts: Cuts }[], moment: Moment | undefined) {
  return useQueries({
    queries: asked.map(({ indicator, cuts }) => figuresQuery(indicator, cuts, moment)),
    combine: (all) => ({
      figures: all.map((q) => q.data),
      exact: all.every((q) => q.isSuccess && !q.isPlaceholderData),
    }),
  });
}

/** The figure of each of several indicators, likewise. */
export function useEachFigure(asked: { indicator: string; cut: Cut }[], moment: Moment | undefined) {
  return useQueries({
    queries: asked.map(({ indicator, cut }) => figuresQuery(indicator, cut, moment)),
    combine: (all) => ({
      figures: all.map((q) => q.data?.[0]),
      exact: all.every((q) => q.isSuccess && !q.isPlaceholderData),
    }),
  });
}

/** The steps of a figure up to the day of the moment. */
export function useSeries(indicator: string | undefined, cut: Cut, moment: Moment | undefined) {
  return useQuery(seriesQuery(indicator, cut, moment));
}

/** The steps of several figures, in their order; undefined where they have not come. */
export function useEachSeries(asked: { indicator: string; cut: Cut }[], moment: Moment | undefined) {
  return useQueries({
    queries: asked.map(({ indicator, cut }) => seriesQuery(indicator, cut, moment)),
    combine: (all) => all.map((q) => q.data),
  });
}

/** What may come of an indicator of the nation; asked for once its figure is there. */
export function useForecast(
  indicator: string,
  variant: string | undefined,
  moment: Moment | undefined,
  wanted: boolean,
) {
  const question = [indicator, variant];
  return useQuery({
    queryKey: ['forecast', question, moment],
    queryFn: () =>
      content(
        service.GET('/api/indicators/{indicator}/forecast', {
          params: { path: { indicator }, query: { ...(moment as Moment), variant } },
        }),
      ),
    enabled: wanted && moment !== undefined,
    placeholderData: beforeThisMoment<Forecast>(question),
    retry: patience,
    ...fixed,
  });
}

/** What a citation id stands for, held against the newest edition. */
export function useCitation(id: string | undefined, lang: Lang) {
  return useQuery({
    queryKey: ['citation', id, lang],
    queryFn: () =>
      content(
        service.GET('/api/citations/{citation}', {
          params: { path: { citation: id as string }, query: { lang } },
        }),
      ),
    enabled: id !== undefined,
    staleTime: 60_000,
    retry: patience,
  });
}

/** The features behind a figure, in the order of their ids. */
export function useFigureRows(
  indicator: string | undefined,
  cut: Cut,
  moment: Moment | undefined,
  lang: Lang,
) {
  return useQuery({
    queryKey: ['figure-rows', [indicator, cut, lang], moment],
    queryFn: async () =>
      (
        await content(
          service.GET('/api/indicators/{indicator}/rows', {
            params: {
              path: { indicator: indicator as string },
              query: { ...(moment as Moment), ...cut, lang },
            },
          }),
        )
      ).rows,
    enabled: indicator !== undefined && moment !== undefined,
    retry: patience,
    ...fixed,
  });
}

function figuresQuery(indicator: string | undefined, cuts: Cuts, moment: Moment | undefined) {
  const question = [indicator, cuts.variant, cuts.region, cuts.group, cuts.areas, cuts.by, cuts.across];
  return {
    queryKey: ['figures', question, moment],
    queryFn: async () =>
      (
        await content(
          service.GET('/api/indicators/{indicator}/figures', {
            params: { path: { indicator: indicator as string }, query: { ...(moment as Moment), ...cuts } },
          }),
        )
      ).figures,
    enabled: indicator !== undefined && moment !== undefined,
    placeholderData: beforeThisMoment<Figure[]>(question),
    retry: patience,
    ...fixed,
  };
}

function seriesQuery(indicator: string | undefined, cut: Cut, moment: Moment | undefined) {
  const question = [indicator, cut.variant, cut.region, cut.group, cut.areas];
  return {
    queryKey: ['series', question, moment],
    queryFn: () =>
      content(
        service.GET('/api/indicators/{indicator}/series', {
          params: { path: { indicator: indicator as string }, query: { ...(moment as Moment), ...cut } },
        }),
      ),
    enabled: indicator !== undefined && moment !== undefined,
    placeholderData: beforeThisMoment<Series>(question),
    retry: patience,
    ...fixed,
  };
}

// While another day or edition is loading, the answer to the same question stands; that to another never does.
function beforeThisMoment<T>(question: unknown) {
  return (data: T | undefined, query: Query<T> | undefined) =>
    JSON.stringify(query?.queryKey[1]) === JSON.stringify(question) ? data : undefined;
}
