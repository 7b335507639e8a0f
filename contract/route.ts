/**
 * A route is declared once, as data. The gateway's routes, the validation of requests and answers, the OpenAPI
 * description and the typed client are all made from it.
 */

import type * as z from 'zod/mini';
import type { Cookie } from './cookies.ts';
import type { RefusalCode } from './refusal.ts';

type Schema = z.ZodMiniType;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path after the API's base URL; `{name}` stands for one segment. */
  readonly path: string;
  /** OpenAPI's operationId, and the name of the route in handlers, rules and clients. */
  readonly operation: string;
  readonly summary: string;
  /** What the author of a client must know beyond the summary. */
  readonly description?: string;
  /**
   * `person`: a valid access token is required, and the gateway refuses a request without one. `administrator`:
   * it must be an administrator's; to everyone else the route does not exist.
   */
  readonly access: 'anyone' | 'person' | 'administrator';
  /**
   * The handler gets the access token itself. `optional`: the route is open to anyone, and some of what it does needs
   * an access token. The gateway does not check the token; the handler does. `passed-on`: the user pool asks for it.
   */
  readonly token?: 'optional' | 'passed-on';
  /**
   * The rule behind the route refuses callers who were disabled or deleted, by what it reads anyway. For every other
   * route that changes something the router reads the caller's profile first.
   */
  readonly checksCaller?: true;
  /** The cookies that the request is read for. Only the site's own page and native clients may send it then. */
  readonly takesCookies?: readonly Cookie[];
  /** The cookies that the answer may set or remove. */
  readonly setsCookies?: readonly Cookie[];
  /** Whether the caller's other devices are notified, except the socket named in `X-Connection-Id`. */
  readonly notifiesDevices?: true;
  readonly parameters?: Schema;
  readonly query?: Schema;
  readonly body?: Schema;
  /** The body of each status; null: none. */
  readonly answers: Readonly<Record<number, Schema | null>>;
  /** The refusals that may be answered, besides those of validation. */
  readonly refusals: readonly RefusalCode[];
}

/** Declares a route and keeps its exact types. A bundle leaves out the routes it does not use. */
// @__NO_SIDE_EFFECTS__
export const route = <const R extends Route>(declaration: R): R => declaration;

type Output<S> = S extends Schema ? z.output<S> : undefined;

/** The request as a handler receives it: validated and normalized. */
export interface Parsed<R extends Route> {
  readonly parameters: Output<R['parameters']>;
  readonly query: Output<R['query']>;
  readonly body: Output<R['body']>;
}

/**
 * The request as a client passes it: the same types, since validation changes none. Parts that the route lacks
 * are left out.
 */
export type Given<R extends Route> = {
  readonly [Part in 'parameters' | 'query' | 'body' as R[Part] extends Schema ? Part : never]: Output<R[Part]>;
};

/** One of the answers that the route declares. */
export type Answer<R extends Route> = {
  readonly [Status in keyof R['answers'] & number]: R['answers'][Status] extends Schema
    ? { readonly status: Status; readonly body: z.input<R['answers'][Status]> }
    : { readonly status: Status; readonly body?: never };
}[keyof R['answers'] & number];

/** The body that a client receives, with any of the declared statuses. */
export type Received<R extends Route> = {
  readonly [Status in keyof R['answers'] & number]: R['answers'][Status] extends Schema
    ? z.output<R['answers'][Status]>
    : undefined;
}[keyof R['answers'] & number];
