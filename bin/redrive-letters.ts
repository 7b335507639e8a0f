/** Projecting what the stream's consumer gave up. */
import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { Position } from '#contract/message-id.ts';
import type { Log } from '#functions/core/ports.ts';
import { project, type ProjectionServices } from '#functions/core/projection.ts';
import type { DeadLetters } from './dead-letters.ts';

interface Services extends ProjectionServices {
  readonly letters: DeadLetters;
  readonly log: ProjectionServices['log'] & Pick<Log, 'getMany'>;
  readonly print: (line: string) => void;
}

/**
 * Projects the entries of every letter, and removes the letters that are done. Only the ids are taken from a letter:
 * the entries are read from the log again, so a text that was deleted meanwhile stays deleted. Safe to repeat, at any
 * time and beside the consumer.
 * @returns how many letters are left
 */
export async function redriveLetters({ letters, print, ...services }: Services): Promise<number> {
  const names = await letters.list();
  let left = 0;
  for (const name of names) {
    try {
      const entries = await services.log.getMany(positionsIn(await letters.read(name)));
      const failures = await project(entries, services);
      for (const error of failures.values()) throw error;
      await letters.remove(name);
      print(`${name}: redriven (entries: ${entries.length}).`);
    } catch (error) {
      left++;
      print(`${name}: left where it is. ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  print(`${names.length - left} dead letter(s) redriven, ${left} left.`);
  return left;
}

/**
 * Returns the places of the entries in a letter. Lambda writes the event as a string in the field `payload`.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 * @throws {Error} where it holds no records
 */
function positionsIn(letter: string): readonly Position[] {
  const { payload } = JSON.parse(letter) as { readonly payload?: string };
  if (payload === undefined) throw new Error('It holds no records.');
  const { Records } = JSON.parse(payload) as DynamoDBStreamEvent;
  return Records.map(({ dynamodb }) => {
    const { S: conversation } = dynamodb?.Keys?.['conversation'] ?? {};
    const { N: seq } = dynamodb?.Keys?.['seq'] ?? {};
    if (conversation === undefined || seq === undefined) throw new Error('It holds a record without a key.');
    return { conversation, seq: Number(seq) };
  });
}
