/**
 * What a function's answer says about its batch, with ReportBatchItemFailures.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */

/**
 * The place in the batch from which on it has failed; its length when all is well.
 * An identifier that is no record of the batch fails the whole of it.
 */
export function failedFrom(answer: unknown, sequenceNumbers: readonly string[]): number {
  if (answer === null || answer === undefined) return sequenceNumbers.length;
  if (typeof answer !== 'object' || !('batchItemFailures' in answer)) return sequenceNumbers.length;
  const failures: unknown = answer.batchItemFailures;
  if (failures === null || failures === undefined) return sequenceNumbers.length;
  if (!Array.isArray(failures)) return 0;
  const places = failures.map((failure) => sequenceNumbers.indexOf(identifierOf(failure)));
  return Math.max(0, Math.min(sequenceNumbers.length, ...places));
}

function identifierOf(failure: unknown): string {
  if (typeof failure !== 'object' || failure === null || !('itemIdentifier' in failure)) return '';
  return typeof failure.itemIdentifier === 'string' ? failure.itemIdentifier : '';
}
