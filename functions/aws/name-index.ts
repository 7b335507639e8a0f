/**
 * The index of names, in the users table. Key: `initial` (`word#d`), `username` (`durand zoe`: the word, and whom it
 * finds), so a search for the beginning of a word is one query, in order.
 *
 * Under `joined`, an item for each person has when they joined (`2026-11-29T10:00:00.000Z bob`). A partition takes
 * 1,000 of them a second, and a user pool, unless AWS is asked for more, 50 sign-ups:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 *
 * One more item notes the first characters of all user names.
 *
 * A word's first character chooses the partition. DynamoDB divides one that gets hot by the sort key:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/throttling-key-range-limit-exceeded-mitigation.html
 */

import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Joined, NameIndex, NamePosition } from '../core/name-index.ts';
import { conditionHeld, dynamo, queryAll } from './dynamo.ts';

/** No name begins with it. */
const INITIALS_KEY = { initial: 'initials', username: 'initials' };
/** Nor with this. */
const JOINED = 'joined';

interface WordItem {
  /** The word, a space and the user name: neither has spaces. */
  readonly username: string;
  readonly wordsVersion: number;
}

/** @param table the users table */
export function nameIndex(table: string): NameIndex {
  /** The initials this instance has noted already: people come all the time, and new initials hardly ever. */
  const noted = new Set<string>();
  const remove = async (position: NamePosition, condition: object): Promise<void> => {
    await conditionHeld(dynamo.send(new DeleteCommand({ TableName: table, Key: keyOf(position), ...condition })));
  };

  return {
    async add(username, words, version) {
      const puts = words.map(
        (word) =>
          new PutCommand({
            TableName: table,
            Item: { ...keyOf({ word, username }), wordsVersion: version },
            ConditionExpression: 'attribute_not_exists(wordsVersion) OR wordsVersion < :version',
            ExpressionAttributeValues: { ':version': version },
          }),
      );
      await Promise.all(puts.map((put) => conditionHeld(dynamo.send(put))));
    },

    async remove(username, words, before) {
      const condition = before !== undefined && {
        ConditionExpression: 'wordsVersion < :before',
        ExpressionAttributeValues: { ':before': before },
      };
      await Promise.all(words.map((word) => remove({ word, username }, { ...condition })));
    },

    removeItem: ({ version, ...position }) =>
      remove(position, {
        ConditionExpression: 'wordsVersion = :version',
        ExpressionAttributeValues: { ':version': version },
      }),

    async find(beginning, after, limit) {
      const query = {
        TableName: table,
        KeyConditionExpression: 'initial = :partition AND begins_with(username, :beginning)',
        ExpressionAttributeValues: { ':partition': partitionOf(beginning), ':beginning': beginning },
        ...(after && { ExclusiveStartKey: keyOf(after) }),
      };
      return (await queryAll<WordItem>(query, limit)).map(({ username: key, wordsVersion }) => {
        const [word = '', username = ''] = key.split(' ');
        return { word, username, version: wordsVersion };
      });
    },

    async addJoined(joined) {
      await dynamo.send(new PutCommand({ TableName: table, Item: joinedKeyOf(joined) }));
    },

    async removeJoined(joined) {
      await dynamo.send(new DeleteCommand({ TableName: table, Key: joinedKeyOf(joined) }));
    },

    async newest(limit) {
      const query = {
        TableName: table,
        KeyConditionExpression: 'initial = :joined',
        ExpressionAttributeValues: { ':joined': JOINED },
        ScanIndexForward: false,
      };
      return (await queryAll<{ username: string }>(query, limit)).map(({ username: key }) => {
        const [at = '', username = ''] = key.split(' ');
        return { username, createdAt: Date.parse(at) };
      });
    },

    async initials() {
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: INITIALS_KEY }));
      return Item?.['all'] === true ? [...(Item['names'] as ReadonlySet<string>)] : undefined;
    },

    async noteInitials(initials, all) {
      if (!all && initials.every((initial) => noted.has(initial))) return;
      const update = new UpdateCommand({
        TableName: table,
        Key: INITIALS_KEY,
        UpdateExpression: all ? 'ADD #names :initials SET #all = :true' : 'ADD #names :initials',
        ExpressionAttributeNames: { '#names': 'names', ...(all && { '#all': 'all' }) },
        ExpressionAttributeValues: { ':initials': new Set(initials), ...(all && { ':true': true }) },
      });
      await dynamo.send(update);
      for (const initial of initials) noted.add(initial);
    },
  };
}

const joinedKeyOf = ({ username, createdAt }: Joined) => ({
  initial: JOINED,
  username: `${new Date(createdAt).toISOString()} ${username}`,
});

const partitionOf = (word: string): string => `word#${String.fromCodePoint(word.codePointAt(0) ?? 0)}`;

const keyOf = ({ word, username }: NamePosition) => ({
  initial: partitionOf(word),
  username: `${word} ${username}`,
});
