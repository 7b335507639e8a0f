/** Refusals: the error that says why a request is refused. */

import type { Fault, FaultCode } from './fault.ts';

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

/** Codes that no function answers: of the gateway, of the store of files, and of the client itself. */
export const CLIENT_CODES = ['unauthorized', 'forbidden', 'refused', 'upload-refused', 'file-lost'] as const;
export type ClientCode = (typeof CLIENT_CODES)[number];

/** What is wrong with a field. */
export interface FieldProblem extends Fault {
  /** In English. */
  readonly words: string;
}

/** Refuses a request for a reason that its sender can act on. Any other error is a defect or an outage. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  /** By field: what is wrong with it. */
  readonly fields: Readonly<Record<string, FieldProblem>> | undefined;
  /** The words of `fields`. */
  readonly errors: Readonly<Record<string, string>> | undefined;
  /** Seconds after which the same request may succeed. */
  readonly retryAfter: number | undefined;

  /** @param detail one or two sentences that say what the person or client can do next */
  constructor(
    code: RefusalCode,
    detail: string,
    more: { fields?: Record<string, FieldProblem>; retryAfter?: number } = {},
  ) {
    super(detail);
    this.name = 'Refusal';
    this.code = code;
    this.fields = more.fields;
    this.errors = more.fields && mapValues(more.fields, ({ words }) => words);
    this.retryAfter = more.retryAfter;
  }
}

/** Returns a record of what each value of one becomes. */
export const mapValues = <V, R>(record: Readonly<Record<string, V>>, of: (value: V) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));

/** Refuses a request for one of its fields. @param words what is wrong with it, in English */
export const refuseField = (
  field: string,
  code: FaultCode,
  words: string,
  detail = 'Correct the fields listed in `errors`.',
): Refusal => new Refusal('invalid', detail, { fields: { [field]: { code, words } } });

/** The one answer for what does not exist and for what the caller may not see: the two must not be told apart. */
export const notFound = (): Refusal => new Refusal('not-found', 'This does not exist, or you may not see it.');
