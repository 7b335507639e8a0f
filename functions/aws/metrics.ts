/** CloudWatch metrics, written as log lines in the embedded metric format: no call and no wait. */

import type { FrameMetrics } from '../core/ports.ts';
import { systemClock } from './clock.ts';

const NAMESPACE = 'MessageCenter';

/** Adds to a count. Zero is not written. @param now epoch milliseconds */
export function count(metric: 'DroppedFrames' | 'IgnoredFrames' | 'SkippedEntries', value: number, now: number): void {
  if (value === 0) return;
  const metadata = {
    Timestamp: now,
    CloudWatchMetrics: [
      { Namespace: NAMESPACE, Dimensions: [['FunctionName']], Metrics: [{ Name: metric, Unit: 'Count' }] },
    ],
  };
  // It tells message centers of one account apart, so that staging cannot raise production's alarm.
  const dimensions = { FunctionName: process.env['AWS_LAMBDA_FUNCTION_NAME'] };
  // Not console.log: Lambda's JSON log format would wrap the line, and CloudWatch would not see the metric in it.
  process.stdout.write(`${JSON.stringify({ _aws: metadata, ...dimensions, [metric]: value })}\n`);
}

export const frameMetrics: FrameMetrics = {
  countDropped: (frames) => count('DroppedFrames', frames, systemClock.now()),
  countIgnored: (frames) => count('IgnoredFrames', frames, systemClock.now()),
};
