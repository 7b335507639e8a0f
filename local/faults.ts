/**
 * Faults of the real cloud that a laptop does not have, and the limits that a test may want shorter. All faults are off
 * unless a test turns them on.
 */
export interface Faults {
  /** One invocation at a time per function instance, with more instances under load, as in Lambda. */
  strictInstances: boolean;
  /** The most instances of a function. With `strictInstances`, more invocations wait for one that is free. */
  instancesMax: number;
  /**
   * How long the init phase of an instance may take, in milliseconds. Lambda then ends it, and loads the bundle again
   * in the first invocation, within the function's own timeout.
   * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
   */
  initTimeoutMs: number;
  /**
   * Timeouts of functions are multiplied by this. 1 by default. In Lambda a function has its processor for itself; here
   * it shares it with everything that runs on the machine.
   */
  timeoutFactor: number;
  /**
   * How long an instance stays without an invocation, in milliseconds. Lambda keeps it "for some time":
   * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
   */
  instanceIdleMs: number;
  /** Share (0 to 1) of invocations that Lambda refuses, as when the account has used up its concurrency. */
  throttledInvocations: number;
  /** Share (0 to 1) of writes that fail with ProvisionedThroughputExceededException. */
  throttledWrites: number;
  /** Share (0 to 1) of group commits that fail as on a full disk. Half of them are on the disk nevertheless. */
  failedCommits: number;
  /** Delay added to every AWS call. */
  awsCallDelayMs: number;
  /** `$disconnect` is not delivered. */
  lostDisconnects: boolean;
  /** Share (0 to 1) of posts to connections that fail with 410 GoneException. */
  gonePosts: number;
  /** Share (0 to 1) of posts to connections that fail with 429 LimitExceededException. */
  throttledPosts: number;
  /** Share (0 to 1) of stream batches, and of messages of queues, that are delivered a second time. */
  duplicatedBatches: number;
  /** Event source mappings of streams read nothing, as one that is disabled. */
  stalledStreams: boolean;
  /** Delay between a write and the delivery of its stream record. */
  streamDelayMs: number;
  /** Stages refuse requests over the template's limits. */
  throttledStages: boolean;
  /** Delays and visibility timeouts of queues are divided by this. 1 by default. */
  queueSpeed: number;
  /** Batching windows of event source mappings are divided by this. 1 by default. */
  batchingSpeed: number;
  /** Share (0 to 1) of posts to the push service that fail with 410, as of an endpoint that has ended. */
  gonePushes: number;
  /** Share (0 to 1) of posts to the push service that fail with 429. */
  throttledPushes: number;
  /** Share (0 to 1) of posts to the push service that fail with 503. */
  failedPushes: number;
  /** Share (0 to 1) of requests to S3 that are refused with 503 SlowDown. */
  slowDowns: number;
  /** Share (0 to 1) of uploads to S3 whose connection is cut after the first chunk. */
  cutUploads: number;
  /** Objects are stored as if it had been this many milliseconds earlier. */
  storedEarlierMs: number;
  /** What the scan for malware says of files without the test virus: a value of `GuardDutyMalwareScanStatus`. */
  scanResult: string;
  /** How long the scan of a file takes, in milliseconds. */
  scanDelayMs: number;
  /** Expired items and objects are never deleted. */
  keepExpired: boolean;
  /** An idle WebSocket connection is closed after this time. AWS's quota, and the default, is 10 minutes. */
  socketIdleTimeoutMs: number;
  /** Any WebSocket connection is closed after this time. AWS's quota, and the default, is 2 hours. */
  socketMaxDurationMs: number;
}

export const noFaults: Faults = {
  strictInstances: false,
  instancesMax: Infinity,
  initTimeoutMs: 10_000,
  timeoutFactor: 1,
  instanceIdleMs: 10 * 60_000,
  throttledInvocations: 0,
  throttledWrites: 0,
  failedCommits: 0,
  awsCallDelayMs: 0,
  lostDisconnects: false,
  gonePosts: 0,
  throttledPosts: 0,
  duplicatedBatches: 0,
  stalledStreams: false,
  streamDelayMs: 0,
  throttledStages: false,
  queueSpeed: 1,
  batchingSpeed: 1,
  gonePushes: 0,
  throttledPushes: 0,
  failedPushes: 0,
  slowDowns: 0,
  cutUploads: 0,
  scanResult: 'NO_THREATS_FOUND',
  storedEarlierMs: 0,
  scanDelayMs: 0,
  keepExpired: false,
  socketIdleTimeoutMs: 10 * 60_000,
  socketMaxDurationMs: 2 * 60 * 60_000,
};
