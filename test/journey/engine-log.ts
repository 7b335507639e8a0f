/**
 * The product's messages table on the real engine: its own code and the real SDK, without a network and without
 * functions.
 */

import { messagesTable as keys } from '#functions/aws/tables.ts';
import { ServiceError } from '#local/aws/service.ts';
import { openTestEngine } from '../local/dynamodb/fixture.ts';
import { stackOf, table } from '../local/dynamodb/stack.ts';

const NAME = 'Messages';

/** A request as the SDK hands it to its request handler. */
export interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

let handle = (_request: SdkRequest): Promise<object> => Promise.reject(new Error('There is no engine.'));

// The product's clients take a request handler from here when they are made; so its table is imported afterwards.
const requestHandler = { handle: (request: SdkRequest) => handle(request) };
Object.assign(globalThis, { [Symbol.for('aws.clientConfiguration')]: { requestHandler } });
const { messagesTable } = await import('#functions/aws/messages-table.ts');

/**
 * Opens an empty log in an engine of its own.
 * @param losesAnswer called after each request; true if its answer is lost on the way back
 */
export async function openLog(losesAnswer: (request: SdkRequest) => boolean = () => false) {
  const { partitionKey, sortKey } = keys;
  const engine = await openTestEngine(
    stackOf(
      table(NAME, {
        KeySchema: [
          { AttributeName: partitionKey.name, KeyType: 'HASH' },
          { AttributeName: sortKey.name, KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [partitionKey, sortKey].map(({ name, type }) => ({
          AttributeName: name,
          AttributeType: type,
        })),
      }),
    ),
  );
  handle = async (sent) => {
    const { method, path, headers, body } = sent;
    const request = { method, path, headers, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) };
    const answer = await engine.service(request, () => undefined).catch(errorAnswer);
    if (losesAnswer(sent)) throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
    return { response: { ...answer, body: Buffer.from(answer.body) } };
  };
  return messagesTable(NAME);
}

/** Returns an error as the endpoint of the local cloud answers it. */
function errorAnswer(error: unknown) {
  if (!(error instanceof ServiceError)) throw error;
  const { statusCode, type: __type, message } = error;
  return { statusCode, headers: {}, body: JSON.stringify({ __type, message }) };
}
