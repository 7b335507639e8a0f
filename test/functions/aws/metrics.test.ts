/** Counts in the embedded metric format. */

import { afterEach, expect, it, vi } from 'vitest';
import { count } from '#functions/aws/metrics.ts';

const output = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
afterEach(() => {
  output.mockClear();
  vi.unstubAllEnvs();
});

it('a count is written as one line in the embedded metric format, by service', () => {
  vi.stubEnv('METRICS_SERVICE', 'Production');

  count('SkippedEntries', 2, 1000);

  const [[line] = ['']] = output.mock.calls;
  expect(line).toMatch(/^\{.*\}\n$/);
  expect(JSON.parse(String(line))).toEqual({
    _aws: {
      Timestamp: 1000,
      CloudWatchMetrics: [
        {
          Namespace: 'MessageCenter',
          Dimensions: [['Service']],
          Metrics: [{ Name: 'SkippedEntries', Unit: 'Count' }],
        },
      ],
    },
    Service: 'Production',
    SkippedEntries: 2,
  });
});

it('a count of zero is not written', () => {
  vi.stubEnv('METRICS_SERVICE', 'Production');

  count('DroppedFrames', 0, 1000);

  expect(output).not.toHaveBeenCalled();
});

it('a command of the operator, which is no service, counts nothing', () => {
  vi.stubEnv('METRICS_SERVICE', undefined);

  count('TableThrottles', 1, 1000);

  expect(output).not.toHaveBeenCalled();
});
