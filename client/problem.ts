/** The two ways a call can fail: the server refused it, or there is no telling whether it was carried out. */

import type { RefusalCode } from '#contract/refusal.ts';
import type { Problem } from '#contract/schemas.ts';

/** The server answered with a problem (RFC 9457), or the gateway with its own `{message}`. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  /** For programs: the code of the refusal, or the status in words where the gateway answered. */
  readonly code: string;
  readonly title: string;
  /** One sentence for people. */
  readonly detail: string;
  /** What is wrong with the request, by field. */
  readonly errors: Readonly<Record<string, string>> | undefined;
  /** The same for programs. An earlier version of a function says nothing of it. */
  readonly faults: Problem['faults'];
  /** Seconds after which the same request may succeed. */
  readonly retryAfter: number | undefined;
  readonly requestId: string | undefined;
  /** The version of the function that answered. */
  readonly version: number | undefined;

  constructor(
    problem: Pick<Problem, 'status' | 'code' | 'title' | 'detail'> & Partial<Problem>,
    { retryAfter, version }: { readonly retryAfter?: number | undefined; readonly version?: number | undefined } = {},
  ) {
    super(problem.detail);
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors;
    this.faults = problem.faults;
    this.retryAfter = retryAfter;
    this.requestId = problem.requestId;
    this.version = version;
  }
}

/** No answer came, or one that cannot be read. The request may or may not have been carried out. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}

export type Failure = ApiProblem | NetworkError;

/** Returns a failure as such. Throws everything else on: it is a defect of our own. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof ApiProblem || thrown instanceof NetworkError) return thrown;
  throw thrown;
}

/** True if the same request may succeed later. */
export const isTransient = (failure: Failure): boolean =>
  failure instanceof NetworkError || failure.status >= 500 || failure.status === 429 || failure.status === 408;

/** True if the server refused for this reason. */
export const isRefusal = (thrown: unknown, code: RefusalCode): boolean =>
  thrown instanceof ApiProblem && thrown.code === code;

/** True if the server refused what this field of the request says. */
export const refusesField = (thrown: unknown, field: string): boolean =>
  thrown instanceof ApiProblem &&
  thrown.code === 'invalid' &&
  Object.keys(thrown.errors ?? {}).some((path) => path.split('.')[0] === field);

/** The log was restored: what this device has of it is of another timeline. */
export const otherTimeline = (): ApiProblem =>
  new ApiProblem({
    status: 409,
    code: 'reset',
    title: 'The conversation was reset',
    detail: 'The conversation was restored to an earlier state.',
  });

export const noSession = (): ApiProblem =>
  new ApiProblem({
    status: 401,
    code: 'no-session',
    title: 'Not signed in',
    detail: 'The session has ended. Sign in again.',
  });
