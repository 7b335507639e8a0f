/**
 * The REQUEST authorizer of `$connect`: a function that answers with an IAM policy and what it knows of the caller.
 * Nothing is cached, as in the cloud.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
import type { IncomingMessage } from 'node:http';
import type { ApiDefinition, AuthorizerDefinition } from '../api-gateway/definition.ts';
import { readHeaders } from '../api-gateway/headers.ts';
import { failureLine, invokeWithin } from '../api-gateway/integration.ts';
import { compile, type PolicyDocument } from '../iam/policy.ts';
import type { Invoke } from '../lambda/invoke.ts';
import type { Connection } from './connection.ts';
import { authorizerEvent } from './event.ts';
import { refused, type Refusal } from './refusal.ts';

/** Principal and context, as later events carry them: texts, numbers and booleans alike as text. */
type Context = Readonly<Record<string, string>>;

type Authorization = { readonly context: Context } | { readonly refusal: Refusal };
type Authorize = (connection: Connection, request: IncomingMessage) => Promise<Authorization>;

/** Longest an authorizer may take, in milliseconds; the same as an integration. */
const TIMEOUT = 29_000;

export function createRequestAuthorizer(
  definition: AuthorizerDefinition,
  { api, invoke, log }: { api: ApiDefinition; invoke: Invoke; log: (line: string) => void },
): Authorize {
  const sources = definition.identitySources.map(compileSource);
  const sourceArn = `${api.arn}/authorizers/${definition.id}`;

  return async (connection, request) => {
    if (!sources.every((isPresent) => isPresent(request))) return refused(401, 'Unauthorized');
    const methodArn = `${api.arn}/${connection.stage}/$connect`;
    try {
      const event = authorizerEvent(api, connection, request, methodArn);
      const result = await invokeWithin(invoke, definition.functionArn, event, sourceArn, TIMEOUT);
      const { principalId, policyDocument, context = {} } = readResult(result);
      const decide = compile(policyDocument.Statement, `the answer of authorizer ${definition.id}`);
      if (decide('execute-api:Invoke', methodArn) !== 'allowed') return refused(403, 'Forbidden');
      return { context: { ...textsOf(context), principalId } };
    } catch (error) {
      // The one message by which a function refuses; any other failure is the authorizer's own.
      if (error instanceof Error && error.message === 'Unauthorized') return refused(401, 'Unauthorized');
      log(`authorizer of $connect: ${failureLine(error)}`);
      return refused(500, 'Internal server error');
    }
  };
}

interface Result {
  readonly principalId: string;
  readonly policyDocument: PolicyDocument;
  readonly context?: Readonly<Record<string, unknown>>;
}

function readResult(result: unknown): Result {
  const { principalId, policyDocument } = (result ?? {}) as Partial<Result>;
  if (typeof principalId === 'string' && Array.isArray(policyDocument?.Statement)) return result as Result;
  throw new Error('An authorizer answers {principalId, policyDocument: {Statement: […]}, context?}; this one did not.');
}

function textsOf(context: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(context).map(([name, value]) => {
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
        return [name, String(value)];
      throw new Error(`The context of an authorizer holds texts, numbers and booleans; ${name} is something else.`);
    }),
  );
}

/** `route.request.header.<name>` or `route.request.querystring.<name>`: says whether a request has it. */
function compileSource(source: string): (request: IncomingMessage) => boolean {
  const [, kind, name = ''] = /^route\.request\.(header|querystring)\.([\w.-]+)$/.exec(source) ?? [];
  if (kind === 'header') return (request) => Boolean(readHeaders(request)[name.toLowerCase()]);
  if (kind === 'querystring') return ({ url = '' }) => Boolean(new URLSearchParams(url.split('?')[1]).get(name));
  throw new Error(`The local cloud does not interpret the identity source ${source} of a WebSocket authorizer.`);
}
