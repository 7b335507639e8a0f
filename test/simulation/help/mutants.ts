/** Help without one of its defences. A simulation that does not notice would prove nothing: see `../mutants.ts`. */

import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { environment } from '../../functions/support/environment.ts';
import type { Item } from '../expressions.ts';
import type { AlteredCommand, Mutant } from '../world.ts';

const index = environment.POST_INDEX_TABLE;
const posts = environment.POSTS_TABLE;
const messages = environment.MESSAGES_TABLE;
const users = environment.USERS_TABLE;
const conversations = environment.CONVERSATIONS_TABLE;

/** A write of an item of the index whose list begins with this. */
const isPutInto = (prefix: string, command: object): command is PutCommand =>
  command instanceof PutCommand &&
  command.input.TableName === index &&
  String(command.input.Item?.['list']).startsWith(prefix);
const isGetOf = (table: string, command: object): command is GetCommand =>
  command instanceof GetCommand && command.input.TableName === table;
const isQueryOf = (table: string, command: object): command is QueryCommand =>
  command instanceof QueryCommand && command.input.TableName === table;
const listIn = ({ input }: QueryCommand): string => String(input.ExpressionAttributeValues?.[':list']);

const isDecline = ({ input }: UpdateCommand): boolean => ':declined' in (input.ExpressionAttributeValues ?? {});
const swapped = ({ username, peer }: Item = {}): Item => ({ username: peer, peer: username });

const unconditional = ({ input }: PutCommand): AlteredCommand => ({
  command: new PutCommand({ ...input, ConditionExpression: undefined, ExpressionAttributeValues: undefined }),
});
const keyOf = ({ input: { Item: item = {} } }: PutCommand) => ({
  TableName: index,
  Key: { list: item['list'] as unknown, at: item['at'] as unknown },
});
const itemsOf = (answer: unknown): readonly Item[] => (answer as { readonly Items?: readonly Item[] }).Items ?? [];

const without = (defence: string, how: Omit<Mutant, 'without' | 'profile'>): Mutant => ({
  without: defence,
  profile: 'feed',
  ...how,
});

export const intactHelp = without('nothing', {});

export const helpMutants: readonly Mutant[] = [
  without('offers that are stored once for each post and person', {
    command: (command) =>
      isPutInto('p#', command)
        ? {
            command: new PutCommand({
              TableName: index,
              Item: { ...command.input.Item, at: `${command.input.Item?.['at']}${command.input.Item?.['seq']}` },
            }),
          }
        : undefined,
  }),
  without('the condition that keeps the first message of an offer', {
    command: (command) => (isPutInto('p#', command) ? unconditional(command) : undefined),
  }),
  without('an earlier message that replaces a later one', {
    command: (command) =>
      isPutInto('p#', command)
        ? {
            command: new PutCommand({
              ...command.input,
              ConditionExpression: 'attribute_not_exists(seq)',
              ExpressionAttributeValues: undefined,
            }),
          }
        : undefined,
  }),
  without('the look at the post after noting an offer', {
    answer(answer, command, by) {
      const { Item } = answer as { readonly Item?: Item };
      return by?.name === 'stream' && isGetOf(posts, command) && Item
        ? { Item: { ...Item, erasedAt: undefined } }
        : answer;
    },
  }),
  without('what is kept of an offer with its person', {
    command: (command) => (isPutInto('o#', command) ? { command: new GetCommand(keyOf(command)) } : undefined),
  }),
  without('the retry of an offer that could not be noted', {
    command: (command, by) =>
      by?.name === 'stream' && isPutInto('p#', command) && Math.floor(by.startedAt) % 2 === 0
        ? { command: new GetCommand(keyOf(command)) }
        : undefined,
  }),
  without('the request in the running state', {
    answer: (answer, command, by) =>
      by?.name === 'sendMessage' && isQueryOf(messages, command)
        ? { ...(answer as object), Items: itemsOf(answer).map((item) => ({ ...item, request: undefined })) }
        : answer,
  }),
  without('the answer that ends a request', {
    answer: (answer, command, by) =>
      by?.name === 'sendMessage' && isQueryOf(messages, command)
        ? {
            ...(answer as object),
            Items: itemsOf(answer).map((item) => ({ ...item, counts: {}, request: true })),
          }
        : answer,
  }),
  without('silence about a decline', {
    answer(answer, command, by) {
      if (by?.name !== 'sendMessage' || !(command instanceof BatchGetCommand)) return answer;
      const { Responses = {} } = answer as { readonly Responses?: Readonly<Record<string, readonly Item[]>> };
      const rows = Responses[conversations]?.map((row) => (row['declined'] ? { ...row, blocked: true } : row));
      return rows ? { ...(answer as object), Responses: { ...Responses, [conversations]: rows } } : answer;
    },
  }),
  without('declines that are kept with their recipient alone', {
    command: (command) =>
      command instanceof UpdateCommand && command.input.TableName === conversations && isDecline(command)
        ? { command: new UpdateCommand({ ...command.input, Key: swapped(command.input.Key) }) }
        : undefined,
  }),
  without('the search for an earlier copy before a request is refused', {
    answer: (answer, command, by) =>
      by?.name === 'sendMessage' && isQueryOf(messages, command)
        ? { ...(answer as object), Items: itemsOf(answer).map((item) => ({ ...item, clientId: undefined })) }
        : answer,
  }),
  without('the condition on the Put of an entry', {
    command: (command) =>
      command instanceof PutCommand && command.input.TableName === messages && command.input.Item?.['seq'] !== 0
        ? unconditional(command)
        : undefined,
  }),
  without('the condition on the version that a promise replaces', {
    command: (command) =>
      command instanceof PutCommand && command.input.TableName === posts && Number(command.input.Item?.['version']) > 1
        ? unconditional(command)
        : undefined,
  }),
  without('the check that a promise names the version it was made from', { weakRules: ['versions'] }),
  without('the check that helpers have made an offer', {
    answer: (answer, command, by) =>
      by?.name === 'changePost' && isGetOf(index, command) ? { Item: { offeredAt: 1 } } : answer,
  }),
  without('the rule who sees to whom a post is promised', { weakRules: ['help'] }),
  without('the rule that only those who offered learn the outcome', {
    answer: (answer, command, by) =>
      by?.name === 'getOutcome' && isGetOf(index, command) ? { Item: { offeredAt: 1 } } : answer,
  }),
  without('thank-yous that are hidden until their helpers show them', {
    answer: (answer, command, by) =>
      by?.name === 'listThanks' && isQueryOf(index, command)
        ? { ...(answer as object), Items: itemsOf(answer).map((item) => ({ ...item, shown: true })) }
        : answer,
  }),
  without('thanks that are stored once', {
    command: (command) =>
      isPutInto('h#', command) && !command.input.Item?.['gone'] ? unconditional(command) : undefined,
  }),
  without('what keeps the thanks of a deleted post from coming back', {
    command: (command) =>
      isPutInto('h#', command) && command.input.Item?.['gone']
        ? { command: new DeleteCommand(keyOf(command)) }
        : undefined,
  }),
  without('thanks that are projected without the consumer', {
    command: (command, by) =>
      by?.name !== 'stream' && isPutInto('h#', command) && !command.input.Item?.['gone']
        ? { command: new GetCommand(keyOf(command)) }
        : undefined,
  }),
  without('the removal of the offers of a deleted post', {
    answer: (answer, command, by) =>
      by?.name === 'deletePost' && isQueryOf(index, command) && listIn(command).startsWith('p#')
        ? { Items: [] }
        : answer,
  }),
  without('the removal of the offers of a person who leaves', {
    answer: (answer, command) =>
      isQueryOf(index, command) && listIn(command).startsWith('o#') ? { Items: [] } : answer,
  }),
  without('the check whether a repeated change is projected already, and its helpers are still there', {
    answer(answer, command, by) {
      if (by?.name !== 'changePost' || !(command instanceof BatchGetCommand)) return answer;
      const { Responses = {} } = answer as { readonly Responses?: Readonly<Record<string, readonly Item[]>> };
      const { [index]: cards, [users]: people, ...others } = Responses;
      const everybody = people?.map((person) => ({ ...person, deletedAt: undefined }));
      return {
        ...(answer as object),
        Responses: { ...others, ...(cards && { [index]: [] }), ...(everybody && { [users]: everybody }) },
      };
    },
  }),
];
