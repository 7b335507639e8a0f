/**
 * DynamoDB's client as the tables use it. It takes the commands of the SDK's document client, with plain values, and
 * sends them through the bare client, which keeps a chain of middleware for each kind of command. The document client
 * cannot: it adds its own middleware to each command. Building the chain again for each call takes a third of the
 * call's processor time.
 */

import { DynamoDBClient, type DynamoDBClientConfig, type GetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { isThrottled } from '../core/throttled.ts';
import { withPlainConfiguration } from './plain-configuration.ts';

/** A command of `lib-dynamodb`, as far as it says what it takes and returns. */
interface DocumentCommand<Output> {
  readonly input: object;
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ readonly output: Output }>;
}

/**
 * What such a command wraps: a command of the bare client. The client takes each of them; one stands for all of their
 * types.
 */
interface Wrapping {
  readonly clientCommand: Omit<GetItemCommand, 'input'> & { input: GetItemCommand['input'] };
}

type Change = (value: unknown) => unknown;
type Item = Parameters<typeof unmarshall>[0];

interface Watches {
  /** Throws for a call that must not be made, given by its command and its input. */
  readonly guard?: ((command: string, input: object) => void) | undefined;
  /** Called for each attempt that failed and was not the caller's fault, also where a retry helps. */
  readonly onFault?: (fault: TableFault) => void;
}

/** Sends HTTP requests, as the SDK's clients do. */
interface RequestHandler {
  /** @param options.requestTimeout milliseconds; undefined: that of the client */
  handle(
    request: object,
    options?: { readonly requestTimeout?: number },
  ): Promise<{
    readonly response: {
      readonly statusCode: number;
      /** By names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body?: unknown;
    };
  }>;
}

interface Configuration {
  readonly requestHandler: RequestHandler;
  readonly region: () => Promise<string>;
  readonly credentials: () => Promise<{
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  }>;
}

export class DocumentClient {
  readonly #client: DynamoDBClient;

  constructor(configuration: DynamoDBClientConfig, { guard, onFault }: Watches = {}) {
    this.#client = withPlainConfiguration(new DynamoDBClient({ ...configuration, cacheMiddleware: true }));
    if (guard)
      this.#client.middlewareStack.add(
        (next, { commandName = '' }) =>
          async (args) => {
            guard(commandName, args.input);
            return next(args);
          },
        { step: 'initialize' },
      );
    if (onFault)
      this.#client.middlewareStack.add(
        (next) => async (args) => {
          try {
            return await next(args);
          } catch (error) {
            const fault = faultOf(error);
            if (fault) onFault(fault);
            throw error;
          }
        },
        // Behind the SDK's retries, which are of high priority: it sees each attempt.
        { step: 'finalizeRequest', priority: 'low', name: 'countFaults' },
      );
  }

  /** What the client has resolved: for requests to services that are called without a client of the SDK. */
  get configuration(): Configuration {
    return this.#client.config;
  }

  /** @throws {DynamoDBServiceException} as the SDK's client does; the item in it is in DynamoDB's form */
  async send<Output>(command: DocumentCommand<Output>): Promise<Output> {
    const { clientCommand } = command as unknown as Wrapping;
    clientCommand.input = marshalled(command.input);
    const output = await this.#client.send(clientCommand);
    return unmarshalled(output) as Output;
  }
}

/** DynamoDB refused an attempt because of the rate of requests, or failed itself. */
type TableFault = 'throttle' | 'error';

function faultOf(error: unknown): TableFault | undefined {
  if (!(error instanceof Error)) return undefined;
  if (isThrottled(error)) return 'throttle';
  // An error without the SDK's mark is one of the network.
  return '$fault' in error && error.$fault === 'client' ? undefined : 'error';
}

const inList =
  (change: Change): Change =>
  (list) =>
    (list as readonly unknown[]).map(change);

const inValues =
  (change: Change): Change =>
  (values) =>
    Object.fromEntries(Object.entries(values as object).map(([name, value]) => [name, change(value)]));

const inFields =
  (changes: Readonly<Record<string, Change>>): Change =>
  (fields) => {
    const changed: Record<string, unknown> = { ...(fields as object) };
    for (const name in changed) {
      const change = changes[name];
      if (change && changed[name] !== undefined) changed[name] = change(changed[name]);
    }
    return changed;
  };

/** Returns a function that changes the items in a request or an answer, wherever they are. */
function inItems(item: Change): Change {
  const items = inList(item);
  const keys = inFields({ Keys: items });
  const writes = inList(inFields({ PutRequest: inFields({ Item: item }), DeleteRequest: inFields({ Key: item }) }));
  return inFields({
    Key: item,
    Item: item,
    ExpressionAttributeValues: item,
    ExclusiveStartKey: item,
    RequestItems: inValues((requests) => (Array.isArray(requests) ? writes : keys)(requests)),
    Attributes: item,
    Items: items,
    LastEvaluatedKey: item,
    Responses: inValues(items),
    UnprocessedKeys: inValues(keys),
    UnprocessedItems: inValues(writes),
  });
}

const marshalled = inItems((item) => marshall(item, { removeUndefinedValues: true })) as (input: object) => never;
const unmarshalled = inItems((item) => unmarshall(item as Item));
