import createClient from 'openapi-fetch';
import { told } from '../offline/connection';
import { note } from '../offline/shell';
import type { components, paths } from './schema';

type Problem = Partial<components['schemas']['Problem']>;

/** An answer of the service that is not the one asked for. */
export class ProblemError extends Error {
  readonly status: number;
  /** What the service says of it; nothing when something else has answered in its place. */
  readonly problem: Problem;
  /** After how many seconds it may be asked again, if it says so. */
  readonly after: number | undefined;

  /** From an answer and what was read of it, which is no problem of the service when something else has answered. */
  constructor({ status, headers }: Pick<Response, 'status' | 'headers'>, body: unknown) {
    const problem: Problem = typeof body === 'object' && body !== null ? body : {};
    super(problem.detail ?? String(status));
    this.problem = problem;
    this.status = status;
    const after = Number(headers.get('Retry-After') ?? Number.NaN);
    this.after = Number.isFinite(after) ? after : undefined;
  }
}

/** The service did not begin to answer in time. */
export class TimeoutError extends Error {}

/** The service itself ends a request after half as long. */
const longestWait = 60_000;

// The service also writes pages to read; the dashboard asks for none of them.
type JsonMedia = 'application/json' | 'application/geo+json' | 'application/schema+json';

/** The service, typed by its OpenAPI document. */
export const service = createClient<paths, JsonMedia>({
  baseUrl: location.origin,
  fetch: async (request) => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new TimeoutError()), longestWait);
    // Once it has begun, an answer may take its time.
    return fetch(request, { signal: late.signal }).finally(() => clearTimeout(timer));
  },
});

service.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', document.documentElement.lang);
    note(request);
    return request;
  },
  onResponse({ request }) {
    if (isOpen(request)) told(true);
  },
  onError({ request }) {
    if (isOpen(request)) told(false);
  },
});

/** Takes the content out of an answer, or throws the problem it is. */
export async function content<T>(
  asked: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<NonNullable<T>> {
  const { data, error, response } = await asked;
  if (data !== undefined && data !== null) return data;
  throw new ProblemError(response, error);
}

// What names no edition is answered by the service itself, never out of a cache.
function isOpen({ url }: Request): boolean {
  return !new URL(url).searchParams.has('edition');
}
