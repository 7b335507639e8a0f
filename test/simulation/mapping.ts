/** How the stack has the consumer called; test/lib/resources.test.ts compares it with the template. */
import type { Mapping } from '#local/streams/mapping.ts';

export const mapping = {
  batchSize: 100,
  parallelization: 10,
  retryAttempts: Infinity,
  recordAgeMs: 3_600_000,
  bisects: true,
  reportsItemFailures: true,
} satisfies Partial<Mapping>;
