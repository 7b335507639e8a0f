/**
 * The product without one of its defences. A simulation that does not notice would prove nothing about the product as
 * it is. The product has no switches for this: commands are changed on their way to the tables, and rules between two
 * modules.
 */

import { BatchGetCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { UnsentRecord } from '#client/unsent.ts';
import { CONNECTIONS_TABLE, CONVERSATIONS_TABLE, MESSAGES_TABLE } from '#functions/aws/environment.ts';
import { environment } from '../functions/support/environment.ts';
import type { Item } from './expressions.ts';
import { type AlteredCommand, InjectedFault, type Mutant, type World } from './world.ts';

const messages = environment[MESSAGES_TABLE];
const conversations = environment[CONVERSATIONS_TABLE];
const connections = environment[CONNECTIONS_TABLE];

const isPutTo = (command: object, table: string): command is PutCommand =>
  command instanceof PutCommand && command.input.TableName === table;
const isUpdateOf = (command: object, table: string): command is UpdateCommand =>
  command instanceof UpdateCommand && command.input.TableName === table;
const unconditional = ({ input }: PutCommand): AlteredCommand => ({
  command: new PutCommand({ ...input, ConditionExpression: undefined }),
});

const changesMessage = (command: object): command is UpdateCommand => isUpdateOf(command, messages);
/** Reads the item instead of changing it. */
const onlyRead = ({ input: { TableName, Key } }: UpdateCommand): AlteredCommand => ({
  command: new GetCommand({ TableName, Key }),
});

/** The same read, of the state at an earlier moment. */
function eventual(command: object, asOf: number): AlteredCommand | undefined {
  if (command instanceof QueryCommand)
    return { asOf, command: new QueryCommand({ ...command.input, ConsistentRead: false }) };
  if (!(command instanceof BatchGetCommand)) return undefined;
  const requests = Object.entries(command.input.RequestItems ?? {}).map(
    ([table, keys]) => [table, { ...keys, ConsistentRead: false }] as const,
  );
  return { asOf, command: new BatchGetCommand({ ...command.input, RequestItems: Object.fromEntries(requests) }) };
}

const readsSockets = (command: object): boolean =>
  command instanceof BatchGetCommand && connections in (command.input.RequestItems ?? {});

interface SendBody {
  readonly clientId?: string;
  readonly after?: number | undefined;
}

/** Changes a message on every attempt but the first. */
function onRetry(change: (body: SendBody, attempt: number) => SendBody): Required<Pick<Mutant, 'request'>> {
  const attempts = new WeakMap<World, Map<string, number>>();
  return {
    request(text, world) {
      const body = JSON.parse(text) as SendBody;
      if (body.clientId === undefined) return text;
      const counts = attempts.get(world) ?? new Map<string, number>();
      attempts.set(world, counts);
      const attempt = (counts.get(body.clientId) ?? 0) + 1;
      counts.set(body.clientId, attempt);
      return attempt === 1 ? text : JSON.stringify(change(body, attempt));
    },
  };
}

/**
 * Forgets sockets that are gone, even those that are not open yet, and lets the function that takes frames not
 * notice.
 */
function forgettingGoneSockets(): Required<Pick<Mutant, 'gone' | 'answer'>> {
  const forgotten = new WeakMap<World, Map<unknown, Item>>();
  return {
    gone(connectionId, world) {
      const name = `c#${connectionId}`;
      const { username, [name]: socket } = world.tables.all(connections).find((item) => name in item) ?? {};
      if (username === undefined) return;
      const people = forgotten.get(world) ?? new Map<unknown, Item>();
      forgotten.set(world, people.set(username, { ...people.get(username), [name]: socket }));
      const forget = { UpdateExpression: 'REMOVE #socket', ExpressionAttributeNames: { '#socket': name } };
      world.tables.run(new UpdateCommand({ TableName: connections, Key: { username }, ...forget }), 0);
    },
    answer(answer, command, by, world) {
      if (by?.name !== 'receive' || !readsSockets(command)) return answer;
      const { Responses } = answer as { readonly Responses: Readonly<Record<string, readonly Item[]>> };
      const people = Responses[connections]?.map((item) => ({
        ...item,
        ...forgotten.get(world)?.get(item['username']),
      }));
      return { ...(answer as object), Responses: { ...Responses, [connections]: people } };
    },
  };
}

/** Sends the text along that a message had when it was first announced. */
function rememberingTexts(): Required<Pick<Mutant, 'answer'>> {
  const remembered = new WeakMap<World, Map<string, unknown>>();
  return {
    answer(answer, command, by, world) {
      const requested = command instanceof BatchGetCommand && messages in (command.input.RequestItems ?? {});
      if (by?.name !== 'stream' || !requested) return answer;
      const texts = remembered.get(world) ?? new Map<string, unknown>();
      remembered.set(world, texts);
      const { Responses } = answer as { readonly Responses: Readonly<Record<string, readonly Item[]>> };
      const entries = Responses[messages]?.map((entry) => {
        const id = `${String(entry['conversation'])}.${String(entry['seq'])}`;
        if (!texts.has(id)) texts.set(id, entry['body']);
        return { ...entry, body: texts.get(id) };
      });
      return { ...(answer as object), Responses: { ...Responses, [messages]: entries } };
    },
  };
}

export const intact: Mutant = { without: 'nothing', profile: 'chaos' };

export const mutants: readonly Mutant[] = [
  {
    without: 'the entries that travel being read for each batch',
    profile: 'repetitive',
    ...rememberingTexts(),
  },
  {
    without: 'the search for an earlier copy of a message, by its clientId',
    profile: 'chaos',
    answer(answer, command, by) {
      if (by?.name !== 'POST /messages' || !(command instanceof QueryCommand)) return answer;
      const { Items = [] } = answer as { readonly Items?: readonly Item[] };
      return { Items: Items.map((entry) => ({ ...entry, clientId: undefined })) };
    },
  },
  {
    without: 'the condition on the Put of an entry',
    profile: 'quiet',
    command: (command) =>
      isPutTo(command, messages) && command.input.Item?.['seq'] !== 0 ? unconditional(command) : undefined,
  },
  {
    without: 'the condition on the Put of a head',
    profile: 'quiet',
    seed: 2,
    command: (command) =>
      isPutTo(command, messages) && command.input.Item?.['seq'] === 0 ? unconditional(command) : undefined,
  },
  {
    without: 'the heads being written before the sockets are read',
    profile: 'quiet',
    seed: 4,
    command: (command, by) =>
      by?.name === 'stream' && readsSockets(command) ? eventual(command, by.startedAt) : undefined,
  },
  {
    without: 'strong reads of the sockets',
    profile: 'quiet',
    seed: 4,
    command: (command, by, stale) =>
      by?.name === 'stream' && readsSockets(command) ? eventual(command, stale) : undefined,
  },
  {
    without: 'strong reads in the catch-up',
    profile: 'quiet',
    command: (command, by, stale) =>
      /^GET .conversations/.test(by?.name ?? '') ? eventual(command, stale) : undefined,
  },
  {
    without: 'one attribute for each socket',
    profile: 'quiet',
    command(command, by) {
      if (by?.name !== 'connect' || !isUpdateOf(command, connections)) return undefined;
      const { Key, ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = command.input;
      const socket = Object.entries(names).find(([, name]) => name.startsWith('c#'))?.[1] ?? '';
      return { command: new PutCommand({ TableName: connections, Item: { ...Key, [socket]: values[':socket'] } }) };
    },
  },
  {
    without: "the rows of both people's inboxes",
    profile: 'quiet',
    command: (command) =>
      isPutTo(command, conversations)
        ? { command: new PutCommand({ TableName: connections, Item: { username: 'limit#nothing' } }) }
        : undefined,
  },
  {
    without: 'read positions that only move forward',
    profile: 'quiet',
    seed: 3,
    command: (command) =>
      isUpdateOf(command, conversations)
        ? { command: new UpdateCommand({ ...command.input, ConditionExpression: undefined }) }
        : undefined,
  },
  {
    without: 'patience with a socket that is not open yet, and the end of one that is not stored',
    profile: 'quiet',
    ...forgettingGoneSockets(),
  },
  {
    without: 'the report of failed records',
    profile: 'quiet',
    report: () => ({ batchItemFailures: [] }),
    // Only every other batch fails: the next entry often repairs what the last one suffered.
    command(command, by) {
      if (by?.name === 'stream' && isPutTo(command, messages) && Math.floor(by.startedAt) % 2 === 0)
        throw new InjectedFault('A head could not be written');
      return undefined;
    },
  },
  { without: 'the membership of conversations', profile: 'quiet', weakRules: ['membership'] },
  { without: 'the filling of gaps', profile: 'quiet', weakRules: ['gaps'] },
  { without: 'the catch-up after a socket has opened', profile: 'quiet', seed: 2, weakRules: ['catchUp'] },
  {
    without: 'a guard of its own for each aspect of a message',
    profile: 'chaos',
    seed: 5,
    command(command) {
      if (!changesMessage(command) || command.input.ExpressionAttributeValues?.[':seq'] === undefined) return undefined;
      const UpdateExpression = command.input.UpdateExpression?.replace(/^SET /, 'SET guard = :seq, ');
      const ConditionExpression = 'kind = :kind AND (attribute_not_exists(guard) OR guard < :seq)';
      return { command: new UpdateCommand({ ...command.input, UpdateExpression, ConditionExpression }) };
    },
  },
  {
    without: 'the erasure of the texts of edits',
    profile: 'quiet',
    seed: 5,
    command: (command) =>
      changesMessage(command) && command.input.ExpressionAttributeValues?.[':kind'] === 'edit'
        ? onlyRead(command)
        : undefined,
  },
  {
    without: 'the application of changes by the consumer',
    profile: 'chaos',
    seed: 5,
    command: (command, by) => (by?.name === 'stream' && changesMessage(command) ? onlyRead(command) : undefined),
  },
  { without: 'the periodic catch-up', profile: 'chaos', timer: (milliseconds) => milliseconds !== 60_000 },
  {
    without: 'the same clientId on every attempt',
    profile: 'chaos',
    ...onRetry((body, attempt) => ({
      ...body,
      clientId: `${body.clientId?.slice(0, -2)}${String(attempt % 100).padStart(2, '0')}`,
    })),
  },
  {
    without: "the first attempt's `after` on every attempt",
    profile: 'chaos',
    ...onRetry((body) => ({ ...body, after: undefined })),
  },
  { without: 'a storage for unsent messages', profile: 'quiet', keep: () => undefined },
  {
    without: '`after` in the storage before the first attempt',
    profile: 'chaos',
    seed: 3,
    // Without the property, the client assumes that it has seen nothing of the log.
    keep: (item) => ({ ...item, after: undefined }) as unknown as UnsentRecord,
  },
  {
    without: 'the retry of unprocessed keys',
    profile: 'quiet',
    answer: (answer, command) =>
      command instanceof BatchGetCommand ? { ...(answer as object), UnprocessedKeys: {} } : answer,
  },
  {
    without: 'the check whether the recipient has blocked the sender',
    profile: 'quiet',
    command(command) {
      const { [conversations]: rows, ...others } =
        (command instanceof BatchGetCommand && command.input.RequestItems) || {};
      return rows && Object.keys(others).length > 0
        ? { command: new BatchGetCommand({ RequestItems: others }) }
        : undefined;
    },
  },
  {
    without: 'the mark that keeps an ended session from opening sockets',
    profile: 'quiet',
    seed: 6,
    // The condition on adding a socket is not enough to leave out: readers pass over sockets of ended sessions as well.
    command(command) {
      if (!isUpdateOf(command, connections) || !command.input.ExpressionAttributeNames?.['#mark']) return undefined;
      return { command: new UpdateCommand({ ...command.input, ExpressionAttributeNames: { '#mark': 'unmarked' } }) };
    },
  },
];
