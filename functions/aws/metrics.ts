/** CloudWatch metrics, written as log lines in the embedded metric format: no call, no wait. */

const NAMESPACE = 'MessageCenter';

/** Adds to a count. Zero is not written. */
export function count(metric: 'DroppedFrames' | 'IgnoredFrames' | 'SkippedEntries', value: number, now: number): void {
  if (value === 0) return;
  const metadata = {
    Timestamp: now,
    CloudWatchMetrics: [{ Namespace: NAMESPACE, Dimensions: [[]], Metrics: [{ Name: metric, Unit: 'Count' }] }],
  };
  // Not console.log: Lambda's JSON log format would wrap the line, and CloudWatch would not see the metric in it.
  process.stdout.write(`${JSON.stringify({ _aws: metadata, [metric]: value })}\n`);
}
