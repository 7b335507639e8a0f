/** The feed without one of its defences. A simulation that does not notice would prove nothing: see `../mutants.ts`. */

import { BatchGetCommand, DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../../functions/support/environment.ts';
import type { Item } from '../expressions.ts';
import type { AlteredCommand, Mutant } from '../world.ts';

const posts = environment.POSTS_TABLE;
const index = environment.POST_INDEX_TABLE;
const users = environment.USERS_TABLE;
const conversations = environment.CONVERSATIONS_TABLE;
const LONG_MS = 100 * 24 * 60 * 60_000;

const isPutTo = (command: object, table: string): command is PutCommand =>
  command instanceof PutCommand && command.input.TableName === table;
const isPutOfPost = (command: object): command is PutCommand =>
  isPutTo(command, posts) && command.input.Item?.['version'] !== undefined;
const isPutOfCard = (command: object): command is PutCommand =>
  isPutTo(command, index) && command.input.Item?.['version'] !== undefined;
const unconditional = ({ input }: PutCommand): AlteredCommand => ({
  command: new PutCommand({ ...input, ConditionExpression: undefined }),
});
/** Reads an item instead of writing it. */
const onlyRead = ({ input: { TableName, Item = {} } }: PutCommand): AlteredCommand => {
  const keys = TableName === index ? ['list', 'at'] : ['owner', 'id'];
  return {
    command: new GetCommand({ TableName, Key: Object.fromEntries(keys.map((key) => [key, Item[key] as unknown])) }),
  };
};

/** Reads owners without what stands between them and the reader. */
function withoutBlocks(command: object, isStrong: boolean): AlteredCommand | undefined {
  const { [conversations]: rows, ...others } = (command instanceof BatchGetCommand && command.input.RequestItems) || {};
  return rows && Boolean(rows.ConsistentRead) === isStrong && Object.keys(others).length > 0
    ? { command: new BatchGetCommand({ RequestItems: others }) }
    : undefined;
}

const lasting = (item: Item): Item =>
  'lastsUntil' in item ? { ...item, lastsUntil: Number(item['lastsUntil']) + LONG_MS } : item;

const without = (defence: string, how: Omit<Mutant, 'without' | 'profile'>): Mutant => ({
  without: defence,
  profile: 'feed',
  ...how,
});

export const intactFeed = without('nothing', {});

export const feedMutants: readonly Mutant[] = [
  without('the condition on the Put of a new post', {
    command: (command) =>
      isPutOfPost(command) && command.input.Item?.['version'] === 1 ? unconditional(command) : undefined,
  }),
  without('the condition on the version that a change replaces', {
    command: (command) =>
      isPutOfPost(command) && command.input.Item?.['version'] !== 1 ? unconditional(command) : undefined,
  }),
  without('the check that a change names the version it was made from', { weakRules: ['versions'] }),
  without('the check that a repeat publishes the same', { weakRules: ['digests'] }),
  without('the guard of cards by version', {
    command: (command) => (isPutOfCard(command) ? unconditional(command) : undefined),
  }),
  without('tombstones in the lists', {
    command: (command) =>
      isPutOfCard(command) && command.input.Item?.['closedAt'] !== undefined
        ? {
            command: new DeleteCommand({
              TableName: index,
              Key: { list: command.input.Item['list'] as unknown, at: command.input.Item['at'] as unknown },
            }),
          }
        : undefined,
  }),
  without('the projection at once', {
    command: (command, by) => (isPutOfCard(command) && by?.name !== 'stream' ? onlyRead(command) : undefined),
  }),
  without('the projection by the consumer', {
    command: (command, by) => (isPutOfCard(command) && by?.name === 'stream' ? onlyRead(command) : undefined),
  }),
  without('the mending of lists by the look of an owner', {
    answer: (answer, command) => {
      if (!(command instanceof BatchGetCommand) || !command.input.RequestItems?.[index]) return answer;
      const { Responses = {} } = answer as { readonly Responses?: Readonly<Record<string, readonly Item[]>> };
      const items = Responses[index]?.map((item) => ({ ...item, version: Infinity }));
      return { ...(answer as object), Responses: { [index]: items } };
    },
  }),
  without('all the lists of a day', {
    answer: (answer, command) =>
      command instanceof QueryCommand &&
      /^day#.*#[12]$/.test(String(command.input.ExpressionAttributeValues?.[':list']))
        ? { Items: [] }
        : answer,
  }),
  without('the days of the year before', {
    answer: (answer, command, by) =>
      command instanceof QueryCommand &&
      command.input.ExpressionAttributeValues?.[':list'] === 'days#2026' &&
      (by?.startedAt ?? 0) >= Date.UTC(2027, 0, 1)
        ? { Items: [] }
        : answer,
  }),
  without('the judgement of blocks in lists', { command: (command) => withoutBlocks(command, false) }),
  without('the judgement of blocks of a single post', { command: (command) => withoutBlocks(command, true) }),
  without('the check whether the owner is still there', {
    answer: (answer, command) => {
      if (!(command instanceof BatchGetCommand) || !command.input.RequestItems?.[users]) return answer;
      const { Responses = {} } = answer as { readonly Responses?: Readonly<Record<string, readonly Item[]>> };
      const people = Responses[users]?.map((item) => ({ ...item, deletedAt: undefined, disabledAt: undefined }));
      return { ...(answer as object), Responses: { ...Responses, [users]: people } };
    },
  }),
  without('the end of posts in lists', {
    answer(answer, command) {
      if (!(command instanceof QueryCommand) || command.input.TableName !== index) return answer;
      const { Items = [] } = answer as { readonly Items?: readonly Item[] };
      return { ...(answer as object), Items: Items.map(lasting) };
    },
  }),
  without('the end of a single post', {
    answer(answer, command, by) {
      const { Item } = answer as { readonly Item?: Item };
      return by?.name === 'getPost' && command instanceof GetCommand && Item ? { Item: lasting(Item) } : answer;
    },
  }),
  without('the hiding of a single post', {
    answer(answer, command, by) {
      const { Item } = answer as { readonly Item?: Item };
      return by?.name === 'getPost' && command instanceof GetCommand && Item
        ? { Item: { ...Item, hiddenAt: undefined } }
        : answer;
    },
  }),
  without('strong reads of a single post', {
    command: (command, by, stale) =>
      by?.name === 'getPost' && command instanceof GetCommand
        ? { asOf: stale, command: new GetCommand({ ...command.input, ConsistentRead: false }) }
        : undefined,
  }),
  without('the erasure of deleted posts', {
    command: (command) =>
      isPutOfPost(command) && command.input.Item?.['erasedAt'] !== undefined ? onlyRead(command) : undefined,
  }),
  without('what is kept of a deleted post', {
    command: (command) =>
      isPutOfPost(command) && command.input.Item?.['erasedAt'] !== undefined
        ? {
            command: new DeleteCommand({
              TableName: posts,
              Key: { owner: command.input.Item['owner'] as unknown, id: command.input.Item['id'] as unknown },
            }),
          }
        : undefined,
  }),
];
