/** One call of the API, typed by the declaration of its route. */

import * as z from 'zod/mini';
import type { ClientCode, RefusalCode } from '#contract/refusal.ts';
import type { Given, Received, Route } from '#contract/route.ts';
import { Problem } from '#contract/schemas.ts';
import { VERSION, VERSION_HEADER, versionIn } from '#contract/version.ts';
import type { Environment } from './environment.ts';
import { ApiProblem, NetworkError } from './problem.ts';

/** The functions are given less time: a later answer was lost on the way, and every call may be repeated. */
const REQUEST_TIMEOUT_MS = 20_000;

/**
 * What changes something is carried out even if the page is closed or left at once, up to this length of its body.
 * Browsers refuse the request with which all that is under way so exceeds 64 KiB.
 * https://developer.mozilla.org/en-US/docs/Web/API/RequestInit#keepalive
 */
const KEPT_ALIVE_MAX_CHARACTERS = 1_024;

export interface Request<R extends Route> {
  readonly apiUrl: string;
  readonly route: R;
  readonly given: Given<R>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Called with the version of the function that answers. The gateway's own answers have none. */
  readonly onVersion?: (version: number) => void;
}

/** The parts of a call; a route may lack any of them. */
interface Parts {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

/**
 * Calls a route.
 * @returns the answer's body, as its schema declares it
 * @throws {ApiProblem} when the server refuses or fails
 * @throws {NetworkError} when there was no answer, half an answer, or one that is not of this API
 */
export async function request<R extends Route>(
  environment: Environment,
  { apiUrl, route, given, headers, signal, onVersion }: Request<R>,
): Promise<Received<R>> {
  const { body: value, ...place }: Parts = given;
  const body = value === undefined ? undefined : JSON.stringify(value);
  const init = {
    method: route.method,
    keepalive: route.method !== 'GET' && (body ?? '').length <= KEPT_ALIVE_MAX_CHARACTERS,
    headers: {
      [VERSION_HEADER]: String(VERSION),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  };
  const [response, text] = await withTimeout(environment, signal, async (aborted) => {
    const got = await environment.fetch(apiUrl + pathOf(route.path, place), { ...init, signal: aborted });
    return [got, await got.text()] as const;
  });
  const version = versionIn(response.headers.get(VERSION_HEADER));
  if (version !== undefined) onVersion?.(version);
  const schema = route.answers[response.status];
  if (schema === null) return undefined as Received<R>;
  if (!schema && response.status >= 400) throw problemOf(response, text);
  const answer = schema?.safeParse(jsonOf(text));
  if (!answer?.success)
    throw new NetworkError('The answer is not from this server. Does the network want you to sign in first?', {
      cause: answer?.error,
    });
  return answer.data as Received<R>;
}

function pathOf(path: string, { parameters, query }: Parts): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters?.[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value));
  return search.size > 0 ? `${filled}?${search}` : filled;
}

/** Settles as `act` does, or rejects with a NetworkError after the timeout. `act` may ignore its signal. */
function withTimeout<T>(
  environment: Environment,
  outer: AbortSignal | undefined,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (outer?.aborted) return Promise.reject(new NetworkError('The request was cancelled.'));
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const fail = (message: string, cause?: unknown) => {
      reject(new NetworkError(message, { cause }));
      controller.abort();
    };
    const abort = () => fail('The request was cancelled.');
    const cancel = environment.setTimer(
      () => fail('The server did not answer in time. Check your connection.'),
      REQUEST_TIMEOUT_MS,
    );
    outer?.addEventListener('abort', abort);
    act(controller.signal)
      .then(resolve, (error: unknown) => fail('The server could not be reached. Check your connection.', error))
      .finally(() => {
        cancel();
        outer?.removeEventListener('abort', abort);
      });
  });
}

const GatewayAnswer = z.object({ message: z.string() });
/** Codes for the gateway's own answers, which have none. */
const GATEWAY_CODES: Readonly<Record<number, RefusalCode | ClientCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  413: 'too-large',
  429: 'too-many-requests',
};

function problemOf(response: Response, text: string): ApiProblem {
  const { status } = response;
  const version = versionIn(response.headers.get(VERSION_HEADER));
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  const body = jsonOf(text);
  const problem = Problem.safeParse(body);
  if (problem.success) return new ApiProblem({ ...problem.data, status }, { retryAfter, version });
  const gateway = GatewayAnswer.safeParse(body);
  const title = gateway.success ? gateway.data.message : `Answer ${status}`;
  return new ApiProblem(
    { status, code: GATEWAY_CODES[status] ?? (status >= 500 ? 'unavailable' : 'refused'), title, detail: title },
    { retryAfter },
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
