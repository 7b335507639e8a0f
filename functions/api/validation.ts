/** Validating a request against its route's schemas, and saying field by field what is wrong. */

import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import { faultOf } from '#contract/fault-of.ts';
import { type FieldProblem, Refusal, refuseField } from '#contract/refusal.ts';
import type { Parsed, Route } from '#contract/route.ts';

z.config(en());

/** Longest request body. */
const BODY_MAX_BYTES = 32 * 1024;
/** Names that have a meaning on every JavaScript object and none in this API. */
const OBJECT_INTERNALS = new Set(['__proto__', 'constructor', 'prototype']);
const NOTHING = z.strictObject({});
const UNKNOWN_FIELD: FieldProblem = { code: 'unknown-field', words: 'Unknown field' };

/** A request before it is validated. */
export interface Incoming {
  readonly parameters: Readonly<Record<string, string | undefined>>;
  /** As in the URL, percent-encoded. */
  readonly queryString: string;
  readonly contentType: string | undefined;
  readonly body: Buffer | undefined;
}

/** @throws {Refusal} `invalid`, `unknown-field`, `too-large`, `unsupported-media-type` */
export function parseRequest<R extends Route>(
  route: R,
  { parameters, queryString, contentType, body }: Incoming,
): Parsed<R> {
  // Decoding would replace such bytes and store a text that nobody wrote.
  if (Object.values(parameters).some((value) => value?.includes(REPLACEMENT))) throw notUtf8('path');
  if (!isDecodable(queryString)) throw notUtf8('query');
  const parsed = {
    parameters: route.parameters && check(route.parameters, parameters),
    query: check(route.query ?? NOTHING, queryOf(queryString)),
    body: route.body && check(route.body, jsonOf(contentType, body)),
  };
  return parsed as unknown as Parsed<R>;
}

/** What the gateway, which decodes paths, puts in the place of bytes that are no UTF-8. No id and no name has it. */
const REPLACEMENT = '\uFFFD';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(body: Buffer | undefined): string {
  try {
    return utf8.decode(body);
  } catch {
    throw notUtf8('body');
  }
}

const notUtf8 = (part: string): Refusal => new Refusal('invalid', `The ${part} has bytes that are not UTF-8.`);

/** True if every percent-encoded byte of a query is part of UTF-8. */
function isDecodable(queryString: string): boolean {
  try {
    // A lone percent sign stands for itself in a query.
    decodeURIComponent(queryString.replaceAll(/%(?![\da-f]{2})/gi, '%25'));
    return true;
  } catch {
    return false;
  }
}

function queryOf(queryString: string): Readonly<Record<string, string>> {
  const pairs = [...new URLSearchParams(queryString)];
  const query = Object.fromEntries(pairs);
  const repeated = pairs.find(([name], i) => pairs.findIndex(([other]) => other === name) !== i);
  if (repeated) throw refuseField(repeated[0], 'repeated', 'Must be given only once');
  return query;
}

function jsonOf(contentType: string | undefined, body: Buffer | undefined): unknown {
  if (body && body.length > BODY_MAX_BYTES)
    throw new Refusal('too-large', `The body must not be longer than ${BODY_MAX_BYTES} bytes.`);
  if (contentType?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new Refusal('unsupported-media-type', 'Send the body as JSON, with the content type application/json.');
  }
  try {
    return JSON.parse(textOf(body), refuseInternals) as unknown;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(
      'invalid',
      body?.length ? 'The body is not valid JSON.' : 'The body is missing. Send a JSON object.',
    );
  }
}

function refuseInternals(name: string, value: unknown): unknown {
  if (OBJECT_INTERNALS.has(name)) throw unknownField({ [name]: UNKNOWN_FIELD });
  return value;
}

function check(schema: z.ZodMiniType, value: unknown): unknown {
  // With what was given, so that what is missing is told from what is wrong.
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const { issues } = result.error;
  const fields = Object.fromEntries(issues.flatMap(explain));
  // With a field that we do not know, the others may mean something else: a text may be empty beside a picture.
  throw issues.some(({ code }) => code === 'unrecognized_keys') ? unknownField(fields) : invalid(fields);
}

/** Turns an issue into pairs of a field's path and what is wrong with it. */
function explain(issue: z.core.$ZodIssue): [field: string, problem: FieldProblem][] {
  const at = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [at ? `${at}.${key}` : key, UNKNOWN_FIELD]);
  return [[at || 'body', { ...faultOf(issue), words: issue.message }]];
}

const invalid = (fields: Record<string, FieldProblem>): Refusal =>
  new Refusal('invalid', 'Correct the fields listed in `errors`.', { fields });

/** A client that means the field waits until this side knows it: dropping it would store something else. */
const unknownField = (fields: Record<string, FieldProblem>): Refusal =>
  new Refusal('unknown-field', 'Leave out the unknown fields in `errors`, or wait for a version that knows them.', {
    fields,
  });
