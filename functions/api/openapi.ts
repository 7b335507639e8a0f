/** The OpenAPI 3.1 description, from the same declarations that validate. */
import type * as z from 'zod/mini';
import type { RefusalCode } from '../core/refusal.ts';
import { schemaOf, type Json } from './json-schema.ts';
import { PROBLEM_TYPE, refusals } from './problem.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';
import { Problem } from './schemas.ts';

const bearer = { accessToken: [] };

const TAGS: Readonly<Record<keyof typeof routes, string>> = {
  accounts: 'Signing up, in and out, passwords and sessions.',
  users: 'People, and my own profile.',
  messages: 'Sending, reading and changing messages.',
  conversations: 'The inbox, catching up, and what I have read.',
  safety: 'Blocking and reporting.',
  admin: 'What administrators do; to everybody else these routes do not exist.',
  openapi: 'This description.',
};

export function describeApi() {
  const paths: Record<string, Json> = {};
  for (const [tag, declared] of Object.entries(routes)) {
    for (const route of declared as readonly Route[]) {
      paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describeRoute(route, tag) };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'message center',
      version: '1.0.0',
      description: 'Private one-to-one messages. New ones are announced over a WebSocket by their ids and downloaded here.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem) },
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function describeRoute(route: Route, tag: string): Json {
  return {
    operationId: route.operation,
    summary: route.summary,
    tags: [tag],
    security: route.access === 'anyone' ? [] : [bearer],
    parameters: [...parametersOf(route.parameters, 'path'), ...parametersOf(route.query, 'query')],
    ...(route.body && { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } } }),
    responses: { ...answersOf(route), ...refusalsOf(route) },
  };
}

function parametersOf(schema: z.ZodMiniType | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema) as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({ name, in: place, required: required.includes(name), schema: property }));
}

const answersOf = ({ answers }: Route): Json =>
  Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => [
      status,
      { description: DESCRIPTIONS[status] ?? 'Done', ...(schema && { content: { 'application/json': { schema: schemaOf(schema) } } }) },
    ]),
  );

const DESCRIPTIONS: Readonly<Record<string, string>> = { 200: 'Done', 201: 'Stored', 202: 'Accepted', 204: 'Done' };

/** The problems by status; several refusals may share one. */
function refusalsOf(route: Route): Json {
  const byStatus = new Map<number, string[]>();
  for (const code of [...refusedByValidation(route), ...route.refusals]) {
    const { status, title } = refusals[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), `${title} (\`${code}\`)`]);
  }
  const problem = { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } };
  const described = [...byStatus].map(([status, titles]) => [status, { description: titles.join('; '), content: problem }]);
  // The gateway's own refusal of a token, and whatever fails.
  const always = { ...(route.access !== 'anyone' && { 401: { description: 'The access token is missing, forged or expired' } }), 500: { description: 'Our failure', content: problem } };
  return { ...always, ...(Object.fromEntries(described) as Json) };
}

const refusedByValidation = (route: Route): readonly RefusalCode[] =>
  route.body ? ['invalid', 'too-large', 'unsupported-media-type'] : ['invalid'];
