/**
 * The settings of the consumer's event source mapping. `test/lib/message-stream.test.ts` compares them with the
 * template.
 */

import type { Mapping } from '#local/streams/mapping.ts';

export const mapping = {
  batchSize: 100,
  parallelizationFactor: 10,
  maximumRetryAttempts: Infinity,
  maximumRecordAgeMs: 3_600_000,
  bisectsOnError: true,
  reportsBatchItemFailures: true,
} satisfies Partial<Mapping>;
