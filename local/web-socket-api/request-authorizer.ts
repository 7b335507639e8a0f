/**
 * The REQUEST authorizer of `$connect`: a function that returns an IAM policy and a context about the caller. Results
 * are not cached, as in the cloud.
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

/** Principal and context as later events carry them, with numbers and booleans as strings. */
type Context = Readonly<Record<string, string>>;

type Authorization = { readonly context: Context } | { readonly refusal: Refusal };
type Authorize = (connection: Connection, request: IncomingMessage, requestId: string) => Promise<Authorization>;

/** An authorizer may take as long as an integration. */
const AUTHORIZER_TIMEOUT_MS = 29_000;

export function createRequestAuthorizer(
  definition: AuthorizerDefinition,
  { api, invoke, log }: { api: ApiDefinition; invoke: Invoke; log: (line: string) => void },
): Authorize {
  const sources = definition.identitySources.map(compileSource);
  const source = { sourceArn: `${api.arn}/authorizers/${definition.id}`, route: '$connect' };

  return async (connection, request, requestId) => {
    if (!sources.every((isPresent) => isPresent(request))) return refused(401, 'Unauthorized');
    const methodArn = `${api.arn}/${connection.stage}/$connect`;
    try {
      const event = authorizerEvent(api, connection, request, { methodArn, requestId });
      const result = await invokeWithin(invoke, definition.functionArn, event, source, AUTHORIZER_TIMEOUT_MS);
      const { principalId, policyDocument, context = {} } = readResult(result);
      const decide = compile(policyDocument.Statement, `the result of authorizer ${definition.id}`);
      if (decide('execute-api:Invoke', methodArn) !== 'allowed') return refused(403, 'Forbidden');
      return { context: { ...stringsOf(context), principalId } };
    } catch (error) {
      // This message is how a function refuses a client. Any other error is a failure of the authorizer itself.
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
  throw new Error('The authorizer must return {principalId, policyDocument: {Statement: […]}, context?}.');
}

function stringsOf(context: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(context).map(([name, value]) => {
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
        return [name, String(value)];
      throw new Error(
        `The context of an authorizer may hold strings, numbers and booleans only; ${name} is none of them.`,
      );
    }),
  );
}

/**
 * @returns a function that is true if a request has the identity source: a header or a parameter of its query string
 */
function compileSource(source: string): (request: IncomingMessage) => boolean {
  const [, kind, name = ''] = /^route\.request\.(header|querystring)\.([\w.-]+)$/.exec(source) ?? [];
  if (kind === 'header') return (request) => Boolean(readHeaders(request)[name.toLowerCase()]);
  if (kind === 'querystring') return ({ url = '' }) => Boolean(new URLSearchParams(url.split('?')[1]).get(name));
  throw new Error(
    `The local cloud does not interpret the identity source ${source} of a WebSocket authorizer. ` +
      'Teach it in local/web-socket-api/request-authorizer.ts.',
  );
}
