/** DynamoDB's JSON protocol: validates and authorizes a request, then runs it with dynalite on the engine's tables. */
import { ServiceError, type Service, type ServiceResponse } from '../aws/service.ts';
import type { Faults } from '../faults.ts';
import {
  type Consumed,
  consumedByRead,
  consumedByRefusal,
  consumedByWrite,
  consumedCapacity,
  unitsOf,
} from './capacity.ts';
import type { Database } from './database.ts';
import { descriptions } from './descriptions.ts';
import { isAnswered, loadAction, loadValidation, validations, type Action, type Input, type Item } from './dynalite.ts';
import { permissionsFor } from './permissions.ts';
import { options, RequestStore } from './request-store.ts';
import { restores } from './restores.ts';
import type { Table } from './table.ts';

type Tables = Map<string, Table>;

const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];
const READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan'];

/** @param arnOf returns a table's ARN by its name, even of a missing table: permissions are checked before existence */
export function createService(
  database: Database,
  tables: Tables,
  arnOf: (table: string) => string,
  faults: Faults,
): Service {
  const items = Object.fromEntries([...READS, ...WRITES].map((name) => [name, loadAction(name)]));
  const operations = new Map([
    ...operationsOf({ ...items, ...descriptions(tables) }),
    ...Object.entries(restores(database, tables)).map(([name, action]) => [name, { action, check: asGiven }] as const),
  ]);

  return async (request, authorize) => {
    const name = request.headers['x-amz-target']?.split('.')[1] ?? '';
    const operation = operations.get(name);
    if (!operation) throw unknownOperation(name, [...operations.keys()]);
    const raw = parse(request.body);
    const returnsOldItem = raw.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';

    const { ReturnConsumedCapacity: detail, ...input } = operation.check(raw);
    for (const { action, resource } of permissionsFor(name, input, arnOf)) authorize(action, resource);
    if (WRITES.includes(name) && Math.random() < faults.throttledWrites) throw throttled();

    const { output, error, store } = await run(
      operation.action,
      input,
      (fail) => new RequestStore(database, tables, fail, { sync: request.sync ?? true }),
    );
    const isRead = READS.includes(name);
    const { touched } = store;
    if (!error) {
      const scanned = Number(output?.ScannedCount ?? 0);
      const consumed = isRead ? consumedByRead(touched, input, scanned) : consumedByWrite(touched);
      const units = unitsOf(consumed);
      request.account?.addUnits(isRead ? { read: units, write: 0 } : { read: 0, write: units });
      return json(200, { ...output, ...capacityAnswer(name, consumed, detail) });
    }
    const refusal = refusalOf(error);
    if (!(refusal instanceof ServiceError) || refusal.type !== 'ConditionalCheckFailedException') throw refusal;
    request.account?.addUnits({ read: 0, write: unitsOf(consumedByRefusal(touched, input)) });
    if (!returnsOldItem) throw refusal;
    return conditionFailed(refusal, store.lastRead);
  };
}

/** ConsumedCapacity, where the request asks for it. */
function capacityAnswer(name: string, consumed: readonly Consumed[], detail: unknown): object {
  if (detail !== 'TOTAL' && detail !== 'INDEXES') return {};
  const tables = consumedCapacity(consumed, detail);
  return { ConsumedCapacity: name.startsWith('Batch') ? tables : tables[0] };
}

/** dynalite does not know the operations of restores. */
const asGiven = (input: Input): Input => input;

interface Operation {
  readonly action: Action;
  /**
   * Parses and validates an input, and drops fields that dynalite does not know.
   * @throws {ServiceError} when it is not valid
   */
  check(input: Input): Input;
}

function operationsOf(actions: Readonly<Record<string, Action>>): Map<string, Operation> {
  return new Map(
    Object.entries(actions).map(([name, action]) => {
      const { types, custom } = loadValidation(name);
      const check = (given: Input): Input => {
        try {
          const input = validations.checkTypes(given, types);
          validations.checkValidations(input, types, custom, { options });
          return input;
        } catch (error) {
          throw refusalOf(error);
        }
      };
      return [name, { action, check }];
    }),
  );
}

interface Outcome {
  readonly output?: Input | undefined;
  readonly error?: unknown;
  readonly store: RequestStore;
}

/** Never rejects: any error inside dynalite becomes the outcome of this one request. */
function run(action: Action, input: Input, open: (fail: (error: unknown) => void) => RequestStore): Promise<Outcome> {
  return new Promise((resolve) => {
    const store = open((error) => resolve({ error, store }));
    try {
      action(store, input, (error, output) => resolve(error ? { error, store } : { output, store }));
    } catch (error) {
      resolve({ error, store });
    }
  });
}

function parse(body: Buffer): Input {
  try {
    const input: unknown = JSON.parse(body.toString());
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Input;
  } catch {
    // Refused below, like JSON that is no object.
  }
  throw new ServiceError('SerializationException', 'The body of a request must be a JSON object.');
}

const json = (statusCode: number, body: object = {}): ServiceResponse => ({
  statusCode,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(body),
});

const conditionFailed = ({ type, message, statusCode }: ServiceError, item: Item | undefined): ServiceResponse =>
  json(statusCode, { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message, ...(item && { Item: item }) });

/** Turns an error that dynalite means as a response into a ServiceError. Any other error is a defect and stays. */
function refusalOf(error: unknown): unknown {
  if (!isAnswered(error)) return error;
  const { statusCode, body } = error;
  return new ServiceError(body.__type.split('#').at(-1) ?? body.__type, body.message ?? body.Message ?? '', statusCode);
}

const throttled = () =>
  new ServiceError(
    'ProvisionedThroughputExceededException',
    'The level of configured provisioned throughput for the table was exceeded.',
  );

const unknownOperation = (name: string, known: readonly string[]) =>
  new ServiceError(
    'UnknownOperationException',
    `The local DynamoDB has no operation ${name}. It has ${known.join(', ')}.`,
  );
