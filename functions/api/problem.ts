/** Refusals and failures as problem details (RFC 9457). */

import { Refusal, type RefusalCode, mapValues } from '#contract/refusal.ts';
import type { Problem } from '#contract/schemas.ts';
import { isThrottled } from '../core/throttled.ts';

export const PROBLEM_TYPE = 'application/problem+json';

/** The HTTP status of each refusal, and its title, which is the same in every case. */
export const refusals: Readonly<Record<RefusalCode, { readonly status: number; readonly title: string }>> = {
  invalid: { status: 400, title: 'The request is not valid' },
  'unknown-field': { status: 400, title: 'The request has fields that this version does not know' },
  outdated: { status: 400, title: 'The client is too old' },
  'wrong-credentials': { status: 401, title: 'Wrong name or password' },
  'no-session': { status: 401, title: 'No session' },
  'code-needed': { status: 401, title: 'A code is needed' },
  'second-factor-needed': { status: 403, title: 'A second factor is needed' },
  'two-step-on': { status: 409, title: 'Two-step sign-in is on already' },
  'wrong-code': { status: 400, title: 'The code is wrong or has expired' },
  unconfirmed: { status: 403, title: 'The e-mail address is not confirmed' },
  'not-accepting': { status: 403, title: 'The recipient does not accept messages' },
  'awaiting-answer': { status: 409, title: 'The request is not answered yet' },
  'not-found': { status: 404, title: 'Not found' },
  'not-yours': { status: 403, title: 'Not yours' },
  'foreign-origin': { status: 403, title: 'The request comes from another site' },
  deleted: { status: 409, title: 'Deleted' },
  'too-many-edits': { status: 409, title: 'Too many edits' },
  'too-many-reactions': { status: 409, title: 'Too many different reactions' },
  'name-taken': { status: 409, title: 'The name is taken' },
  'client-id-taken': { status: 409, title: 'The clientId is taken' },
  changed: { status: 409, title: 'The post was changed' },
  closed: { status: 409, title: 'The post is over' },
  behind: { status: 409, title: 'The client is too far behind' },
  reset: { status: 409, title: 'The conversation was reset' },
  'too-large': { status: 413, title: 'The request is too large' },
  'has-place': { status: 400, title: 'The picture may say where it was taken' },
  'unsupported-media-type': { status: 415, title: 'The content type is not supported' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Not available right now' },
};

/** The answer to every failure. It reveals nothing; the log says more under the request id. */
export const FAILURE = {
  type: 'about:blank',
  title: 'Internal Server Error',
  status: 500,
  detail: 'Something went wrong on our side. Try again. If it keeps failing, report the request id.',
  code: 'internal',
} as const;

/**
 * The refusal for an error of the AWS SDK: a service that is not available, or takes no more calls, for a moment, also
 * after the SDK has tried again. Any other error stays as it is.
 */
export function unlessUnavailable(error: unknown): unknown {
  const { $metadata: metadata } = error instanceof Error && '$metadata' in error ? error : { $metadata: undefined };
  const { httpStatusCode: status } = (metadata ?? {}) as { readonly httpStatusCode?: number };
  if (status !== refusals.unavailable.status && !isThrottled(error)) return error;
  return new Refusal('unavailable', 'We cannot reach our database right now. Try again in a moment.', {
    retryAfter: 1,
  });
}

export const problemTypeOf = (code: string): string =>
  code === FAILURE.code ? FAILURE.type : `urn:message-center:problem:${code}`;

export function problemOf(error: unknown, requestId: string): Problem {
  if (!(error instanceof Refusal)) return { ...FAILURE, requestId };
  const { status, title } = refusals[error.code];
  const problem = {
    type: problemTypeOf(error.code),
    title,
    status,
    detail: error.message,
    code: error.code,
    requestId,
  };
  const { fields, errors } = error;
  return fields ? { ...problem, errors, faults: mapValues(fields, ({ words: _words, ...fault }) => fault) } : problem;
}
