/** The reasons for which a request is refused. What each means to HTTP is in `api/problem.ts`. */
export type RefusalCode =
  | 'invalid'
  | 'wrong-credentials'
  | 'no-session'
  | 'wrong-code'
  | 'unconfirmed'
  | 'not-accepting'
  | 'not-found'
  | 'not-yours'
  | 'deleted'
  | 'too-many-edits'
  | 'too-many-reactions'
  | 'name-taken'
  | 'client-id-taken'
  | 'behind'
  | 'reset'
  | 'too-large'
  | 'unsupported-media-type'
  | 'too-many-requests'
  | 'unavailable';

/** A request that is refused for a reason its sender can act on. Everything else that is thrown is a defect or an outage. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  /** Field by field: what is wrong with it. */
  readonly errors: Readonly<Record<string, string>> | undefined;
  /** Seconds after which the same request may succeed. */
  readonly retryAfter: number | undefined;

  /** @param detail one sentence that tells the person or client what to do next */
  constructor(code: RefusalCode, detail: string, more: { errors?: Record<string, string>; retryAfter?: number } = {}) {
    super(detail);
    this.name = 'Refusal';
    this.code = code;
    this.errors = more.errors;
    this.retryAfter = more.retryAfter;
  }
}

/** The one answer for whatever does not exist or is none of the asker's business: the two must not be told apart. */
export const notFound = (): Refusal => new Refusal('not-found', 'There is nothing here, or it is not yours to see.');
