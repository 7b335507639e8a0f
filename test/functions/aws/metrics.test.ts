/** Counts in the embedded metric format. */

import { afterEach, expect, it, vi } from 'vitest';
import { count } from '#functions/aws/metrics.ts';

const output = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
afterEach(() => {
  output.mockClear();
  vi.unstubAllEnvs();
});

it('a count is written as one line in the embedded metric format, by function', () => {
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'Production-Consumer');

  count('SkippedEntries', 2, 1000);

  const [[line] = ['']] = output.mock.calls;
  expect(line).toMatch(/^\{.*\}\n$/);
  expect(JSON.parse(String(line))).toEqual({
    _aws: {
      Timestamp: 1000,
      CloudWatchMetrics: [
        {
          Namespace: 'MessageCenter',
          Dimensions: [['FunctionName']],
          Metrics: [{ Name: 'SkippedEntries', Unit: 'Count' }],
        },
      ],
    },
    FunctionName: 'Production-Consumer',
    SkippedEntries: 2,
  });
});

it('a count of zero is not written', () => {
  count('DroppedFrames', 0, 1000);

  expect(output).not.toHaveBeenCalled();
});
