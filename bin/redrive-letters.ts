/** Projecting what the streams' consumers gave up. */
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Position } from '#contract/message-id.ts';
import type { FeedIndex } from '#functions/core/feed/ports.ts';
import type { Log } from '#functions/core/ports.ts';
import { project, type ProjectionServices } from '#functions/core/projection.ts';
import type { DeadLetters } from './dead-letters.ts';

interface Services extends ProjectionServices {
  readonly letters: DeadLetters;
  readonly log: ProjectionServices['log'] & Pick<Log, 'getMany'>;
  readonly index: Pick<FeedIndex, 'project'>;
  readonly print: (line: string) => void;
}

/**
 * Projects the entries and posts of every letter, and removes the letters that are done. Only the ids are taken from a
 * letter: entries and posts are read again, so a text that was deleted meanwhile stays deleted. Safe to repeat, at any
 * time and beside the consumers.
 * @returns how many letters are left
 */
export async function redriveLetters({ letters, index, print, ...services }: Services): Promise<number> {
  const names = await letters.list();
  let left = 0;
  for (const name of names) {
    try {
      const keys = keysIn(await letters.read(name));
      const entries = await services.log.getMany(keys.flatMap(positionIn));
      const failures = await project(entries, services);
      for (const error of failures.values()) throw error;
      const changed = await Promise.all([...new Set(keys.flatMap(postIn))].map((id) => services.posts.get(id)));
      for (const post of changed) if (post) await index.project(post);
      await letters.remove(name);
      print(`${name}: redriven (${counted(entries.length, changed.length)}).`);
    } catch (error) {
      left++;
      print(`${name}: left where it is. ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  print(`${names.length - left} dead letter(s) redriven, ${left} left.`);
  return left;
}

const counted = (entries: number, posts: number): string => (posts > 0 ? `posts: ${posts}` : `entries: ${entries}`);

type Keys = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['Keys']>;

/**
 * Returns the keys of the records in a letter. Lambda writes the event as a string in the field `payload`.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 * @throws {Error} where it holds no records
 */
function keysIn(letter: string): readonly Keys[] {
  const { payload } = JSON.parse(letter) as { readonly payload?: string };
  if (payload === undefined) throw new Error('It holds no records.');
  const { Records } = JSON.parse(payload) as DynamoDBStreamEvent;
  return Records.map(({ dynamodb }) => {
    const keys = dynamodb?.Keys ?? {};
    if (positionIn(keys).length + postIn(keys).length === 0) throw new Error('It holds a record without a key.');
    return keys;
  });
}

function positionIn({ conversation, seq }: Keys): readonly Position[] {
  return conversation?.S === undefined || seq?.N === undefined
    ? []
    : [{ conversation: conversation.S, seq: Number(seq.N) }];
}

const postIn = ({ owner, id }: Keys): readonly string[] =>
  owner?.S === undefined || id?.S === undefined ? [] : [id.S];
