/** CloudWatch metrics, written as log lines in the embedded metric format: no call and no wait. */

import type { FrameMetrics } from '../core/ports.ts';
import type { PushMetrics } from '../core/push/service.ts';
import { systemClock } from './clock.ts';
import { METRICS_NAMESPACE, METRICS_SERVICE, type MetricName } from './environment.ts';

const PUSHES = {
  sent: 'SentPushes',
  gone: 'GonePushes',
  later: 'DelayedPushes',
  refused: 'RefusedPushes',
  lost: 'LostPushes',
} as const;

/**
 * Adds to a count. Zero is not written. A command of the operator, which runs the same code elsewhere, has no service
 * and writes nothing.
 * @param now epoch milliseconds
 */
export function count(metric: MetricName, value: number, now: number): void {
  // It tells message centers of one account apart, so that staging cannot raise production's alarm.
  const service = process.env[METRICS_SERVICE];
  if (value === 0 || service === undefined) return;
  const metadata = {
    Timestamp: now,
    // By service and not by function: each set of dimensions is a metric, and each metric of an alarm is paid for.
    CloudWatchMetrics: [
      { Namespace: METRICS_NAMESPACE, Dimensions: [['Service']], Metrics: [{ Name: metric, Unit: 'Count' }] },
    ],
  };
  // Not console.log: Lambda's JSON log format would wrap the line, and CloudWatch would not see the metric in it.
  process.stdout.write(`${JSON.stringify({ _aws: metadata, Service: service, [metric]: value })}\n`);
}

export const frameMetrics: FrameMetrics = {
  countDropped: (frames) => count('DroppedFrames', frames, systemClock.now()),
  countIgnored: (frames) => count('IgnoredFrames', frames, systemClock.now()),
};

export const pushMetrics: PushMetrics = {
  count: (result, pushes) => count(PUSHES[result], pushes, systemClock.now()),
};
