/**
 * A route is declared once, as data. The gateway's routes, the validation of input and output, the OpenAPI description and
 * the typed client are all made from it.
 */

import type * as z from 'zod/mini';
import type { RefusalCode } from './refusal.ts';

type Schema = z.ZodMiniType;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** After the API's base URL; `{name}` stands for one segment. */
  readonly path: string;
  /** OpenAPI's operationId, and the name by which handlers and clients know the route. */
  readonly operation: string;
  readonly summary: string;
  /** What whoever writes a client has to know beyond the summary. */
  readonly description?: string;
  /**
   * `person`: a valid access token is required, and the gateway refuses the request without one. `administrator`: it has to
   * be an administrator's; to everybody else the route does not exist.
   */
  readonly access: 'anyone' | 'person' | 'administrator';
  /** What becomes of the refresh token's cookie: `set` by the answer, or first `taken` from the request. */
  readonly cookie?: 'set' | 'taken';
  /** Whether the caller's other devices are told; a socket named in `X-Connection-Id` is left out. */
  readonly tellsDevices?: true;
  readonly parameters?: Schema;
  readonly query?: Schema;
  readonly body?: Schema;
  /** What each status carries; null: nothing. */
  readonly answers: Readonly<Record<number, Schema | null>>;
  /** What may be answered instead, beyond what the validation of its parts refuses. */
  readonly refusals: readonly RefusalCode[];
}

/** Keeps the exact types of a declaration. */
export const route = <const R extends Route>(declaration: R): R => declaration;

type Output<S> = S extends Schema ? z.output<S> : undefined;

/** What a handler is given: validated and normalized. */
export interface Parsed<R extends Route> {
  readonly parameters: Output<R['parameters']>;
  readonly query: Output<R['query']>;
  readonly body: Output<R['body']>;
}

/** What a client hands in: the same, since validation changes no types; parts the route does not have are left out. */
export type Given<R extends Route> = {
  readonly [Part in 'parameters' | 'query' | 'body' as R[Part] extends Schema ? Part : never]: Output<R[Part]>;
};

/** One of the answers the route declares. */
export type Answer<R extends Route> = {
  readonly [Status in keyof R['answers'] & number]: R['answers'][Status] extends Schema
    ? { readonly status: Status; readonly body: z.input<R['answers'][Status]> }
    : { readonly status: Status; readonly body?: never };
}[keyof R['answers'] & number];

/** The body a client receives, whichever of the declared statuses it came with. */
export type Received<R extends Route> = {
  readonly [Status in keyof R['answers'] & number]: R['answers'][Status] extends Schema
    ? z.output<R['answers'][Status]>
    : undefined;
}[keyof R['answers'] & number];
