/**
 * Reads a function's partial batch response (ReportBatchItemFailures).
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */

/**
 * Returns the index of the first failed record, or the length of the batch if none failed. All records after the first
 * failed one count as failed. An item identifier that is no record of the batch fails the whole batch.
 */
export function firstFailure(response: unknown, sequenceNumbers: readonly string[]): number {
  if (response === null || response === undefined) return sequenceNumbers.length;
  if (typeof response !== 'object' || !('batchItemFailures' in response)) return sequenceNumbers.length;
  const failures: unknown = response.batchItemFailures;
  if (failures === null || failures === undefined) return sequenceNumbers.length;
  if (!Array.isArray(failures)) return 0;
  const indexes = failures.map((failure) => sequenceNumbers.indexOf(identifierOf(failure)));
  return Math.max(0, Math.min(sequenceNumbers.length, ...indexes));
}

function identifierOf(failure: unknown): string {
  if (typeof failure !== 'object' || failure === null || !('itemIdentifier' in failure)) return '';
  return typeof failure.itemIdentifier === 'string' ? failure.itemIdentifier : '';
}
