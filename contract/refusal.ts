/** Refusals: the error that says why a request is refused. */

/** The reasons for a refusal. `functions/api/problem.ts` has the HTTP status and title of each. */
export type RefusalCode =
  | 'invalid'
  | 'unknown-field'
  | 'outdated'
  | 'wrong-credentials'
  | 'no-session'
  | 'code-needed'
  | 'second-factor-needed'
  | 'two-step-on'
  | 'wrong-code'
  | 'unconfirmed'
  | 'not-accepting'
  | 'awaiting-answer'
  | 'not-found'
  | 'not-yours'
  | 'foreign-origin'
  | 'deleted'
  | 'too-many-edits'
  | 'too-many-reactions'
  | 'name-taken'
  | 'client-id-taken'
  | 'changed'
  | 'closed'
  | 'behind'
  | 'reset'
  | 'too-large'
  | 'has-place'
  | 'unsupported-media-type'
  | 'too-many-requests'
  | 'unavailable';

/** Refuses a request for a reason that its sender can act on. Any other error is a defect or an outage. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  /** By field: what is wrong with it. */
  readonly errors: Readonly<Record<string, string>> | undefined;
  /** Seconds after which the same request may succeed. */
  readonly retryAfter: number | undefined;

  /** @param detail one or two sentences that say what the person or client can do next */
  constructor(code: RefusalCode, detail: string, more: { errors?: Record<string, string>; retryAfter?: number } = {}) {
    super(detail);
    this.name = 'Refusal';
    this.code = code;
    this.errors = more.errors;
    this.retryAfter = more.retryAfter;
  }
}

/** The one answer for what does not exist and for what the caller may not see: the two must not be told apart. */
export const notFound = (): Refusal => new Refusal('not-found', 'This does not exist, or you may not see it.');
