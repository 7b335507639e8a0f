/**
 * Finds the functions that only event source mappings invoke. Their writes need not be synced to the disk: no client
 * was told that they are stored, and the mapping's checkpoint follows them in the same log of the database. A power cut
 * that undoes a write also undoes the checkpoint, so the records are delivered again and the write is repeated. (The
 * exception is the few milliseconds, once in 4 MB, in which LevelDB switches log files. A consumer must be able to lose
 * a write then.)
 */
import type { Stack } from '../template/resource.ts';

interface NamesFunction {
  /** Name or ARN. */
  readonly FunctionName: string;
}

/** @returns the functions' logical ids */
export function streamConsumers(stack: Stack): ReadonlySet<string> {
  const named = (type: string): ReadonlySet<string> =>
    new Set(stack.ofType<NamesFunction>(type).map(({ properties }) => properties.FunctionName));
  const mapped = named('AWS::Lambda::EventSourceMapping');
  const permitted = named('AWS::Lambda::Permission');
  return new Set(
    stack
      .ofType('AWS::Lambda::Function')
      .filter(
        ({ ref, arn }) =>
          [ref, arn].some((name) => mapped.has(name)) && ![ref, arn].some((name) => permitted.has(name)),
      )
      .map(({ logicalId }) => logicalId),
  );
}
