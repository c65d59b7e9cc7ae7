import { type Query, useQueries, useQuery } from '@tanstack/react-query';
import type { Lang } from '../view';
import { content, service } from './client';
import { fixed, type Moment, nextOf, patience } from './queries';
import type { components } from './schema';

type Schemas = components['schemas'];

/** What is measured, in which variants and against which target; its texts are in the language asked for. */
export type Indicator = Schemas['Indicator'];
export type Variant = Indicator['variants'][number];
/** A value of an indicator on a day in an edition, with its bounds; numbers are decimal strings. */
export type Figure = Schemas['Figure'];
export type Value = Schemas['Value'];
type Figures = Schemas['Figures'];
/** The days on which a figure changed; between two of them nothing is known to have changed. */
export type Series = Schemas['Series'];
export type SeriesPoint = Series['points'][number];
/** A feature behind a figure, its part in it and its documents. */
export type FigureRow = Schemas['FigureRows']['rows'][number];
/** What a feature adds to a figure at least, and at most where anything bounds it. */
export type FigurePart = Pick<FigureRow, 'id' | 'low' | 'high'>;
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

/** Whether the figures of such a question are restated, and can be had by the areas of their own day; undefined till known. */
export function useRestated(indicator: string | undefined, cuts: Cuts, moment: Moment | undefined) {
  const { data, isPlaceholderData } = useQuery({
    ...figuresQuery(indicator, cuts, moment),
    select: hasOriginal,
  });
  return isPlaceholderData ? undefined : data;
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

/** The features behind a figure, in the order of their ids: the first page, which is as much as can be read. */
export function useFigureRows(
  indicator: string | undefined,
  cut: Cut,
  moment: Moment | undefined,
  lang: Lang,
) {
  return useQuery({
    queryKey: ['figure-rows', [indicator, cut, lang], moment],
    queryFn: async () => (await fetchFigureRows(indicator as string, cut, moment as Moment, lang)).rows,
    enabled: indicator !== undefined && moment !== undefined,
    retry: patience,
    ...fixed,
  });
}

/** What each feature behind a figure adds to it, of all of them, and the unit of that: to be summed, the last page counts as much as the first. */
export function useFigureParts(indicator: string, cut: Cut, moment: Moment | undefined, lang: Lang) {
  return useQuery({
    queryKey: ['figure-parts', [indicator, cut], moment],
    queryFn: async () => {
      const parts: FigurePart[] = [];
      let page: Schemas['FigureRows'];
      let after: string | undefined;
      do {
        page = await fetchFigureRows(indicator, cut, moment as Moment, lang, after);
        parts.push(...page.rows.map(({ id, low, high }) => ({ id, low, high })));
        after = nextOf(page.links);
      } while (after);
      return { parts, unit: page.unit };
    },
    enabled: moment !== undefined,
    retry: patience,
    ...fixed,
  });
}

function fetchFigureRows(indicator: string, cut: Cut, moment: Moment, lang: Lang, after?: string) {
  return content(
    service.GET('/api/indicators/{indicator}/rows', {
      params: { path: { indicator }, query: { ...moment, ...cut, lang, after } },
    }),
  );
}

function figuresQuery(indicator: string | undefined, cuts: Cuts, moment: Moment | undefined) {
  const question = [indicator, cuts.variant, cuts.region, cuts.group, cuts.areas, cuts.by, cuts.across];
  return {
    queryKey: ['figures', question, moment],
    queryFn: () =>
      content(
        service.GET('/api/indicators/{indicator}/figures', {
          params: { path: { indicator: indicator as string }, query: { ...(moment as Moment), ...cuts } },
        }),
      ),
    enabled: indicator !== undefined && moment !== undefined,
    placeholderData: beforeThisMoment<Figures>(question),
    select: figuresIn,
    retry: patience,
    ...fixed,
  };
}

const figuresIn = ({ figures }: Figures) => figures;
const hasOriginal = ({ links }: Figures) => links.some((l) => l.rel === 'original');

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
