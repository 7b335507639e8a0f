/** The OpenAPI 3.1 description of the HTTP API, from the declarations that also validate. */

import type * as z from 'zod/mini';
import { COOKIES } from '#contract/cookies.ts';
import { FAULT_CODES } from '#contract/fault.ts';
import type { RefusalCode } from '#contract/refusal.ts';
import type { Route } from '#contract/route.ts';
import { routes } from '#contract/routes.ts';
import { Problem } from '#contract/schemas.ts';
import { VERSION } from '#contract/version.ts';
import { schemaOf, type Json } from './json-schema.ts';
import { FAILURE, PROBLEM_TYPE, problemTypeOf, refusals } from './problem.ts';

const TAGS: Readonly<Record<keyof typeof routes, string>> = {
  accounts: 'Sign-up, sign-in and sign-out, passwords and sessions.',
  users: 'The directory, and my own profile.',
  messages: 'Sending, reading and changing messages.',
  attachments: 'Pictures and files: uploading them, and the links to them.',
  conversations: 'The inbox, catching up, and read positions.',
  posts: 'The feed: what people need and offer.',
  safety: 'Blocking and reporting.',
  push: 'Being told when the page is closed.',
  admin: 'For administrators. To everyone else these routes do not exist.',
  openapi: 'This description.',
};

const FAULTS = FAULT_CODES.map((code) => `\`${code}\``).join(', ');

const DESCRIPTION = [
  'Needs and offers for everybody, and private one-to-one messages. New messages are announced over a WebSocket by ' +
    'their ids and downloaded here.',
  'Bodies are JSON, at most 32 KB. Unknown fields in requests are refused. Answers may gain fields, and logs ' +
    'kinds of ' +
    'entries: ignore those you do not know. Lists return `items` and, if there are more, `next`.',
  'Refusals and failures are problem details (RFC 9457): `code` is for programs, `detail` for people. What is wrong ' +
    `with each field is in \`faults\` and in \`errors\` alike. A fault is one of ${FAULTS}, or one of a later ` +
    'version. The gateway in front of the API answers `{message}` instead when it refuses a token or a request ' +
    'itself; accept both. Retry automatically only after 401 (once, with a fresh token), 429 (after `Retry-After`), ' +
    '5xx, and 409 `behind` or `reset` (after catching up).',
].join('\n\n');

/** The security of routes that need a person. The gateway checks the token and answers for it. */
const bearer = { accessToken: [] };

export function describeApi() {
  const schemas: Record<string, Json> = {};
  const paths: Record<string, Json> = {};
  /** Describes a schema; its named parts go to the components. */
  const describe = (schema: z.ZodMiniType, io?: 'input' | 'output'): Json => {
    const { $defs = {}, ...described } = JSON.parse(
      JSON.stringify(schemaOf(schema, io)).replaceAll('#/$defs/', '#/components/schemas/'),
    ) as Json;
    Object.assign(schemas, $defs);
    return described;
  };
  describe(Problem);
  for (const [tag, declared] of Object.entries(routes)) {
    for (const route of declared as readonly Route[]) {
      paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describeRoute(route, tag, describe) };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'message center',
      version: '1.0.0',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [
      { url: '/api', description: 'On the origin of the page' },
      { url: 'http://127.0.0.1:3000/api', description: 'The local cloud' },
    ],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { ...schemas, GatewayAnswer: GATEWAY_ANSWER },
      examples: Object.fromEntries(
        [...Object.entries(refusals), [FAILURE.code, FAILURE] as const].map(([code, { status, title }]) => [
          code,
          exampleOf(code, status, title),
        ]),
      ),
      headers: HEADERS,
      parameters: { connectionId: CONNECTION_ID, version: CLIENT_VERSION },
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'From `POST /auth/sign-in`; valid for minutes.',
        },
        refreshToken: {
          type: 'apiKey',
          in: 'cookie',
          name: COOKIES.refreshToken,
          description: 'Set at sign-in; no script can read it.',
        },
      },
    },
  };
}

type Describe = (schema: z.ZodMiniType, io?: 'input' | 'output') => Json;

function describeRoute(route: Route, tag: string, describe: Describe): Json {
  return {
    operationId: route.operation,
    summary: route.summary,
    ...(route.description && { description: route.description }),
    tags: [tag],
    security: securityOf(route),
    parameters: [
      ...parametersOf(route.parameters && describe(route.parameters), 'path'),
      ...parametersOf(route.query && describe(route.query), 'query'),
      ...(route.notifiesDevices ? [{ $ref: '#/components/parameters/connectionId' }] : []),
      { $ref: '#/components/parameters/version' },
    ],
    ...(route.body && {
      requestBody: { required: true, content: { 'application/json': { schema: describe(route.body, 'input') } } },
    }),
    responses: { ...answersOf(route, describe), ...refusalsOf(route) },
  };
}

/** Signing out also works without the cookie, which may be gone, or with an access token instead. */
const securityOf = ({ access, takesCookies = [], token, body }: Route): Json[] => {
  if (access !== 'anyone') return [bearer];
  const byCookie = takesCookies.includes('refreshToken');
  return [
    ...(byCookie ? [{ refreshToken: [] }] : []),
    ...(token === 'optional' ? [bearer] : []),
    ...(byCookie && body ? [{}] : []),
  ];
};

function parametersOf(schema: Json | undefined, place: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema: property,
  }));
}

/** True if what the route makes can be read under an address of its own. An upload cannot. */
const hasAddress = ({ path }: Route): boolean =>
  (Object.values(routes).flat() as readonly Route[]).some(
    (other) => other.method === 'GET' && other.path === `${path}/{id}`,
  );

const answersOf = (route: Route, describe: Describe): Json =>
  Object.fromEntries(
    Object.entries(route.answers).map(([status, schema]) => {
      const headers = {
        'X-Version': header('Version'),
        ...(status === '201' && hasAddress(route) && { Location: header('Location') }),
        ...(route.setsCookies && { 'Set-Cookie': header('SetCookie') }),
      };
      const answer = { description: DESCRIPTIONS[status] ?? 'Done', headers };
      return [status, { ...answer, ...(schema && { content: { 'application/json': { schema: describe(schema) } } }) }];
    }),
  );

const DESCRIPTIONS: Readonly<Record<string, string>> = { 200: 'Done', 201: 'Stored', 202: 'Accepted', 204: 'Done' };

/** What the gateway may answer in place of any route, by status. */
const GATEWAY_REFUSALS: Readonly<Record<number, string>> = {
  429: 'Too many requests at the gateway',
  500: 'Server error',
  503: 'Server error',
};
const TOKEN_REFUSALS: Readonly<Record<number, string>> = {
  401: 'The access token is missing, forged or expired',
  403: 'The token is not an access token',
};

/** Describes by status the problems of a route, each with an example under its code, and what the gateway refuses. */
function refusalsOf(route: Route): Json {
  const codes = [...new Set([...refusedByValidation(route), ...route.refusals, 'unavailable' as const])];
  const gateways = { ...(route.access !== 'anyone' && TOKEN_REFUSALS), ...GATEWAY_REFUSALS };
  const statuses = new Set([...codes.map((code) => refusals[code].status), ...Object.keys(gateways).map(Number)]);
  return Object.fromEntries(
    [...statuses].map((status) => {
      const problems: readonly string[] =
        status === FAILURE.status ? [FAILURE.code] : codes.filter((code) => refusals[code].status === status);
      const gateway = gateways[status];
      const titles = [
        ...codes.filter((code) => problems.includes(code)).map((code) => `${refusals[code].title} (\`${code}\`)`),
        ...(gateway ? [gateway] : []),
      ];
      return [
        status,
        {
          description: titles.join('; '),
          ...(RETRYABLE.has(status) && problems.length > 0 && { headers: { 'Retry-After': header('RetryAfter') } }),
          content: {
            ...(problems.length > 0 && {
              [PROBLEM_TYPE]: { schema: reference('schemas', 'Problem'), examples: referencesTo(problems) },
            }),
            ...(gateway && { 'application/json': { schema: reference('schemas', 'GatewayAnswer') } }),
          },
        },
      ];
    }),
  );
}

const refusedByValidation = (route: Route): readonly RefusalCode[] =>
  route.body
    ? ['invalid', 'unknown-field', 'outdated', 'too-large', 'unsupported-media-type']
    : ['invalid', 'unknown-field', 'outdated'];

/** Statuses that come with `Retry-After`. */
const RETRYABLE = new Set([429, 503]);

const reference = (kind: string, name: string): Json => ({ $ref: `#/components/${kind}/${name}` });
const header = (name: keyof typeof HEADERS): Json => reference('headers', name);
const referencesTo = (codes: readonly string[]): Json =>
  Object.fromEntries(codes.map((code) => [code, reference('examples', code)]));

const exampleOf = (code: string, status: number, title: string): Json => ({
  summary: title,
  value: {
    type: problemTypeOf(code),
    title,
    status,
    detail: 'What to do about it.',
    code,
    requestId: 'JKJaXmPLvHcESHA=',
  },
});

const HEADERS = {
  Location: {
    description: 'The URL of the message.',
    required: true,
    schema: { type: 'string', examples: ['/api/messages/alice~bob.42'] },
  },
  RetryAfter: {
    description: "Seconds to wait. The gateway's own answers do not have it.",
    schema: { type: 'integer', minimum: 1, examples: [3] },
  },
  Version: {
    description: "The version of this API. The gateway's own answers do not have it.",
    schema: { type: 'integer', minimum: 1, examples: [VERSION] },
  },
  SetCookie: {
    description: 'The refresh token, or its removal, and the mark of a known device. Absent where nothing changes.',
    schema: { type: 'string' },
  },
};

const CONNECTION_ID = {
  name: 'X-Connection-Id',
  in: 'header',
  required: false,
  description: 'A socket of mine that need not be notified of this: the `connectionId` from its `pong`.',
  schema: { type: 'string', maxLength: 128, examples: ['ZmFrZWlkMTIzNDU2Nz0='] },
};

const CLIENT_VERSION = {
  name: 'X-Version',
  in: 'header',
  required: false,
  description: 'The version of this API that the client was written for. One that is too old is refused: `outdated`.',
  schema: { type: 'integer', minimum: 1, examples: [VERSION] },
};

const GATEWAY_ANSWER = {
  type: 'object',
  description: 'The answer of the gateway itself.',
  properties: { message: { type: 'string', examples: ['Unauthorized'] } },
  required: ['message'],
};
