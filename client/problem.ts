/** The two ways a call can fail: the server refused it, or nobody knows what became of it. */

import type { RefusalCode } from '#contract/refusal.ts';
import type { Problem } from '#contract/schemas.ts';

/** The server answered, and not with what was asked for (RFC 9457, or the gateway's own `{message}`). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  /** One word for programs: a refusal's code, or the status in words where the gateway answered. */
  readonly code: string;
  readonly title: string;
  /** One sentence for people. */
  readonly detail: string;
  /** Field by field: what is wrong with it. */
  readonly errors: Readonly<Record<string, string>> | undefined;
  /** Seconds after which the same request may succeed. */
  readonly retryAfter: number | undefined;
  readonly requestId: string | undefined;

  constructor(problem: Pick<Problem, 'status' | 'code' | 'title' | 'detail'> & Partial<Problem>, retryAfter?: number) {
    super(problem.detail);
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors;
    this.retryAfter = retryAfter;
    this.requestId = problem.requestId;
  }
}

/** No answer came, or one that cannot be read: the request may or may not have been carried out. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}

export type Failure = ApiProblem | NetworkError;

/** A failure as it is; a defect of our own passes through to whoever reports those. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof ApiProblem || thrown instanceof NetworkError) return thrown;
  throw thrown;
}

/** Whether the same request may succeed later, without anybody changing it. */
export const isTransient = (failure: Failure): boolean =>
  failure instanceof NetworkError || failure.status >= 500 || failure.status === 429 || failure.status === 408;

/** Whether the server refused for this reason. */
export const isRefusal = (thrown: unknown, code: RefusalCode): boolean =>
  thrown instanceof ApiProblem && thrown.code === code;

export const noSession = (): ApiProblem =>
  new ApiProblem({
    status: 401,
    code: 'no-session',
    title: 'Not signed in',
    detail: 'The session has ended. Sign in again.',
  });
