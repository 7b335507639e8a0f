/** Every table of the product on the real engine, with its history. The product's own code runs on it. */

import { tablesByVariable, type TableVariable } from '#functions/aws/tables-by-variable.ts';
import type { KeySchema } from '#functions/aws/tables.ts';
import { ServiceError } from '#local/aws/service.ts';
import { clientOf } from '../../local/dynamodb/client.ts';
import { openTestEngine } from '../../local/dynamodb/fixture.ts';
import { stackOf, table } from '../../local/dynamodb/stack.ts';

interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

let handle = (_request: SdkRequest): Promise<object> => Promise.reject(new Error('There is no engine.'));

// The product's clients take a request handler from here when they are made: import its tables afterwards.
Object.assign(globalThis, {
  [Symbol.for('aws.clientConfiguration')]: {
    requestHandler: { handle: (request: SdkRequest) => handle(request) },
  },
});

const variables = Object.keys(tablesByVariable) as TableVariable[];

/** The tables' names are their variables. */
export const tables = Object.fromEntries(variables.map((name) => [name, name])) as Record<TableVariable, string>;

/** Opens empty tables, which all later calls of the product go to. */
export async function openEngine() {
  const resources = variables.map((name) => {
    const { partitionKey, sortKey }: KeySchema = tablesByVariable[name];
    const keys = sortKey ? [partitionKey, sortKey] : [partitionKey];
    return table(name, {
      KeySchema: keys.map((key, i) => ({ AttributeName: key.name, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
      AttributeDefinitions: keys.map((key) => ({ AttributeName: key.name, AttributeType: key.type })),
      Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
    });
  });
  const engine = await openTestEngine(stackOf(...resources), { keepsHistory: true });
  handle = async ({ method, path, headers, body }) => {
    const request = { method, path, headers, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) };
    const answer = await engine.service({ ...request, sync: false }, () => undefined).catch(errorAnswer);
    return { response: { ...answer, body: Buffer.from(answer.body) } };
  };
  return { client: clientOf(engine) };
}

function errorAnswer(error: unknown) {
  if (!(error instanceof ServiceError)) throw error;
  const { statusCode, type: __type, message } = error;
  return { statusCode, headers: {}, body: JSON.stringify({ __type, message }) };
}
