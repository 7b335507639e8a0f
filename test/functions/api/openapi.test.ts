/** The published OpenAPI description is complete, consistent, and true to the routes. */

import { describe, expect, it } from 'vitest';
import type { Route } from '#contract/route.ts';
import { routes } from '#contract/routes.ts';
import { Problem } from '#contract/schemas.ts';
import { describeApi } from '#functions/api/openapi.ts';
import { refusals } from '#functions/api/problem.ts';

interface Parameter {
  readonly name?: string;
  readonly in?: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly $ref?: string;
}

interface Content {
  readonly schema: object;
  readonly examples?: Readonly<Record<string, object>>;
}

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<
    Record<string, { readonly headers?: object; readonly content?: Readonly<Record<string, Content>> }>
  >;
}

/** As a reader receives it: what is not JSON is lost here. */
const text = JSON.stringify(describeApi());
const description = JSON.parse(text) as {
  openapi: string;
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components: {
    readonly schemas: Readonly<Record<string, object>>;
    readonly examples: Readonly<Record<string, { readonly value: { readonly code: string; readonly status: number } }>>;
  };
};

const declared = Object.values(routes).flatMap((some): readonly Route[] => some);

function operationOf({ method, path }: Route): Operation {
  const operation = description.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${method} ${path} is not described.`);
  return operation;
}

describe('the description of the API', () => {
  it('is OpenAPI 3.1, and JSON without losses', () => {
    expect(description.openapi).toBe('3.1.0');
    expect(description).toEqual(describeApi());
  });

  it('has every route, and nothing else', () => {
    const described = Object.entries(description.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );

    expect(described.toSorted()).toEqual(declared.map(({ method, path }) => `${method} ${path}`).toSorted());
  });

  it('has a unique name for each operation', () => {
    const names = declared.map((route) => operationOf(route).operationId);

    expect(names).toEqual(declared.map(({ operation }) => operation));
    expect(new Set(names).size).toBe(names.length);
  });

  it('has only references that resolve', () => {
    for (const [, pointer = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = pointer
        .split('/')
        .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], description);
      expect(found).toBeTypeOf('object');
    }
  });

  it('names its schemas, and describes each', () => {
    const { schemas } = description.components;

    expect(Object.keys(schemas)).toEqual(
      expect.arrayContaining(['Message', 'Entry', 'Conversation', 'User', 'Me', 'Session', 'Problem']),
    );
    for (const schema of Object.values(schemas)) expect(schema).toHaveProperty('description');
  });

  it('has an example of every problem, as it is answered', () => {
    const { examples } = description.components;

    expect(Object.keys(examples).toSorted()).toEqual([...Object.keys(refusals), 'internal'].toSorted());
    for (const [code, { value }] of Object.entries(examples)) {
      expect(Problem.parse(value)).toEqual(value);
      expect(value.code).toBe(code);
    }
  });

  it('forbids unknown fields in requests, and not in answers', () => {
    const bodies = declared.flatMap((route) => Object.values(operationOf(route).requestBody?.content ?? {}));
    const answers = declared.flatMap((route) =>
      Object.values(operationOf(route).responses).flatMap(({ content = {} }) => Object.values(content)),
    );

    expect(bodies.every(({ schema }) => 'additionalProperties' in schema)).toBe(true);
    expect(JSON.stringify([answers, description.components])).not.toContain('"additionalProperties":false');
  });
});

describe.each(declared.map((route) => [route.operation, route] as const))('%s', (_, route) => {
  const operation = operationOf(route);

  it('declares every parameter of its path as required', () => {
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

    const described = operation.parameters.filter((parameter) => parameter.in === 'path');

    expect(described.map(({ name }) => name)).toEqual(inPath);
    expect(described.every(({ required }) => required)).toBe(true);
  });

  it('says whether a token is needed, and the answer without one', () => {
    const cookies = { refresh: [{ refreshToken: [] }], signOut: [{ refreshToken: [] }, { accessToken: [] }, {}] };
    const taken = cookies[route.operation as keyof typeof cookies] ?? [];

    expect(operation.security).toEqual(route.access === 'anyone' ? taken : [{ accessToken: [] }]);
    expect('401' in operation.responses || route.access === 'anyone').toBe(true);
  });

  it('has every answer', () => {
    const { responses } = operation;

    for (const [status, schema] of Object.entries(route.answers)) {
      expect(Object.keys(responses[status]?.content ?? {})).toEqual(schema ? ['application/json'] : []);
    }
    for (const code of [...route.refusals, 'unavailable' as const, 'internal' as const]) {
      const { status } = code === 'internal' ? { status: 500 } : refusals[code];
      expect(responses[status]?.content?.['application/problem+json']?.examples).toHaveProperty(code);
    }
    const gateways = route.access === 'anyone' ? [429, 500, 503] : [401, 403, 429, 500, 503];
    for (const status of gateways) expect(responses[status]?.content).toHaveProperty('application/json');
  });

  it('says where to find what was stored, and how long to wait', () => {
    const { responses } = operation;

    // An upload has no address of its own.
    const stored = responses['201'] && route.operation !== 'createAttachment';
    expect('Location' in (responses['201']?.headers ?? {})).toBe(Boolean(stored));
    for (const [code, status] of [
      ['too-many-requests', '429'],
      ['unavailable', '503'],
    ] as const) {
      const waits = 'Retry-After' in (responses[status]?.headers ?? {});
      // Any route may find a service behind it unavailable.
      expect(waits).toBe(code === 'unavailable' || route.refusals.includes(code));
    }
  });

  it('describes every parameter', () => {
    for (const parameter of operation.parameters) expect(parameter.description ?? parameter.$ref).toBeTruthy();
  });

  it('has the refusals of validation', () => {
    const refused = route.body ? ['400', '413', '415'] : ['400'];

    for (const status of refused) expect(operation.responses).toHaveProperty(status);
  });

  it('describes its body as it must be sent', () => {
    const schemas = Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => schema);

    expect(Object.keys(operation.requestBody?.content ?? {})).toEqual(route.body ? ['application/json'] : []);
    for (const schema of schemas) expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
  });
});
