/**
 * The functions that nobody but an event source mapping calls. What they write need not be synced to the disk before it is
 * answered: nobody was told that it is stored, and the mapping's checkpoint follows it in the same log of the database. So a
 * power cut that undoes the write undoes the checkpoint, the records come again, and it is written again. (Not so in the few
 * milliseconds, once in 4 MB, in which LevelDB goes from one log file to the next; a consumer has to be able to lose that.)
 */
import type { Stack } from '../template/resource.ts';

interface NamesFunction {
  /** Name or ARN. */
  readonly FunctionName: string;
}

/** @returns their logical ids */
export function streamConsumers(stack: Stack): ReadonlySet<string> {
  const named = (type: string): ReadonlySet<string> =>
    new Set(stack.ofType<NamesFunction>(type).map(({ properties }) => properties.FunctionName));
  const fed = named('AWS::Lambda::EventSourceMapping');
  const called = named('AWS::Lambda::Permission');
  return new Set(
    stack
      .ofType('AWS::Lambda::Function')
      .filter(
        ({ ref, arn }) => [ref, arn].some((name) => fed.has(name)) && ![ref, arn].some((name) => called.has(name)),
      )
      .map(({ logicalId }) => logicalId),
  );
}
