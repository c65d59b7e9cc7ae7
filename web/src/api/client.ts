import createClient from 'openapi-fetch';
import { told } from '../offline/connection';
import { note } from '../offline/shell';
import type { components, paths } from './schema';

/** An answer of the service that is not the one asked for; its message is the detail meant for the reader. */
export class ProblemError extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

// The service also writes pages to read; the dashboard asks for none of them.
type JsonMedia = 'application/json' | 'application/geo+json' | 'application/schema+json';

/** The service, typed by its OpenAPI document. */
export const service = createClient<paths, JsonMedia>({ baseUrl: location.origin });

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
  const problem = error as Partial<components['schemas']['Problem']> | undefined;
  throw new ProblemError(response.status, problem?.detail ?? `${response.status} ${response.statusText}`);
}

// What names no edition is answered by the service itself, never out of a cache.
function isOpen({ url }: Request): boolean {
  return !new URL(url).searchParams.has('edition');
}
