import { describe, expect, it } from 'vitest';
import { describeApi } from '../../../functions/api/openapi.ts';
import type { Route } from '../../../functions/api/route.ts';
import { routes } from '../../../functions/api/routes.ts';

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean; readonly schema: object }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

/** As a reader gets it: what is no JSON would be gone here. */
const text = JSON.stringify(describeApi());
const description = JSON.parse(text) as {
  openapi: string;
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components: object;
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

  it('has each operation under a name of its own', () => {
    const names = declared.map((route) => operationOf(route).operationId);

    expect(names).toEqual(declared.map(({ operation }) => operation));
    expect(new Set(names).size).toBe(names.length);
  });

  it('points only to what is there', () => {
    for (const [, pointer = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = pointer.split('/').reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], description);
      expect(found).toBeTypeOf('object');
    }
  });
});

describe.each(declared.map((route) => [route.operation, route] as const))('%s', (_, route) => {
  const operation = operationOf(route);

  it('names every part of its path, and requires it', () => {
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

    const described = operation.parameters.filter((parameter) => parameter.in === 'path');

    expect(described.map(({ name }) => name)).toEqual(inPath);
    expect(described.every(({ required }) => required)).toBe(true);
  });

  it('says whether a token is needed, and what comes without one', () => {
    const bearer = route.access === 'anyone' ? [] : [{ accessToken: [] }];

    expect(operation.security).toEqual(bearer);
    expect('401' in operation.responses || route.access === 'anyone').toBe(true);
  });

  it('says everything that it may answer', () => {
    for (const status of Object.keys(route.answers)) expect(operation.responses).toHaveProperty(status);
    expect(operation.responses).toHaveProperty('500');

    // The gateway refuses tokens by itself, and not as a problem.
    for (const [status, { content = {} }] of Object.entries(operation.responses).filter(([code]) => code !== '401')) {
      const types =
        status in route.answers ? ['application/json'].slice(route.answers[Number(status)] ? 0 : 1) : ['application/problem+json'];
      expect(Object.keys(content)).toEqual(types);
    }
  });

  it('says that it may refuse what the validation refuses', () => {
    const refused = route.body ? ['400', '413', '415'] : ['400'];

    for (const status of refused) expect(operation.responses).toHaveProperty(status);
  });

  it('describes its body as it has to be sent', () => {
    const schemas = Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => schema);

    expect(Object.keys(operation.requestBody?.content ?? {})).toEqual(route.body ? ['application/json'] : []);
    for (const schema of schemas) expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
  });
});
